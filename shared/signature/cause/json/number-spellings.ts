/** How a number may have been written before a program read it as floating point and wrote it again. */
export type NumberSpelling = (raw: string) => string | null

const PLAIN = /^-?\d+(?:\.\d+)?$/
/** A plain number of more digits is not written out. */
const MOST_DIGITS = 400

/**
 * The likely first. Null: not for this number. What a parser forgets is which of these it read: `1e3` and `1000` are one
 * number, and so are `1.0` and `1`.
 */
export const numberSpellings: ReadonlyArray<NumberSpelling> = [
  withDecimals(2),
  withDecimals(1),
  (raw) => canonical(raw),
  (raw) => writtenOut(raw),
  exponential('e'),
  exponential('E'),
  exponential('e+'),
  exponential('E+'),
  scaled('e'),
  scaled('E'),
  exponential('E', true),
  exponential('e', true),
  exponential('e+', true),
  exponential('E+', true),
  exponential('e+', false, 2),
  (raw) => (isZero(raw) ? `-${unsigned(raw)}` : null),
  (raw) => (isZero(raw) ? '-0.0' : null),
  withDecimals(3),
  withDecimals(4),
  withDecimals(6),
  withDecimals(8),
  (raw) => (raw.startsWith('-') && isZero(raw) ? raw.slice(1) : null),
  (raw) => (/\.\d*[1-9]$/.test(raw) ? `${raw}0` : null),
]

function canonical(raw: string): string | null {
  const value = Number(raw)
  return Number.isFinite(value) ? String(value) : null
}

function withDecimals(count: number): NumberSpelling {
  return (raw) => {
    if (!PLAIN.test(raw)) return null
    const [whole = '', decimals = ''] = raw.split('.')
    return decimals.length < count ? `${whole}.${decimals.padEnd(count, '0')}` : null
  }
}

/** `1.5e3`; with `point`, `1.0e3` for `1e3`, as Java writes it; `width` as Python and C pad the exponent. */
function exponential(letter: 'e' | 'E' | 'e+' | 'E+', point = false, width = 1): NumberSpelling {
  return (raw) => {
    const parts = scientific(raw)
    if (parts === null) return null
    const { sign, digits, exponent } = parts
    const rest = digits.slice(1)
    const mantissa = rest === '' && !point ? digits : `${digits.charAt(0)}.${rest === '' ? '0' : rest}`
    const size = String(Math.abs(exponent)).padStart(width, '0')
    return `${sign}${mantissa}${exponent < 0 ? `${letter.charAt(0)}-` : letter}${size}`
  }
}

/** `15e3` for `15000`. */
function scaled(letter: 'e' | 'E'): NumberSpelling {
  return (raw) => {
    const parts = scientific(raw)
    const power = parts === null ? 0 : parts.exponent - parts.digits.length + 1
    return parts === null || parts.digits.length === 1 || power < 1
      ? null
      : `${parts.sign}${parts.digits}${letter}${power}`
  }
}

/** `1e+21` as its digits. */
function writtenOut(raw: string): string | null {
  if (PLAIN.test(raw)) return null
  const parts = scientific(raw)
  if (parts === null || Math.abs(parts.exponent) > MOST_DIGITS) return null
  const { sign, digits, exponent } = parts
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const decimals = digits.slice(exponent + 1)
  return `${sign}${whole}${decimals === '' ? '' : `.${decimals}`}`
}

interface Scientific {
  readonly sign: string
  /** Without zeros at either end. */
  readonly digits: string
  /** With the point behind the first digit. */
  readonly exponent: number
}

/** Null for what nobody writes with an exponent: zero, and what is below ten. */
function scientific(raw: string): Scientific | null {
  const parts = taken(raw)
  return parts === null || parts.exponent === 0 ? null : parts
}

/** Null for zero. */
function taken(raw: string): Scientific | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(raw)
  if (parts === null) return null
  const [, sign = '', whole = '', decimals = '', power = '0'] = parts
  const all = `${whole}${decimals}`
  const leading = all.length - all.replace(/^0+/, '').length
  const digits = all.slice(leading).replace(/0+$/, '')
  return digits === '' ? null : { sign, digits, exponent: whole.length - 1 - leading + Number(power) }
}

/** Equal for two spellings that say the same number, to the last digit. */
export function exactValue(raw: string): string {
  const parts = taken(raw)
  return parts === null ? '0' : `${parts.sign}${parts.digits}e${parts.exponent}`
}

function isZero(raw: string): boolean {
  return Number(raw) === 0
}

function unsigned(raw: string): string {
  return raw.replace(/^-/, '')
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER)
/** Of so many neighbours that became the same number each may have been the signed one. */
const MOST_NEIGHBOURS = 2048

/**
 * Integers that floating point cannot tell from this one, the nearest first: those that a parser made this number of. Empty
 * for what it keeps exactly, and for what lies too far from its neighbours.
 */
export function* integersRoundedTo(raw: string): Iterable<string> {
  const digits = writtenOut(raw) ?? raw
  if (!/^-?\d{16,25}$/.test(digits)) return
  const value = BigInt(digits)
  if ((value < 0n ? -value : value) <= SAFE) return
  const float = Number(digits)
  for (let distance = 1n; distance <= MOST_NEIGHBOURS / 2; distance++) {
    const around = [value - distance, value + distance].filter((near) => Number(near) === float)
    if (around.length === 0) return
    for (const near of around) yield String(near)
  }
}
