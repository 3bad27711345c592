const KEY = 'hookbench.token'

/**
 * The token of this start of the engine: from the URL's fragment, which no server sees, then kept for the life of the
 * tab and removed from the URL, so that it is in no history, bookmark or screenshot.
 */
export function takeToken(): string | null {
  const fromUrl = tokenInUrl()
  if (fromUrl) {
    history.replaceState(history.state, '', location.pathname + location.search)
    sessionStorage.setItem(KEY, fromUrl)
    return fromUrl
  }
  return sessionStorage.getItem(KEY)
}

/** A newer link opened in this tab changes no more than the fragment, which would load nothing by itself. */
export function followNewerToken(): void {
  window.addEventListener('hashchange', () => {
    if (tokenInUrl()) location.reload()
  })
}

function tokenInUrl(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get('token')
}
