import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { findProgram, isProgram } from '../find-program.ts'

/** Where Debian and others put it; it is on no ordinary user's PATH. */
const SSHD = findProgram('sshd') ?? ['/usr/sbin/sshd', '/usr/lib/ssh/sshd'].find(isProgram) ?? null

/** Why a real SSH server cannot be started here; null if it can. */
export const noSshServer: string | null =
  SSHD === null ? 'sshd is missing: install openssh-server' : findProgram('ssh') === null ? 'ssh is missing' : null

/** A real sshd on loopback with keys of its own, that lets in the one key that it made. */
export interface SshServer {
  readonly port: number
  readonly user: string
  /** The private key that it lets in, and one that it does not. */
  readonly identityFile: string
  readonly strangerFile: string
  /** Its own key, as in known_hosts. */
  hostKey(): string
  /** Ends it and every connection. */
  kill(): Promise<void>
  /** Starts it again on the same port. */
  start(): Promise<void>
  /** Has another key from its next start on. */
  changeHostKey(): void
}

export interface SshServerOptions {
  /** What it prints into a session, as a hosted one does; without, it lets nobody have one. */
  readonly prints?: string
  readonly configuration?: string
}

/** Gone when the test ends. */
export async function startSshServer({ prints, configuration = '' }: SshServerOptions = {}): Promise<SshServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hookbench-sshd-'))
  const file = (name: string): string => path.join(folder, name)
  const makeKey = (name: string): void => {
    fs.rmSync(file(name), { force: true })
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file(name)])
  }
  for (const name of ['host', 'id', 'stranger']) makeKey(name)
  const port = await freePort()
  const output = prints === undefined ? 'exit 1' : `cat '${file('banner')}'; exec cat > /dev/null`
  fs.writeFileSync(file('banner'), `${prints ?? ''}\n`)
  fs.copyFileSync(file('id.pub'), file('authorized_keys'))
  fs.writeFileSync(
    file('config'),
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${file('host')}
AuthorizedKeysFile ${file('authorized_keys')}
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
ForceCommand ${output}
${configuration}
`,
  )
  // As root it wants a folder that the system's own service makes.
  if (process.getuid?.() === 0) fs.mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })

  let server: ChildProcess | null = null
  const kill = async (): Promise<void> => {
    const ending = server
    server = null
    if (ending === null || ending.pid === undefined) return
    const ended = new Promise((resolve) => ending.once('close', resolve))
    for (const pid of [ending.pid, ...descendants(ending.pid)]) killIfThere(pid)
    await ended
  }
  const start = async (): Promise<void> => {
    server = spawn(SSHD as string, ['-D', '-e', '-f', file('config')], { stdio: 'ignore' })
    await reachable(port)
  }
  onTestFinished(async () => {
    await kill()
    fs.rmSync(folder, { recursive: true, force: true })
  })
  await start()
  return {
    port,
    user: os.userInfo().username,
    identityFile: file('id'),
    strangerFile: file('stranger'),
    hostKey: () => fs.readFileSync(file('host.pub'), 'utf8').trim().split(' ').slice(0, 2).join(' '),
    kill,
    start,
    changeHostKey: () => makeKey('host'),
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function reachable(port: number): Promise<void> {
  for (;;) {
    const connected = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (connected) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Each connection has processes of its own, which outlive the server. */
function descendants(pid: number): number[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number])
  const below = (parent: number): number[] =>
    all.filter((each) => each[1] === parent).flatMap((each) => [each[0], ...below(each[0])])
  return below(pid)
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself, as the processes of a connection do when another of them ends.
  }
}
