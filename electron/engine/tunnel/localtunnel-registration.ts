import { z } from 'zod'
import { AppError } from '../../../shared/contract/errors.ts'
import { TunnelRefused } from './tunnel.ts'

const registration = z.object({
  id: z.string(),
  /** Where the client's sockets go. */
  port: z.number().int().min(1).max(65_535),
  url: z.url({ protocol: /^https?$/ }),
  max_conn_count: z.number().int().min(1).catch(1),
  /** Preferred over the host's name where it is given. */
  ip: z.string().optional().catch(undefined),
})

export type Registration = z.infer<typeof registration>

const refusal = z.object({ message: z.string().max(300) })

/**
 * Asks a localtunnel server for a tunnel. The package's own registering is not used: while the server is down it asks
 * again every second for ever, and cannot be stopped.
 */
export async function registerTunnel(
  host: string,
  subdomain: string | null,
  signal: AbortSignal,
): Promise<Registration> {
  const server = new URL(host)
  const url = new URL(subdomain === null ? '/?new' : `/${encodeURIComponent(subdomain)}`, server)
  const { status, body } = await ask(url, server.host, signal)
  if (status !== 200) {
    const said = refusal.safeParse(body)
    const answer = said.success ? `${status}: ${said.data.message}` : String(status)
    if (status === 401 || status === 403) {
      throw new TunnelRefused(
        `The tunnel server ${server.host} refused with ${answer}.`,
        subdomain === null
          ? 'Ask whoever runs the server to let you in, or choose another one in Settings.'
          : 'Choose another subdomain in Settings, or another server.',
      )
    }
    throw new AppError('unavailable', `The tunnel server ${server.host} answered ${answer}. It may work later.`)
  }
  const parsed = registration.safeParse(body)
  if (parsed.success) return parsed.data
  throw new AppError('unavailable', `${server.host} is not a localtunnel server. Check the tunnel host in Settings.`)
}

async function ask(url: URL, host: string, signal: AbortSignal): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(url, { signal, redirect: 'follow', headers: { accept: 'application/json' } })
    return { status: response.status, body: parseJson(await response.text()) }
  } catch (error) {
    signal.throwIfAborted()
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const code = (cause as { code?: unknown }).code
    const why = typeof code === 'string' ? code : String(cause)
    throw new AppError('unavailable', `The tunnel server ${host} cannot be reached (${why}). Check the network.`, {
      cause: error,
    })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whatever else answers on that host is reported as not being a localtunnel server.
    return null
  }
}
