import { isIPv6 } from 'node:net'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import { TunnelRefused } from './tunnel.ts'

type SshSettings = TunnelSettings['ssh']

/** The name that keys are kept under, whatever the server is called. */
export const HOST_KEY_ALIAS = 'hookbench'

/** ssh gives up when the server has said nothing for as many times this. */
const ALIVE_SECONDS = 15
const ALIVE_COUNT = 3
const CONNECT_SECONDS = 15

/** Connects, leads the server's port here, and holds both until it is ended. */
export function forwardArguments(settings: SshSettings, port: number, knownHosts: string): string[] {
  return [
    // Only so does ssh say when a forwarding stands.
    '-v',
    ...common(settings, knownHosts, 'yes'),
    '-o',
    'ExitOnForwardFailure=yes',
    // Servers that hand out a URL print it into a session; others may not allow one.
    ...(settings.publicUrl === null ? [] : ['-N']),
    '-R',
    `${remoteAddress(settings)}${settings.remotePort}:127.0.0.1:${port}`,
    ...destination(settings),
  ]
}

/** Connects as far as the server's key, which is put into `knownHosts`. */
export function hostKeyArguments(settings: SshSettings, knownHosts: string): string[] {
  return [
    ...common(settings, knownHosts, 'accept-new'),
    '-o',
    'PreferredAuthentications=none',
    '-o',
    'ClearAllForwardings=yes',
    '-N',
    ...destination(settings),
  ]
}

function common(settings: SshSettings, knownHosts: string, checking: 'yes' | 'accept-new'): string[] {
  const file = quoted(knownHosts)
  const options = {
    // BatchMode would refuse servers that let in whoever comes and only pretend to ask, as serveo does. What they really
    // ask has no terminal and no window to be asked on; on Windows it might.
    BatchMode: process.platform === 'win32' ? 'yes' : 'no',
    PasswordAuthentication: 'no',
    NumberOfPasswordPrompts: 1,
    StrictHostKeyChecking: checking,
    UserKnownHostsFile: file,
    GlobalKnownHostsFile: file,
    HostKeyAlias: HOST_KEY_ALIAS,
    HashKnownHosts: 'no',
    UpdateHostKeys: 'no',
    VerifyHostKeyDNS: 'no',
    CheckHostIP: 'no',
    ConnectTimeout: CONNECT_SECONDS,
    ServerAliveInterval: ALIVE_SECONDS,
    ServerAliveCountMax: ALIVE_COUNT,
    // The user's configuration may name a jump host or a key, which is wanted; it must not share a connection that
    // outlives us, run commands, or hand the agent to the server.
    ControlMaster: 'no',
    ControlPath: 'none',
    RemoteCommand: 'none',
    PermitLocalCommand: 'no',
    ForwardAgent: 'no',
    ForwardX11: 'no',
  }
  const { port, user, identityFile } = settings
  return [
    '-T',
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    '-p',
    String(port),
    ...(user === null ? [] : ['-l', checked(user, /^\w[\w.+@-]*$/, 'user')]),
    ...(identityFile === null ? [] : ['-i', identityFile, '-o', 'IdentitiesOnly=yes']),
  ]
}

/** Behind `--`, and of a form that ssh can take for nothing but a host: no `ssh://…`, no `user@host`, no option. */
function destination({ host }: SshSettings): string[] {
  return ['--', isIPv6(host) ? host : checked(host, /^\w[\w.-]*$/, 'SSH server')]
}

/** What the server is asked to listen on: a name for those that hand out names, an address for others. */
function remoteAddress({ remoteHost }: SshSettings): string {
  if (remoteHost === null) return ''
  return isIPv6(remoteHost) ? `[${remoteHost}]:` : `${checked(remoteHost, /^(?:\w[\w.-]*|\*)$/, 'remote name')}:`
}

function checked(word: string, form: RegExp, what: string): string {
  if (form.test(word)) return word
  throw new TunnelRefused(`"${word}" cannot be the ${what} of an SSH tunnel.`, 'Correct it in Settings.')
}

/** As a value in ssh's configuration, where spaces separate, `%` begins a token and a backslash escapes. */
function quoted(file: string): string {
  return `"${file.replaceAll('\\', '/').replaceAll('%', '%%')}"`
}
