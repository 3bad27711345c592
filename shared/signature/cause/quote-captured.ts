import { headerText } from '../../http/header-text.ts'
import type { Subject } from './subject.ts'

const MOST_CHARACTERS = 120
/** Shorter ones would blot out ordinary words. */
const SHORTEST_SECRET = 6

/**
 * A piece of the capture as evidence: cut, with invisible characters made visible, and with saved secrets blotted out, since
 * a sender may have sent one by mistake.
 */
export function quoteCaptured(latin1: string, subject: Pick<Subject, 'keys' | 'context'>): string {
  let text = headerText(latin1.slice(0, MOST_CHARACTERS * 4))
  for (const { value } of [...subject.keys, ...subject.context.otherKeys]) {
    const secret = value.trim()
    if (secret.length >= SHORTEST_SECRET) text = text.replaceAll(secret, '•••')
  }
  const cut = [...text].slice(0, MOST_CHARACTERS)
  return `“${cut.map(visible).join('')}${cut.length < text.length && latin1.length > cut.length ? '…' : ''}”`
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\ufeff', '\\ufeff'],
])

function visible(character: string): string {
  const named = NAMED.get(character)
  if (named !== undefined) return named
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(character)
    ? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
    : character
}
