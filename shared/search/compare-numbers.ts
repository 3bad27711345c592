import { canonicalNumber } from '../diff/canonical-number.ts'

/** The sign of `one - other` for numbers as JSON spells them: exact, beyond what a double holds too. */
export function compareNumbers(one: string, other: string): number {
  // With at most 15 digits doubles are in the same order as what they were read from.
  if (isShort(one) && isShort(other)) return Math.sign(Number(one) - Number(other))
  const [left, right] = [sized(one), sized(other)]
  if (left.sign !== right.sign) return left.sign - right.sign
  const size = left.power === right.power ? compareTexts(left.digits, right.digits) : left.power < right.power ? -1 : 1
  return size * left.sign
}

function isShort(raw: string): boolean {
  return raw.length <= 15 && !/[eE]/.test(raw)
}

/** `0.digits × 10^power`, without zeros at either end of the digits. */
interface Sized {
  readonly sign: -1 | 0 | 1
  readonly digits: string
  readonly power: bigint
}

function sized(raw: string): Sized {
  const canonical = canonicalNumber(raw)
  if (canonical === '0' || canonical === '-0') return { sign: 0, digits: '', power: 0n }
  const sign = canonical.startsWith('-') ? -1 : 1
  const [digits = '', exponent = '0'] = (sign === -1 ? canonical.slice(1) : canonical).split('e')
  return { sign, digits, power: BigInt(exponent) + BigInt(digits.length) }
}

export function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
