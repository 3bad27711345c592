import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { findProgram, isProgram } from '../../electron/engine/tunnel/find-program.ts'

/** Where Debian and others put it; it is on no ordinary user's PATH. */
const SSHD = findProgram('sshd') ?? ['/usr/sbin/sshd', '/usr/lib/ssh/sshd'].find(isProgram)

export const hasSshServer = SSHD !== undefined && findProgram('ssh') !== null && findProgram('ssh-keygen') !== null

/** A real sshd on loopback, that lets in the one key that it made. */
export interface SshServer {
  readonly port: number
  readonly user: string
  readonly identityFile: string
  /** Of its own key, as `ssh-keygen -l` says it. */
  readonly fingerprint: string
  stop(): Promise<void>
}

export async function startSshServer(): Promise<SshServer> {
  if (SSHD === undefined) throw new Error('There is no sshd here: install openssh-server')
  const folder = await mkdtemp(join(tmpdir(), 'sshd-'))
  const file = (name: string): string => join(folder, name)
  for (const name of ['host', 'id']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file(name)])
  }
  await copyFile(file('id.pub'), file('authorized_keys'))
  const port = await freePort()
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${file('host')}`,
    `AuthorizedKeysFile ${file('authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'ForceCommand exit 1',
  ]
  await writeFile(file('config'), `${lines.join('\n')}\n`)
  // As root it wants a folder that the system's own service makes.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  const server = spawn(SSHD, ['-D', '-e', '-f', file('config')], { stdio: 'ignore', detached: true })
  await accepting(server, port)
  return {
    port,
    user: userInfo().username,
    identityFile: file('id'),
    fingerprint:
      /SHA256:\S+/.exec(execFileSync('ssh-keygen', ['-lf', file('host.pub')], { encoding: 'utf8' }))?.[0] ?? '',
    async stop() {
      const ended = once(server, 'exit')
      // Its sessions are processes of their own, in the same group.
      if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A port that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function accepting(server: ChildProcess, port: number): Promise<void> {
  while (server.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    await setTimeout(20)
  }
  throw new Error(`sshd ended with ${server.exitCode}`)
}
