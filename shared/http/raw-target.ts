/**
 * What follows scheme and host in a request target, spelled as it is: of `http://h/a?b`, `/a?b`; of `http://h?b`, `?b`.
 * `*` and authority forms stay as they are.
 */
export function originForm(target: string): string {
  return target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
}

/** The origin and target of a URL, without changing their spelling. */
export function originAndTarget(url: string): { origin: string; target: string } {
  const match = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(.*)$/is.exec(url)
  const [, origin = url, target = ''] = match ?? []
  return { origin, target: target.startsWith('/') ? target : `/${target}` }
}

/** The first path segment of a request target, exactly as it is spelled; null if there is none. */
export function firstSegment(target: string): string | null {
  const path = target.startsWith('/') ? target : originForm(target)
  if (!path.startsWith('/')) return null
  const segment = /^\/([^/?#]*)/.exec(path)?.[1]
  return segment === undefined || segment === '' ? null : segment
}
