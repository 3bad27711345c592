import { canonicalNumber } from '../../../shared/diff/canonical-number.ts'

const LONGEST = 40

/** A number as people write it, the same for `4242`, `4242.0` and `4.242e3`; null where that would be very long. */
export function plainNumber(raw: string): string | null {
  const canonical = canonicalNumber(raw)
  const sign = canonical.startsWith('-') ? '-' : ''
  const [digits = '', power = '0'] = canonical.slice(sign.length).split('e')
  if (digits === '0') return '0'
  const exponent = Number(power)
  if (Math.abs(exponent) + digits.length > LONGEST) return null
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent)
  const point = digits.length + exponent
  return point > 0
    ? `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
    : `${sign}0.${'0'.repeat(-point)}${digits}`
}
