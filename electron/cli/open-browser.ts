import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A browser that starts cold on a slow machine has read the file by then. */
const KEPT_MS = 60_000

/** Without a display `xdg-open` would open a text browser in the terminal; a browser that runs as root is wise nowhere. */
export function canOpenBrowser(env: NodeJS.ProcessEnv): boolean {
  if (process.getuid?.() === 0) return false
  if (process.platform === 'win32' || process.platform === 'darwin') return true
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/**
 * Shows the screen in the user's browser. Its URL carries the token, and every user of a machine can read what programs
 * are started with, so the browser is given a file that leads there and that only this user may read. It is removed
 * soon, or by the function that is returned.
 */
export function openBrowser(url: string, dataFolder: string, [command, ...args] = OPENER): () => void {
  const file = join(dataFolder, 'open-screen.html')
  const remove = (): void => rmSync(file, { force: true })
  // What a killed one left may have other permissions.
  remove()
  writeFileSync(file, redirectTo(url), { mode: 0o600 })
  setTimeout(remove, KEPT_MS).unref()
  const child = spawn(command, [...args, file], { detached: true, stdio: 'ignore' })
  // The URL is printed anyway, so a machine without an opener misses nothing.
  child.on('error', () => {})
  child.unref()
  return remove
}

type Opener = readonly [command: string, ...args: string[]]

const OPENER: Opener =
  process.platform === 'darwin'
    ? ['open']
    : process.platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler']
      : ['xdg-open']

function redirectTo(url: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Hookbench</title>
<a href="${url}">Open Hookbench</a>
`
}
