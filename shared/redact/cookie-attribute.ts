const FLAG = /^(?:secure|httponly|partitioned)$/i
/** What each may be: a cookie may be called `path`, too. */
const VALUED: ReadonlyMap<string, RegExp> = new Map([
  ['path', /^"?\/[\w./%~-]*"?$/],
  ['domain', /^\.?[\w.-]+$/],
  ['expires', /^[\w, :+-]{1,40}$/],
  ['max-age', /^-?\d+$/],
  ['samesite', /^(?:lax|strict|none)$/i],
  ['priority', /^(?:low|medium|high)$/i],
])

/** Whether a part of a `Set-Cookie` is an attribute of the cookie in front of it. `value`: null, it has none. */
export function isCookieAttribute(name: string, value: string | null): boolean {
  if (value === null) return FLAG.test(name)
  return VALUED.get(name.toLowerCase())?.test(value) ?? false
}
