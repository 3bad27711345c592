import type { Span } from './span.ts'

const LONGEST_LOCAL = 64
/** Of the local part, but for what is more likely to stand before an address. `=` as in `bounce+user=example.com@…`. */
const LOCAL = /[\w.'+=\x80-\xff-]/
/** All that RFC 5322 allows there, for a text that is nothing but an address. */
const ALONE = /^(?![/?])[\w.!#$%&'*+/=?^`{|}~\x80-\xff-]{1,64}$/
const DOMAIN =
  /^(?:[A-Za-z0-9\x80-\xff][A-Za-z0-9\x80-\xff-]{0,62}\.){1,126}[A-Za-z\x80-\xff][A-Za-z0-9\x80-\xff-]{1,62}/
const LONGEST_DOMAIN = 255

/**
 * E-mail addresses in a text (latin1). Begins at each `@`, since a pattern that begins with the local part would take
 * quadratic time for a long text without any.
 */
export function findEmails(text: string): Span[] {
  const found: Span[] = []
  for (const sign of ['@', '%40']) {
    for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1)) {
      const from = at + sign.length
      const domain = DOMAIN.exec(text.slice(from, from + LONGEST_DOMAIN))?.[0].replace(/-+$/, '')
      if (domain === undefined) continue
      const end = from + domain.length
      const isAlone = end === text.length && at <= LONGEST_LOCAL && ALONE.test(text.slice(0, at))
      const start = isAlone ? 0 : startOfLocal(text, at)
      if (start === at) continue
      if (!isAddress(text, start, at, domain, end)) continue
      found.push({ start, end, kind: 'email' })
    }
  }
  return found
}

function startOfLocal(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < LONGEST_LOCAL && LOCAL.test(text[start - 1] as string)) start--
  const local = text.slice(start, at)
  const equals = local.lastIndexOf('=')
  if (equals !== -1 && !local.slice(0, equals).includes('+')) start += equals + 1
  // A dot, dash or quote before it is the end of what stood before.
  while (start < at && /['.-]/.test(text[start] as string)) start++
  return start
}

function isAddress(text: string, start: number, at: number, domain: string, end: number): boolean {
  // git@github.com:owner/repository, and pictures for screens of twice the density: image@2x.png.
  if (text.slice(start, at) === 'git' && /[:/]/.test(text[end] ?? '')) return false
  // A user in front of a host is no mailbox, and goes as such.
  if (/:\/\/[^\s/?#"'<>]*$/.test(text.slice(Math.max(0, start - 200), start))) return false
  return !/^\dx\.(?:png|jpe?g|gif|webp|svg|avif)$/i.test(domain)
}
