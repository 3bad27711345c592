import { isIP } from 'node:net'
import { z } from 'zod'
import { AppError } from '../../../shared/contract/errors.ts'
import { parseJson } from '../../../shared/parse-json.ts'
import { errorCode } from './error-code.ts'
import { getText } from './get-text.ts'
import { isInternalAddress } from './internal-address.ts'
import { plainText } from './plain-text.ts'
import { TunnelRefused } from './tunnel.ts'

const registration = z.object({
  id: z.string(),
  /** Where the client's sockets go. */
  port: z.number().int().min(1).max(65_535),
  url: z
    .string()
    .max(2000)
    .regex(/^https?:\/\/[^\s/]/),
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
  const { status, body, address } = await ask(url, server.host, signal)
  if (status !== 200) {
    const said = refusal.safeParse(body)
    const answer = said.success ? `${status}: ${plainText(said.data.message)}` : String(status)
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
  if (parsed.success && URL.canParse(parsed.data.url)) return checked(parsed.data, address)
  if (parsed.success) {
    throw new AppError(
      'unavailable',
      `The tunnel server ${server.host} gives ${plainText(parsed.data.url.slice(0, 200))}, which is no URL. Name the server by its host name in Settings.`,
    )
  }
  throw new AppError('unavailable', `${server.host} is not a localtunnel server. Check the tunnel host in Settings.`)
}

/**
 * What a stranger's server gives is shown, linked to and dialled: the URL without anything but its address, and no place
 * in this machine's own network unless the server is there as well.
 */
function checked({ ip, ...given }: Registration, server: string | null): Registration {
  const isDialled = ip !== undefined && isIP(ip) !== 0 && (isInternalAddress(server) || !isInternalAddress(ip))
  return { ...given, url: new URL(given.url).origin, ip: isDialled ? ip : undefined }
}

/**
 * The server puts the name in front of the host that it is asked by, and nothing can stand in front of an address. A
 * server on this machine has a name as well.
 */
function askedBy({ hostname, port, host }: URL): string {
  if (!hostname.startsWith('127.') && hostname !== '[::1]') return host
  return port === '' ? 'localhost' : `localhost:${port}`
}

async function ask(
  url: URL,
  host: string,
  signal: AbortSignal,
): Promise<{ status: number; body: unknown; address: string | null }> {
  try {
    const { status, text, address } = await getText(url, askedBy(url), signal)
    // Whatever else answers on that host is reported as not being a localtunnel server.
    return { status, body: parseJson(text), address }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AppError) throw error
    if (errorCode(error).startsWith('HPE_')) {
      throw new AppError(
        'unavailable',
        `${host} answered with something that is not HTTP. Check the tunnel host in Settings.`,
        { cause: error },
      )
    }
    throw new AppError(
      'unavailable',
      `The tunnel server ${host} cannot be reached (${errorCode(error)}). Check the network.`,
      { cause: error },
    )
  }
}
