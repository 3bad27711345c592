import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { TunnelAvailability } from '../../../shared/tunnel/tunnel-state.ts'
import { findProgram, isProgram } from './find-program.ts'
import { programEnvironment } from './run-program.ts'

const run = promisify(execFile)
const VERSION_MS = 5_000

/** Where cloudflared is: as set, else as found; null if it cannot be run. */
export function cloudflaredProgram(binary: string | null): string | null {
  if (binary === null) return findProgram('cloudflared')
  return isProgram(binary) ? binary : null
}

/** `TUNNEL_…` variables are options of cloudflared: what the user set for another tunnel must not steer this one. */
export function cloudflaredEnvironment(): NodeJS.ProcessEnv {
  return programEnvironment('TUNNEL_')
}

export async function findCloudflared(binary: string | null): Promise<TunnelAvailability> {
  const program = cloudflaredProgram(binary)
  if (program === null) return missing(binary)
  try {
    const { stdout } = await run(program, ['--version'], {
      env: cloudflaredEnvironment(),
      timeout: VERSION_MS,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024,
    })
    const version = /\bcloudflared version (\S+)/.exec(stdout)?.[1]
    if (version !== undefined) return { kind: 'ready', version }
    return broken(`${program} does not say that it is cloudflared.`)
  } catch (error) {
    return broken(`${program} cannot be run (${(error as NodeJS.ErrnoException).code ?? 'no answer'}).`)
  }
}

function missing(binary: string | null): TunnelAvailability {
  const reason =
    binary === null ? 'The cloudflared program is not installed.' : `There is no program at ${binary} that can be run.`
  return { kind: 'missing', reason, advice: binary === null ? howToInstall() : 'Correct its path in Settings.' }
}

function broken(reason: string): TunnelAvailability {
  return { kind: 'missing', reason, advice: 'Install cloudflared again, or name another path in Settings.' }
}

function howToInstall(): string {
  const or = 'or name its path in Settings.'
  switch (process.platform) {
    case 'darwin':
      return `Install it with "brew install cloudflared", ${or}`
    case 'win32':
      return `Install it with "winget install Cloudflare.cloudflared", ${or}`
    default:
      return `Install it from https://pkg.cloudflare.com or github.com/cloudflare/cloudflared/releases, ${or}`
  }
}
