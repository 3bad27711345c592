/** What follows scheme and host in a request target: of `http://h/a?b`, `/a?b`. `*` and authority forms stay as they are. */
export function originForm(target: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(target)
  if (scheme === null) return target
  const rest = target.slice(scheme[0].length)
  const start = rest.search(/[/?#]/)
  if (start === -1) return '/'
  return rest[start] === '/' ? rest.slice(start) : `/${rest.slice(start)}`
}

/** The first path segment of a request target, exactly as it is spelled; null if there is none. */
export function firstSegment(target: string): string | null {
  const path = target.startsWith('/') ? target : originForm(target)
  if (!path.startsWith('/')) return null
  const segment = /^\/([^/?#]*)/.exec(path)?.[1]
  return segment === undefined || segment === '' ? null : segment
}
