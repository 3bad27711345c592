import { headerFromText, headerText } from '../../http/header-text.ts'
import type { Subject } from './subject.ts'

const MOST_CHARACTERS = 120
/** Shorter ones would blot out ordinary words. */
const SHORTEST_SECRET = 6

type Secrets = Pick<Subject, 'keys' | 'context'>

/**
 * A piece of the capture as evidence: cut, with invisible characters made visible, and with saved secrets blotted out, since
 * a sender may have sent one by mistake.
 */
export function quoteCaptured(latin1: string, secrets: Secrets): string {
  const characters = [...headerText(blotted(latin1, secrets).slice(0, MOST_CHARACTERS * 4))]
  const cut = characters.slice(0, MOST_CHARACTERS)
  const whole = cut.length === characters.length && latin1.length <= MOST_CHARACTERS * 4
  return `“${cut.map(visible).join('')}${whole ? '' : '…'}”`
}

/** As long as it was, so that a piece can be cut out of it afterwards. */
export function blotted(latin1: string, { keys, context }: Secrets): string {
  let text = latin1
  for (const { value } of [...keys, ...context.otherKeys]) {
    const secret = headerFromText(value.trim())
    if (secret.length >= SHORTEST_SECRET) text = text.replaceAll(secret, '*'.repeat(secret.length))
  }
  return text
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function visible(character: string): string {
  const named = NAMED.get(character)
  if (named !== undefined) return named
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(character)
    ? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
    : character
}
