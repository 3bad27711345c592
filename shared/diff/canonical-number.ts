/**
 * One spelling for every JSON number of the same value (`1`, `1.0`, `10e-1`), exact at any size: what goes through a
 * double would call 9007199254740993 and 9007199254740992 equal.
 */
export function canonicalNumber(raw: string): string {
  if (isPlainInteger(raw)) return raw
  const [mantissa = '', power = '0'] = raw.toLowerCase().split('e')
  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.')
  const digits = whole + fraction
  let start = 0
  while (digits[start] === '0') start++
  if (start === digits.length) return '0'
  let end = digits.length
  while (digits[end - 1] === '0') end--
  const exponent = BigInt(power) - BigInt(fraction.length) + BigInt(digits.length - end)
  return `${sign}${digits.slice(start, end)}${exponent === 0n ? '' : `e${exponent}`}`
}

/** Whole, and without zeros at its end: most are, and are their own spelling. */
function isPlainInteger(raw: string): boolean {
  for (let at = raw.startsWith('-') ? 1 : 0; at < raw.length; at++) {
    const char = raw.charCodeAt(at)
    if (char < 48 || char > 57) return false
  }
  return !raw.endsWith('0')
}
