import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'
import { type ControlFile, readControlFile } from '../../electron/transport/http/control-file.ts'
import type { CallInput, CallOutput, Channel } from '../../shared/contract/contract.ts'
import type { Reply } from '../../shared/contract/errors.ts'
import type { EngineEvent } from '../../shared/contract/events.ts'

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url))

/** What preload gives the page. */
interface Bridge {
  call(channel: string, input: unknown): Promise<Reply<unknown>>
  onEvent(listener: (event: EngineEvent) => void): () => void
  onConnection(listener: (up: boolean) => void): () => void
}

declare global {
  interface Window {
    readonly hookbench: Bridge
  }
}

/** The desktop app with a data folder of its own. */
export interface DesktopApp {
  readonly electron: ElectronApplication
  readonly page: Page
  readonly dataFolder: string
  readonly receiverUrl: string
  control(): Promise<ControlFile>
  /** A call as the page makes it. */
  call<C extends Channel>(channel: C, input: CallInput<C>): Promise<CallOutput<C>>
}

export const test = base.extend<{ dataFolder: string; app: DesktopApp }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
  dataFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'desktop-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  app: async ({ dataFolder }, use) => {
    const app = await openDesktopApp(dataFolder)
    await use(app)
    await app.electron.close()
  },
})

export interface LaunchOptions {
  /** As Electron itself does it, or late, as some repackaged runtimes do. */
  readonly loadedBeforeReady?: boolean
}

export async function openDesktopApp(dataFolder: string, options: LaunchOptions = {}): Promise<DesktopApp> {
  const { loadedBeforeReady = true } = options
  const electron = await _electron.launch({
    executablePath: electronExecutable(),
    args: [
      ...(loadedBeforeReady ? ['-r', join(projectFolder, 'e2e/desktop/load-before-ready.cjs')] : []),
      ...appArguments(dataFolder),
    ],
    env: environment(),
  })
  try {
    const page = await electron.firstWindow()
    await expect
      .poll(() => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
      .toBe(true)
    const control = await controlOf(dataFolder)
    return {
      electron,
      page,
      dataFolder,
      receiverUrl: `http://127.0.0.1:${control.receiver.port}`,
      control: () => controlOf(dataFolder),
      call: async (channel, input) => {
        const reply = await page.evaluate(([name, given]) => window.hookbench.call(name, given), [
          channel,
          input,
        ] as const)
        if (!reply.ok) throw new Error(`${channel}: ${reply.error.message}`)
        return reply.value as CallOutput<typeof channel>
      },
    }
  } catch (error) {
    await electron.close()
    throw error
  }
}

export interface StartedProcess {
  readonly process: ChildProcess
  output(): string
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>
}

/** Starts the app as a person does, without Playwright in it. */
export function spawnDesktopApp(dataFolder: string, args: readonly string[] = []): StartedProcess {
  return startProcess(electronExecutable(), [...appArguments(dataFolder), ...args])
}

/** Starts the headless command with the same Node that runs the tests. */
export function spawnServe(dataFolder: string): StartedProcess {
  const cli = join(projectFolder, 'dist/electron/cli.js')
  const args = ['serve', '--data', dataFolder, '--port', '0', '--ui-port', '0', '--json', '--no-open']
  return startProcess(process.execPath, [cli, ...args])
}

export async function postWebhook(url: string, body: string, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
  expect(response.status).toBe(200)
  await response.arrayBuffer()
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false // No such process is the only reason, since it is our own user's.
  }
}

/** The runtime's executable: the override's, or what the `electron` package has installed. */
function electronExecutable(): string {
  return createRequire(import.meta.url)('electron') as string
}

function appArguments(dataFolder: string): string[] {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  return [...(asRoot ? ['--no-sandbox'] : []), projectFolder, '--data', dataFolder]
}

function environment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const { HOOKBENCH_DATA: _, ...rest } = Object.fromEntries(entries)
  return rest
}

function startProcess(command: string, args: string[]): StartedProcess {
  const child = spawn(command, args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return { process: child, output: () => output, ended }
}

async function controlOf(dataFolder: string): Promise<ControlFile> {
  const control = await readControlFile(dataFolder)
  if (control === null)
    throw new Error(`${await readFile(join(dataFolder, 'control.json'), 'utf8')} is no control file`)
  return control
}
