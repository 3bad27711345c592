import { openTunnel } from './open-tunnel.ts'
import { refuseCredentials } from './refuse-credentials.ts'
import { type TunnelKind, TunnelRefused } from './tunnel.ts'

/** The user's own proxy or tunnel, which was told where to bring requests: nothing to dial, only a URL to know. */
export const ownUrl: TunnelKind<'own-url'> = {
  id: 'own-url',
  probe: 'echo',
  door: ({ port }) => port ?? 'receiver',
  available: () => Promise.resolve({ kind: 'ready', version: null }),
  async open({ settings, port, signal }) {
    signal.throwIfAborted()
    const url = publicUrl(settings.url)
    const facts = [{ label: 'Leads to', value: `http://127.0.0.1:${port}` }]
    return openTunnel({ url, wantedUrl: url, facts, end: () => Promise.resolve() }).tunnel
  },
}

/** As it can be put before `/<endpoint>`: the proxy may have a path of its own for Hookbench. */
function publicUrl(text: string | null): string {
  if (text === null) {
    throw new TunnelRefused('No public URL is set.', 'Enter the URL that leads to the receiver in Settings.')
  }
  const url = URL.parse(text.trim())
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TunnelRefused('The public URL is not one with http:// or https://.', 'Correct it in Settings.')
  }
  refuseCredentials(url.href, 'public URL')
  if (url.search !== '' || url.hash !== '') {
    throw new TunnelRefused(
      'The public URL has a query or a fragment, and endpoints are put behind it.',
      'Leave only the address and the path in Settings.',
    )
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
