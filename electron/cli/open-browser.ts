import { spawn } from 'node:child_process'

/**
 * Shows the screen in the user's browser, if there is one to show it in. Without a display `xdg-open` would open a text
 * browser in the terminal; a browser that runs as root is refused by most systems and wise on none.
 */
export function openBrowser(url: string, env: NodeJS.ProcessEnv): void {
  if (process.getuid?.() === 0 || !hasDisplay(env)) return
  const [command, ...args] = opener(url)
  const child = spawn(command, args, { detached: true, stdio: 'ignore' })
  // The URL is printed anyway, so a machine without an opener misses nothing.
  child.on('error', () => {})
  child.unref()
}

function hasDisplay(env: NodeJS.ProcessEnv): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

function opener(url: string): [command: string, ...args: string[]] {
  if (process.platform === 'darwin') return ['open', url]
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  return ['xdg-open', url]
}
