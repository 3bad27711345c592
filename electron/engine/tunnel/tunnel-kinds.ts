import { localtunnel } from './localtunnel.ts'
import type { TunnelKinds } from './tunnel-session.ts'

/** Every kind of tunnel. What one needs beyond Node is loaded when it is used. */
export const tunnelKinds: TunnelKinds = { localtunnel }
