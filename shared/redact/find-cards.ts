import type { Span } from './span.ts'

/** As cards are written: in one piece, in fours, or as American Express and Diners Club group them. */
const WRITTEN =
  /(?<!\w|\d\.)(?:\d{14,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5})(?!\w|\.\d)/g

/**
 * Card numbers with a right check digit, of a network's own ranges and lengths: without those, one of ten identifiers and
 * timestamps of that length would be one.
 */
export function findCards(text: string): Span[] {
  const found: Span[] = []
  WRITTEN.lastIndex = 0
  for (let match = WRITTEN.exec(text); match !== null; match = WRITTEN.exec(text)) {
    const written = cardIn(match[0])
    if (written === null) WRITTEN.lastIndex = match.index + 1
    else {
      WRITTEN.lastIndex = match.index + written.length
      found.push({ start: match.index, end: WRITTEN.lastIndex, kind: 'card' })
    }
  }
  return found
}

/** All of it; or without its last group, which may be another number. */
function cardIn(written: string): string | null {
  if (isCardNumber(written.replace(/\D/g, ''))) return written
  const shorter = /^(?:\d{4}[ -]){3}\d{4}(?=[ -]\d{3}$)/.exec(written)?.[0]
  return shorter !== undefined && isCardNumber(shorter.replace(/\D/g, '')) ? shorter : null
}

const NETWORKS = [
  '4(?:\\d{15}|\\d{18})',
  '5[1-5]\\d{14}',
  '2(?:22[1-9]|2[3-9]\\d|[3-6]\\d\\d|7[01]\\d|720)\\d{12}',
  '3[47]\\d{13}',
  '3(?:0[0-59]|[689]\\d)\\d{11}',
  '6(?:011|4[4-9]\\d|0\\d\\d|5\\d\\d)\\d{12}',
  '35(?:2[89]|[3-8]\\d)\\d{12}',
  '62\\d{14,17}',
  '220[0-4]\\d{12}',
  '(?:5018|5020|5038|5893|6304|6759|676[1-3])\\d{12}',
]
const OF_NETWORK = new RegExp(`^(?:${NETWORKS.join('|')})$`)

function isCardNumber(digits: string): boolean {
  return OF_NETWORK.test(digits) && passesLuhn(digits)
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    const doubled = index % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
