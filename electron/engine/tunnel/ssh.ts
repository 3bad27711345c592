import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { AppError } from '../../../shared/contract/errors.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import type { TunnelAvailability, TunnelFact } from '../../../shared/tunnel/tunnel-state.ts'
import { findProgram } from './find-program.ts'
import { lastComplaint, openByProgram, type ProgramNews } from './program-tunnel.ts'
import { refuseCredentials } from './refuse-credentials.ts'
import { type ProgramEnd, programEnvironment, runProgram } from './run-program.ts'
import { type SecretFile, writeSecretFile } from './secret-file.ts'
import { forwardArguments, hostKeyArguments } from './ssh-arguments.ts'
import { describeHostKey, fingerprint, knownHostsLine, readKnownHosts, trustedKey } from './ssh-host-key.ts'
import { forwardedPort, grantedUrl, isDebugLine } from './ssh-output.ts'
import { type OpenRequest, type OpenTunnel, type TunnelKind, TunnelRefused } from './tunnel.ts'

type SshSettings = TunnelSettings['ssh']

const run = promisify(execFile)
const VERSION_MS = 5_000
/** A server that hands out URLs prints one soon after it leads the port here. */
const URL_MS = 10_000

/**
 * Tunnels through any SSH server that forwards a port back, by the system's ssh. Its key is checked against the one that
 * the user looked at: whoever else answers could read and answer every webhook.
 */
export const ssh: TunnelKind<'ssh'> = createSsh()

export function createSsh({ urlMs = URL_MS } = {}): TunnelKind<'ssh'> {
  return {
    id: 'ssh',
    probe: 'echo',
    door: () => 'own',
    available: findSsh,
    async open(request) {
      const found = await findSsh()
      if (found.kind === 'missing') throw new TunnelRefused(found.reason, found.advice)
      const { settings, signal } = request
      if (settings.publicUrl !== null) refuseCredentials(settings.publicUrl, 'public URL')
      const trusted = trustedKey(settings.hostKey)
      if (trusted === null) throw await untrusted(settings, null, signal)
      return forward(request, trusted, found.version, urlMs)
    },
  }
}

function forward(
  { port, settings, signal }: OpenRequest<'ssh'>,
  trusted: string,
  version: string | null,
  urlMs: number,
): Promise<OpenTunnel> {
  const knownHosts = writeSecretFile('known_hosts', knownHostsLine(trusted))
  const args = orRemove(knownHosts, () => forwardArguments(settings, port, knownHosts.path))
  const watch = new ForwardWatch(
    settings,
    [
      { label: 'SSH', value: version ?? 'unknown' },
      { label: 'Host key', value: fingerprint(trusted) },
    ],
    urlMs,
  )
  return openByProgram({
    program: sshProgram(),
    args,
    environment: sshEnvironment(),
    signal,
    onLine: (line, news) => watch.read(line, news),
    explainEnd: (end) => explainEnd(end, settings, trusted, signal),
    cleanUp: () => {
      watch.stop()
      knownHosts.remove()
    },
  })
}

function orRemove<Value>(file: SecretFile, make: () => Value): Value {
  try {
    return make()
  } catch (error) {
    file.remove()
    throw error
  }
}

/** Follows what ssh and the server print, and tells when the server's port leads here and under which URL. */
class ForwardWatch {
  readonly #settings: SshSettings
  readonly #facts: ReadonlyArray<TunnelFact>
  readonly #urlMs: number
  #url: string | null = null
  #noUrl: NodeJS.Timeout | undefined

  constructor(settings: SshSettings, facts: ReadonlyArray<TunnelFact>, urlMs: number) {
    this.#settings = settings
    this.#facts = facts
    this.#urlMs = urlMs
  }

  read(line: string, news: ProgramNews): void {
    const port = forwardedPort(line)
    if (port !== null) this.#forwarded(port, news)
    else if (this.#settings.publicUrl === null) this.#printed(grantedUrl(line), news)
  }

  stop(): void {
    clearTimeout(this.#noUrl)
  }

  #forwarded(port: number, news: ProgramNews): void {
    const { publicUrl, host } = this.#settings
    if (publicUrl !== null) {
      const facts = [...this.#facts, { label: 'Remote port', value: String(port) }]
      news.open({ url: publicUrl, wantedUrl: publicUrl, facts })
      return
    }
    if (this.#url !== null) return
    clearTimeout(this.#noUrl)
    this.#noUrl = setTimeout(() => {
      const reason = `${host} leads its port ${port} here, and does not say under which URL.`
      news.fail(new TunnelRefused(reason, 'Enter the public URL that leads to that port in Settings.'))
    }, this.#urlMs)
  }

  #printed(url: string | null, news: ProgramNews): void {
    if (url === null || url === this.#url) return
    const { remoteHost, host } = this.#settings
    if (this.#url !== null) {
      news.fail(new AppError('unavailable', `${host} gave the tunnel another URL.`))
      return
    }
    clearTimeout(this.#noUrl)
    this.#url = url
    // A name without a dot is below a domain that only the server knows.
    const wantedUrl = remoteHost?.includes('.') ? `https://${remoteHost}` : null
    news.open({ url, wantedUrl, facts: this.#facts })
  }
}

async function explainEnd(
  end: ProgramEnd,
  settings: SshSettings,
  trusted: string,
  signal: AbortSignal,
): Promise<AppError> {
  const lines = end.lines.filter((line) => !isDebugLine(line))
  if (lines.some((line) => line.includes('Host key verification failed'))) {
    return untrusted(settings, trusted, signal)
  }
  return connectionError(lines, settings)
}

/** Why there is no tunnel before the user has looked at the server's key, with the key to look at. */
async function untrusted(settings: SshSettings, trusted: string | null, signal: AbortSignal): Promise<AppError> {
  const key = await fetchHostKey(settings, signal)
  if (key instanceof AppError) return key
  const hostKey = describeHostKey(key, trusted)
  if (trusted === null) {
    return new TunnelRefused(
      `The key of ${settings.host} is not known yet: ${hostKey.fingerprint}.`,
      'Compare it with what the server’s operator says, and trust it if it is the same.',
      { hostKey },
    )
  }
  if (key === trusted) return new AppError('unavailable', `${settings.host} showed another key for a moment.`)
  return new TunnelRefused(
    `The key of ${settings.host} has changed: ${hostKey.fingerprint}, trusted was ${hostKey.trusted}. Somebody else may be answering in its place.`,
    'Trust the new key only if the server’s operator says that it was changed.',
    { hostKey },
  )
}

/** The server's key as it is now. It proves nothing by itself: the user has to look at it. */
async function fetchHostKey(settings: SshSettings, signal: AbortSignal): Promise<string | AppError> {
  signal.throwIfAborted()
  const knownHosts = writeSecretFile('known_hosts', '')
  try {
    const program = runProgram({
      program: sshProgram(),
      args: hostKeyArguments(settings, knownHosts.path),
      environment: sshEnvironment(),
      // Some servers let in whoever comes, and would go on with a session.
      onLine: (line) => {
        if (line.includes('Permanently added')) void program.end()
      },
    })
    const abort = (): void => void program.end()
    signal.addEventListener('abort', abort, { once: true })
    const { lines } = await program.ended
    signal.removeEventListener('abort', abort)
    signal.throwIfAborted()
    return readKnownHosts(knownHosts.path) ?? connectionError(lines, settings)
  } finally {
    knownHosts.remove()
  }
}

function connectionError(lines: ReadonlyArray<string>, { host, user, port }: SshSettings): AppError {
  const text = lines.join('\n')
  const denied = /Permission denied(?: \([^)]*\))?/.exec(text)
  if (denied !== null) {
    return new TunnelRefused(
      `${host} does not let ${user === null ? 'this user' : `the user ${user}`} in: ${denied[0]}.`,
      'Add your public key on the server, or name your private key file in Settings. A key with a passphrase has to be in the SSH agent.',
    )
  }
  const taken = /remote port forwarding failed for listen (?:port |path )?(\S+)/.exec(text)?.[1]
  if (taken !== undefined) {
    return new AppError(
      'unavailable',
      `${host} does not lead its port ${taken} here: something else has it, or the server forbids forwarding.`,
    )
  }
  if (text.includes('Could not resolve hostname')) {
    return new AppError('unavailable', `There is no address for ${host}. Check the name and the network.`)
  }
  const unreachable = /connect to host .*: (.+)/.exec(text)?.[1]
  if (unreachable !== undefined) {
    return new AppError('unavailable', `${host} cannot be reached on port ${port} (${unreachable}).`)
  }
  const said = lastComplaint(lines)
  return new AppError('unavailable', `The connection to ${host} ended${said === null ? '.' : `: ${said}`}`)
}

async function findSsh(): Promise<TunnelAvailability> {
  try {
    const { stderr } = await run(sshProgram(), ['-V'], {
      env: sshEnvironment(),
      timeout: VERSION_MS,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024,
    })
    return { kind: 'ready', version: stderr.trim().split(',')[0] ?? null }
  } catch (error) {
    return {
      kind: 'missing',
      reason: `The ssh program cannot be run (${(error as NodeJS.ErrnoException).code ?? 'no answer'}).`,
      advice:
        process.platform === 'win32'
          ? 'Add "OpenSSH Client" under Settings, Optional features.'
          : 'Install the package openssh-client.',
    }
  }
}

/** Without a display or a helper to ask for passwords on: nobody may be sitting there. */
function sshEnvironment(): NodeJS.ProcessEnv {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = programEnvironment('SSH_ASKPASS')
  return { ...environment, SSH_ASKPASS_REQUIRE: 'never' }
}

function sshProgram(): string {
  return findProgram('ssh') ?? 'ssh'
}
