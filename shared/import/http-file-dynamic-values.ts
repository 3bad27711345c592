import type { HttpFileSource } from './http-file-variables.ts'

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** Longer texts are no test data. */
const MOST_CHARACTERS = 10_000

/** `$uuid`, `$timestamp` and their like, as JetBrains and VS Code name them; null: not one that is known here. */
export function dynamicValue(name: string, { now, newId }: HttpFileSource): string | null {
  const [, word = '', inBrackets, behind = ''] = /^(\$[\w.]+)(?:\(([^()]*)\))?[ \t]*(.*)$/.exec(name) ?? []
  const given = (inBrackets ?? behind).split(/[ \t,]+/).filter((each) => each !== '')
  switch (word) {
    case '$uuid':
    case '$guid':
    case '$random.uuid':
      return newId()
    case '$timestamp': {
      const time = shifted(now, given)
      return time === null ? null : String(Math.floor(time / 1000))
    }
    case '$isoTimestamp':
      return new Date(now).toISOString()
    case '$datetime':
    case '$localDatetime':
      return dateText(now, given)
    case '$randomInt':
    case '$random.integer':
      return integer(newId, given)
    case '$random.float': {
      const text = integer(newId, given)
      return text === null ? null : `${text}.5`
    }
    case '$random.email':
      return `${characters(newId, 10, LETTERS)}@example.com`
    case '$random.alphabetic':
      return sized(newId, given, LETTERS)
    case '$random.alphanumeric':
      return sized(newId, given, `${LETTERS}0123456789`)
    case '$random.hexadecimal':
      return sized(newId, given, '0123456789abcdef')
    default:
      return null
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** `2 d`, `-1 h` from now. */
function shifted(now: number, [amount, unit]: ReadonlyArray<string>): number | null {
  if (amount === undefined) return now
  const ms = UNIT_MS[unit ?? '']
  return ms === undefined || !/^[+-]?\d{1,6}$/.test(amount) ? null : now + Number(amount) * ms
}

/** A format of one's own is not known here. */
function dateText(now: number, [format, ...offset]: ReadonlyArray<string>): string | null {
  const time = shifted(now, offset)
  if (time === null) return null
  if (format === 'iso8601') return new Date(time).toISOString()
  return format === 'rfc1123' ? new Date(time).toUTCString() : null
}

/** From the first up to, but not including, the second. */
function integer(newId: () => string, [least = '0', most = '1000']: ReadonlyArray<string>): string | null {
  if (!/^-?\d{1,15}$/.test(least) || !/^-?\d{1,15}$/.test(most) || Number(most) <= Number(least)) return null
  return String(Number(least) + (drawn(newId) % (Number(most) - Number(least))))
}

function sized(newId: () => string, [length]: ReadonlyArray<string>, alphabet: string): string | null {
  if (length === undefined || !/^\d{1,5}$/.test(length) || Number(length) > MOST_CHARACTERS) return null
  return characters(newId, Number(length), alphabet)
}

function characters(newId: () => string, length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet.charAt(drawn(newId) % alphabet.length)).join('')
}

/** By chance, from the end of an id, which is drawn. */
function drawn(newId: () => string): number {
  return Number.parseInt(newId().replaceAll('-', '').slice(-12), 16) || 0
}
