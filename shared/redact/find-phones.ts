import type { Span } from './span.ts'

/** With a plus: what follows it is checked below. */
const INTERNATIONAL = /(?<![\w+])\+[1-9]\d{0,3}(?:[ .\-/()]{0,2}\d){5,24}(?![\w+])/g
/** (415) 555-2671 and 415-555-2671, as North America writes them. */
const NATIONAL = /(?<![\w.+-])(?:1[ -])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}-)[2-9]\d{2}-\d{4}(?![\w-]|\.\d)/g

/** Calling codes as ITU-T E.164 assigns them. */
const CALLING_CODE =
  /^(?:1|7|2(?:0|7|[1-689]\d)|3(?:[0-469]|[578]\d)|4(?:[013-9]|2\d)|5(?:[1-8]|[09]\d)|6(?:[0-6]|[7-9]\d)|8(?:[1246]|[03578]\d)|9(?:[0-58]|[679]\d))/

/**
 * Phone numbers that can be told from identifiers, amounts and times: those with a plus and a calling code, and formatted
 * North American ones. Others are known only by the name of the field that they stand in.
 */
export function findPhones(text: string): Span[] {
  const found: Span[] = []
  if (text.includes('+')) {
    for (const match of text.matchAll(INTERNATIONAL)) {
      const written = phoneIn(match[0])
      if (written !== null) found.push({ start: match.index, end: match.index + written.length, kind: 'phone' })
    }
  }
  for (const match of text.matchAll(NATIONAL)) found.push(spanOf(match))
  return found
}

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length, kind: 'phone' }
}

/** All of it; or without its last groups, which may be another number. */
function phoneIn(written: string): string | null {
  let shorter = written
  while (!isInternational(shorter)) {
    const cut = /^(.*\d)[ .\-/()]+\d+$/.exec(shorter)?.[1]
    if (cut === undefined) return null
    shorter = cut
  }
  return shorter
}

function isInternational(written: string): boolean {
  const digits = written.replace(/\D/g, '')
  const code = CALLING_CODE.exec(digits)?.[0]
  if (code === undefined || digits.length > 15) return false
  if (code === '1' || code === '7') return digits.length === 11
  // A sum with a sign (+1500000) is shorter.
  return digits.length >= 9
}

/** Whether the value of a field that is named so can be a phone number. */
export function looksLikePhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length
  return digits >= 5 && digits <= 20 && /^[\d\s()+.\-/#*x,;:=a-z]{5,40}$/i.test(text)
}
