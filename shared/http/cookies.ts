import { headerText } from './header-text.ts'

export interface Cookie {
  readonly name: string
  readonly value: string
}

export interface SetCookie extends Cookie {
  /** `Path=/`, `Secure`, … in order; null where there is no `=`. */
  readonly attributes: ReadonlyArray<readonly [name: string, value: string | null]>
}

/** The cookies of a `Cookie` header, in order, duplicates too. */
export function parseCookies(value: string): Cookie[] {
  return splitPairs(value).map(([name, text]) => (text === null ? { name: '', value: name } : { name, value: text }))
}

/** One `Set-Cookie` header. */
export function parseSetCookie(value: string): SetCookie {
  const [first = ['', null], ...attributes] = splitPairs(value)
  const [name, text] = first
  return { ...(text === null ? { name: '', value: name } : { name, value: text }), attributes }
}

function splitPairs(value: string): Array<readonly [string, string | null]> {
  return headerText(value)
    .split(';')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece) => {
      const equals = piece.indexOf('=')
      if (equals === -1) return [piece, null]
      return [piece.slice(0, equals).trim(), unquoted(piece.slice(equals + 1).trim())]
    })
}

function unquoted(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}
