/** What a line of cloudflared's log means for a tunnel; null: nothing. */
export type CloudflaredNews =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'connected'; readonly connection: string }
  | { readonly kind: 'disconnected'; readonly connection: string }
  /** What Cloudflare was told to lead where, for a tunnel that is set up in its dashboard. */
  | { readonly kind: 'routes'; readonly routes: ReadonlyArray<CloudflareRoute> }
  /** The token or the credentials are of no use. */
  | { readonly kind: 'unauthorized'; readonly message: string }

export interface CloudflareRoute {
  readonly hostname: string | null
  readonly service: string
}

const QUICK_URL = /\bhttps:\/\/[a-z0-9-]+\.trycloudflare\.com\b/i
/** The address that it asks for a tunnel, which is no tunnel. */
const QUICK_SERVICE = 'https://api.trycloudflare.com'
/** The second is what versions before 2022.9 say. */
const CONNECTED = /\bRegistered tunnel connection\b.*\bconnIndex=(\d+)|\bConnection \S+ registered\b.*\bconnIndex=(\d+)/
const DISCONNECTED =
  /\b(?:Unregistered tunnel connection|Lost connection with the edge|Connection terminated|Serve tunnel error|Retrying connection)\b.*\bconnIndex=(\d+)/
const UNAUTHORIZED = /Unauthorized: [^"]*|Provided Tunnel token is not valid|Tunnel credentials file .* doesn't exist/i
/** Go quotes the JSON as a string. */
const ROUTES = /\bUpdated to new configuration\b.*\bconfig="((?:[^"\\]|\\.)*)"/

export function readCloudflaredLine(line: string): CloudflaredNews | null {
  const unauthorized = UNAUTHORIZED.exec(line)
  if (unauthorized !== null) return { kind: 'unauthorized', message: unauthorized[0] }
  const connected = CONNECTED.exec(line)
  if (connected !== null) return { kind: 'connected', connection: (connected[1] ?? connected[2]) as string }
  const disconnected = DISCONNECTED.exec(line)
  if (disconnected !== null) return { kind: 'disconnected', connection: disconnected[1] as string }
  const url = QUICK_URL.exec(line)?.[0].toLowerCase()
  if (url !== undefined && url !== QUICK_SERVICE) return { kind: 'url', url }
  const routes = ROUTES.exec(line)?.[1]
  if (routes !== undefined) return readRoutes(routes)
  return null
}

function readRoutes(quoted: string): CloudflaredNews | null {
  try {
    const config: unknown = JSON.parse(JSON.parse(`"${quoted}"`))
    const ingress = (config as { ingress?: unknown } | null)?.ingress
    if (!Array.isArray(ingress)) return null
    return { kind: 'routes', routes: ingress.flatMap(readRoute) }
  } catch {
    // A form that we do not know is no reason to refuse a tunnel that may work.
    return null
  }
}

function readRoute(rule: unknown): CloudflareRoute[] {
  const { hostname, service } = (rule ?? {}) as { hostname?: unknown; service?: unknown }
  if (typeof service !== 'string') return []
  return [{ hostname: typeof hostname === 'string' && hostname !== '' ? hostname.toLowerCase() : null, service }]
}
