/**
 * The beginning of a text that a pattern fits, or null. `*` stands for letters and digits: `signkey-*-` fits `signkey-prod-`
 * of `signkey-prod-abc`.
 */
export function matchedPrefix(text: string, pattern: string): string | null {
  const star = pattern.indexOf('*')
  if (star === -1) return text.startsWith(pattern) ? pattern : null
  const before = pattern.slice(0, star)
  if (!text.startsWith(before)) return null
  const word = /^[A-Za-z0-9]*/.exec(text.slice(before.length))?.[0] ?? ''
  const prefix = before + word + pattern.slice(star + 1)
  return text.startsWith(prefix) ? prefix : null
}
