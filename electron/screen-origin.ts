/** The scheme and host that the screen has on the desktop. */
export const SCREEN_SCHEME = 'app'
export const SCREEN_ORIGIN = 'app://hookbench'
export const SCREEN_URL = `${SCREEN_ORIGIN}/index.html`

/** Compared as text: the origin of a scheme of one's own is `null` to Node's URL. */
export function isScreenUrl(url: string): boolean {
  return url === SCREEN_ORIGIN || url.startsWith(`${SCREEN_ORIGIN}/`)
}
