import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'

/**
 * What a person who looks elsewhere has to be told in passing; null: nothing. A tunnel that was refused and a URL that
 * changed have banners, which stay.
 */
export function tunnelNews(
  before: TunnelState['kind'],
  tunnel: TunnelState,
): { readonly text: string; readonly bad: boolean } | null {
  if (tunnel.kind === 'lost' && (before === 'open' || before === 'degraded')) {
    return { text: `The public URL is lost: ${tunnel.reason} It is opened again by itself.`, bad: true }
  }
  if (tunnel.kind === 'open' && before === 'lost') return { text: 'The public URL is open again.', bad: false }
  return null
}
