import os from 'node:os'
import { AppError } from '../../../shared/contract/errors.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import type { TunnelFact } from '../../../shared/tunnel/tunnel-state.ts'
import { type CloudflareRoute, readCloudflaredLine } from './cloudflared-log.ts'
import { cloudflaredEnvironment, cloudflaredProgram, findCloudflared } from './cloudflared-program.ts'
import { lastComplaint, openByProgram, type ProgramNews } from './program-tunnel.ts'
import type { ProgramEnd } from './run-program.ts'
import { type SecretFile, writeSecretFile } from './secret-file.ts'
import { type OpenRequest, type OpenTunnel, type TunnelKind, TunnelRefused } from './tunnel.ts'

type Named = NonNullable<TunnelSettings['cloudflared']['named']>
type Request = OpenRequest<'cloudflared'>

/** Reads a token from a file since then. Before, only arguments and the environment could carry one. */
const TOKEN_FILE_SINCE = [2025, 4, 0] as const
/** cloudflared connects again by itself, and keeps the URL of a quick tunnel by that; starting it anew would not. */
const RECONNECT_MS = 15_000

/** Tunnels through Cloudflare, by its own program: a quick one with a random URL, or a named one with one's own host. */
export const cloudflared: TunnelKind<'cloudflared'> = createCloudflared()

export function createCloudflared({ reconnectMs = RECONNECT_MS } = {}): TunnelKind<'cloudflared'> {
  return {
    id: 'cloudflared',
    probe: 'echo',
    // Where a tunnel with a token leads is set in Cloudflare's dashboard, which cannot know a port that changes.
    door: ({ named }) => named?.port ?? (named !== null && named.tunnel === null ? 'receiver' : 'own'),
    available: ({ binary }) => findCloudflared(binary),
    async open(request) {
      const program = cloudflaredProgram(request.settings.binary)
      const found = await findCloudflared(request.settings.binary)
      request.signal.throwIfAborted()
      if (found.kind === 'missing') throw new TunnelRefused(found.reason, found.advice)
      return openWith(program ?? 'cloudflared', found.version ?? 'unknown', request, reconnectMs)
    },
  }
}

function openWith(program: string, version: string, request: Request, reconnectMs: number): Promise<OpenTunnel> {
  const { port, settings, signal } = request
  const { args, token } = argumentsFor(request, version)
  const watch = new ConnectionWatch(port, settings.named, version, reconnectMs)
  return openByProgram({
    program,
    args,
    environment: cloudflaredEnvironment(),
    signal,
    onLine: (line, news) =>
      watch.read(line, {
        ...news,
        open(granted) {
          // It was read at the start. What is left after a crash would be there for good.
          token?.remove()
          news.open(granted)
        },
      }),
    explainEnd,
    cleanUp: () => {
      watch.stop()
      token?.remove()
    },
  })
}

function argumentsFor(
  { port, settings: { named }, secret }: Request,
  version: string,
): { readonly args: string[]; readonly token: SecretFile | null } {
  // A configuration file of the user's belongs to another tunnel, and quick tunnels refuse to run beside one.
  const common = ['tunnel', '--config', os.devNull, '--no-autoupdate']
  const here = ['--url', `http://127.0.0.1:${port}`]
  if (named === null) return { args: [...common, ...here], token: null }
  if (named.tunnel !== null) return { args: [...common, 'run', ...here, '--', named.tunnel], token: null }
  if (secret === null) {
    throw new TunnelRefused(
      `The tunnel for ${named.hostname} needs a token.`,
      'Copy it from the Cloudflare dashboard (Networks, Tunnels) into Settings.',
    )
  }
  if (isOlder(version, TOKEN_FILE_SINCE)) {
    throw new TunnelRefused(
      `cloudflared ${version} cannot read a token from a file, and other ways would show it to every program here.`,
      `Update cloudflared to ${TOKEN_FILE_SINCE.join('.')} or later.`,
    )
  }
  const token = writeSecretFile('tunnel-token', secret.trim())
  return { args: [...common, 'run', ...here, '--token-file', token.path], token }
}

/** Follows which of its connections to Cloudflare are up, and tells when there is a tunnel and when there is none. */
class ConnectionWatch {
  readonly #port: number
  readonly #named: Named | null
  readonly #facts: TunnelFact[]
  readonly #reconnectMs: number
  readonly #up = new Set<string>()
  #url: string | null
  #gone: NodeJS.Timeout | undefined

  constructor(port: number, named: Named | null, version: string, reconnectMs: number) {
    this.#port = port
    this.#named = named
    this.#facts = [{ label: 'cloudflared', value: version }]
    this.#reconnectMs = reconnectMs
    this.#url = named === null ? null : `https://${named.hostname}`
  }

  read(line: string, news: ProgramNews): void {
    const said = readCloudflaredLine(line)
    if (said === null) return
    switch (said.kind) {
      case 'url':
        if (this.#named === null) this.#url = said.url
        break
      case 'connected':
        this.#up.add(said.connection)
        clearTimeout(this.#gone)
        break
      case 'disconnected':
        if (this.#up.delete(said.connection) && this.#up.size === 0) this.#waitForReturn(news)
        return
      case 'routes':
        this.#checkRoutes(said.routes, news)
        return
      case 'unauthorized':
        news.fail(unauthorized(said.message))
        return
    }
    if (this.#url === null || this.#up.size === 0) return
    news.open({ url: this.#url, wantedUrl: this.#named === null ? null : this.#url, facts: this.#facts })
  }

  stop(): void {
    clearTimeout(this.#gone)
  }

  #checkRoutes(routes: ReadonlyArray<CloudflareRoute>, news: ProgramNews): void {
    const misled = this.#named === null ? null : judgeRoutes(routes, this.#named.hostname, this.#port)
    if (misled !== null) news.fail(misled)
  }

  #waitForReturn(news: ProgramNews): void {
    clearTimeout(this.#gone)
    this.#gone = setTimeout(
      () => news.fail(new AppError('unavailable', 'cloudflared lost all its connections to Cloudflare.')),
      this.#reconnectMs,
    )
  }
}

/** Whether the dashboard leads the host name here. Else the tunnel looks open and every request ends elsewhere. */
function judgeRoutes(routes: ReadonlyArray<CloudflareRoute>, hostname: string, port: number): TunnelRefused | null {
  const fitting = routes.filter((route) => isFor(route, hostname.toLowerCase()))
  if (fitting.some(({ service }) => leadsTo(service, port))) return null
  const advice = `In the Cloudflare dashboard, give the tunnel the public host name ${hostname} with the service http://localhost:${port}.`
  const other = fitting[0]
  if (other === undefined) return new TunnelRefused(`Cloudflare does not lead ${hostname} to this tunnel.`, advice)
  return new TunnelRefused(
    `Cloudflare leads ${hostname} to ${other.service}, and Hookbench receives on http://localhost:${port}.`,
    advice,
  )
}

/** Without a host name, a rule is for whatever no other rule is for, and mostly says 404. */
function isFor(route: CloudflareRoute, hostname: string): boolean {
  if (route.hostname === null) return !route.service.startsWith('http_status:')
  if (!route.hostname.startsWith('*.')) return route.hostname === hostname
  return hostname.endsWith(route.hostname.slice(1))
}

function leadsTo(service: string, port: number): boolean {
  const url = URL.parse(service)
  if (url === null || url.protocol !== 'http:') return false
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) && Number(url.port || 80) === port
}

function unauthorized(message: string): TunnelRefused {
  return new TunnelRefused(
    `Cloudflare refused the tunnel: ${message.replace(/\.$/, '')}.`,
    'Check in the Cloudflare dashboard that the tunnel exists, and copy its token again into Settings.',
  )
}

function explainEnd({ lines, code }: ProgramEnd): AppError {
  const text = lines.join('\n')
  if (/\b429\b|error code: 1015/.test(text)) {
    return new AppError(
      'unavailable',
      'Cloudflare gives no more quick tunnels to this address for now (too many requests). Wait some minutes, or use a named tunnel.',
    )
  }
  if (/no such host|server misbehaving|network is unreachable|i\/o timeout/.test(text)) {
    return new AppError('unavailable', 'cloudflared cannot reach Cloudflare. Check the network.')
  }
  const said = lastComplaint(lines)
  const detail = said === null ? ` with code ${code}` : `: ${said}`
  return new AppError('unavailable', `cloudflared ended${detail}`)
}

function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split(/[.-]/).map(Number)
  for (const [index, least] of than.entries()) {
    const part = parts[index] ?? 0
    // A version that is no number is somebody's own build: let it try.
    if (Number.isNaN(part) || part > least) return false
    if (part < least) return true
  }
  return false
}
