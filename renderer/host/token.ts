const KEY = 'hookbench.token'

/**
 * The token of this start of the engine: from the URL's fragment, which no server sees, then kept for the life of the
 * tab and removed from the URL, so that it is in no history, bookmark or screenshot.
 */
export function takeToken(): string | null {
  const fromUrl = new URLSearchParams(location.hash.slice(1)).get('token')
  if (fromUrl) {
    history.replaceState(history.state, '', location.pathname + location.search)
    sessionStorage.setItem(KEY, fromUrl)
    return fromUrl
  }
  return sessionStorage.getItem(KEY)
}
