import { protocol } from 'electron'

/**
 * The origin of the screen on the desktop. `app://` is one of its own, with storage, `fetch` and streams like
 * `https://`, but must be registered before Electron is ready. A runtime that loads the app only after that gets a
 * name under `.invalid`, which no network knows (RFC 2606), and `https://` answered by the shell in its place.
 */
export const SCREEN_ORIGIN = registerAppScheme() ? 'app://hookbench' : 'https://hookbench.invalid'
export const SCREEN_SCHEME = SCREEN_ORIGIN.slice(0, SCREEN_ORIGIN.indexOf(':'))
export const SCREEN_URL = `${SCREEN_ORIGIN}/index.html`

/** Compared as text: the origin of a scheme of one's own is `null` to Node's URL. */
export function isScreenUrl(url: string): boolean {
  return url === SCREEN_ORIGIN || url.startsWith(`${SCREEN_ORIGIN}/`)
}

function registerAppScheme(): boolean {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true }
  try {
    protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }])
    return true
  } catch {
    return false // Its only reason to throw is that Electron is ready already.
  }
}
