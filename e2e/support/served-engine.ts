import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const COMMAND = fileURLToPath(new URL('../../dist/electron/cli.js', import.meta.url))
const PATIENCE_MS = 10_000

export interface ServeOptions {
  /** Left out: any free one. */
  readonly port?: number
  readonly uiPort?: number
}

/** The built `hookbench serve` in a process of its own. */
export interface ServedEngine {
  /** `http://127.0.0.1:PORT`, where webhooks go. */
  readonly receiver: string
  /** What is opened in a browser, with the token. */
  readonly ui: string
  /** The same without the token. */
  readonly origin: string
  readonly token: string
  readonly dataFolder: string
  /** As a person ends it; resolves to the exit code. */
  stop(): Promise<number | null>
  /** As a crash ends it. */
  kill(): Promise<void>
}

export async function serve(dataFolder: string, { port = 0, uiPort = 0 }: ServeOptions = {}): Promise<ServedEngine> {
  const args = ['serve', '--json', '--no-open', '--port', `${port}`, '--ui-port', `${uiPort}`, '--data', dataFolder]
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const { receiver, ui } = await readyLine(child)
  const { origin, hash } = new URL(ui)
  const exited = (): boolean => child.exitCode !== null || child.signalCode !== null
  return {
    receiver,
    ui,
    origin,
    token: new URLSearchParams(hash.slice(1)).get('token') ?? '',
    dataFolder,
    async stop() {
      if (exited()) return child.exitCode
      const exit = once(child, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) })
      child.kill('SIGTERM')
      try {
        await exit
      } catch (error) {
        child.kill('SIGKILL')
        throw new Error('The engine did not end within 10 s of SIGTERM', { cause: error })
      }
      return child.exitCode
    },
    async kill() {
      if (exited()) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}

async function readyLine(child: ChildProcess): Promise<{ receiver: string; ui: string }> {
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('The engine was started without its output')
  let complaint = ''
  stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const lines = createInterface({ input: stdout })
  const first = new Promise<string>((resolve, reject) => {
    lines.once('line', resolve)
    child.once('exit', (code) => reject(new Error(`hookbench serve ended with ${code}: ${complaint}`)))
  })
  // What comes later is read all the same, so that the pipe never fills.
  return JSON.parse(await first)
}
