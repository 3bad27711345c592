import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export interface DataFolderHints {
  /** What the command line asked for (`--data`); wins over the environment. */
  readonly asked?: string | undefined
  readonly env?: NodeJS.ProcessEnv
  readonly platform?: NodeJS.Platform
  readonly home?: string
}

/**
 * Where captures live: `--data`, else `HOOKBENCH_DATA`, else the platform's usual place. The app and the command line
 * must agree on this, or the command would not find the running engine.
 */
export function dataFolder(hints: DataFolderHints = {}): string {
  const env = hints.env ?? process.env
  const asked = hints.asked || env.HOOKBENCH_DATA
  return asked ? resolve(asked) : defaultDataFolder(hints)
}

export function defaultDataFolder(hints: DataFolderHints = {}): string {
  const { env = process.env, platform = process.platform, home = homedir() } = hints
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Hookbench')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Hookbench')
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'hookbench')
}
