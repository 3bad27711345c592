import type { EngineState } from '../../../shared/engine/engine-state.ts'

/** What of the engine's state is about the tunnel. */
export type TunnelPart = Pick<EngineState, 'tunnel' | 'urlChanged'>

/** What a person who looks elsewhere has to be told; null: nothing. */
export function tunnelNews(
  before: TunnelPart,
  after: TunnelPart,
): { readonly text: string; readonly bad: boolean } | null {
  const was = before.tunnel.kind
  const { tunnel, urlChanged } = after
  if (urlChanged !== null && urlChanged.to !== before.urlChanged?.to) {
    return {
      text: `The public URL changed: it is ${urlChanged.to} now. Replace the old one where it was given.`,
      bad: true,
    }
  }
  if (tunnel.kind === 'lost' && (was === 'open' || was === 'degraded')) {
    return { text: `The public URL is lost: ${tunnel.reason} It is opened again by itself.`, bad: true }
  }
  if (tunnel.kind === 'open' && was === 'lost') return { text: 'The public URL is open again.', bad: false }
  return null
}
