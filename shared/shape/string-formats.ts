/** Formats that strings are known by; a string may have several. Kept for ever, in this order: they are on disk as bits. */
const STRING_FORMATS = ['date-time', 'date', 'uuid', 'email', 'uri'] as const

export type StringFormat = (typeof STRING_FORMATS)[number]

/** Longer strings are looked at no further. */
const LONGEST = 2000

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const EMAIL = new RegExp(`^[A-Za-z0-9_+-]+(?:\\.[A-Za-z0-9_+-]+)*@(?:${LABEL}\\.)+[A-Za-z]{2,}$`)
const URI = new RegExp(
  `^https?://(?:${LABEL}\\.)*${LABEL}(?::\\d{1,4})?(?:[/?#](?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$`,
)

/**
 * The formats of a string as bits. Stricter than the RFCs, so that whatever has a format here also has it for validators,
 * each of which draws the line elsewhere.
 */
export function formatsOf(text: string): number {
  if (text.length < 6 || text.length > LONGEST) return 0
  // By their first letters: this is asked of every string of every capture.
  if (isDigit(text.charCodeAt(0)) && text.charCodeAt(4) === 0x2d) {
    if (text.length === 10) return isDate(text) ? bit('date') : 0
    if (isDateTime(text)) return bit('date-time')
  }
  if (text.length === 36 && UUID.test(text)) return bit('uuid')
  if (text.startsWith('http')) return URI.test(text) ? bit('uri') : 0
  return text.length <= 254 && text.includes('@') && EMAIL.test(text) ? bit('email') : 0
}

/** The first of the formats. */
export function formatFromBits(bits: number): StringFormat | null {
  return STRING_FORMATS.find((format) => (bits & bit(format)) !== 0) ?? null
}

function bit(format: StringFormat): number {
  return 1 << STRING_FORMATS.indexOf(format)
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isDateTime(text: string): boolean {
  return text[10] === 'T' && isDate(text.slice(0, 10)) && TIME.test(text.slice(11))
}

function isDate(text: string): boolean {
  const match = DATE.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
}
