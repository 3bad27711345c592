import { cloudflared } from './cloudflared.ts'
import { localtunnel } from './localtunnel.ts'
import { ngrok } from './ngrok.ts'
import { ownUrl } from './own-url.ts'
import { smee } from './smee.ts'
import { ssh } from './ssh.ts'
import type { TunnelKinds } from './tunnel.ts'

/** Every kind of tunnel. What one needs beyond Node is loaded when it is used. */
export const tunnelKinds: TunnelKinds = { localtunnel, cloudflared, ngrok, ssh, smee, 'own-url': ownUrl }
