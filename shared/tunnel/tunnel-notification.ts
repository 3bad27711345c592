import type { EngineState } from '../engine/engine-state.ts'
import { publicUrlOf } from './tunnel-state.ts'

type TunnelPart = Pick<EngineState, 'tunnel' | 'urlChanged'>

/** Something about the public URL that a person must hear of even while they look elsewhere. */
export interface TunnelNotification {
  readonly title: string
  readonly body: string
}

/** What a change of state is worth a notification; null: nothing that cannot wait. */
export function tunnelNotification(before: TunnelPart, after: TunnelPart): TunnelNotification | null {
  const { urlChanged, tunnel } = after
  if (urlChanged !== null && urlChanged.to !== before.urlChanged?.to)
    return {
      title: 'The public URL changed',
      body: `It was ${urlChanged.from} and is ${urlChanged.to}. Paste it at the provider again.`,
    }
  if (tunnel.kind === 'lost' && publicUrlOf(before.tunnel) !== null)
    return { title: 'The tunnel is lost', body: `${tunnel.reason} It is opened again by itself.` }
  if (tunnel.kind === 'refused' && before.tunnel.kind !== 'refused' && before.tunnel.kind !== 'opening')
    return { title: 'The tunnel is refused', body: `${tunnel.reason} ${tunnel.advice}` }
  return null
}
