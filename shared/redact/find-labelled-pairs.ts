import { endOfTornString } from '../body/json-token.ts'
import { pushNamed } from './find-named-values.ts'
import type { RedactionKind } from './redaction-kind.ts'
import { isLabelName, isValueName, kindOfLabelled } from './secret-name.ts'
import type { Span } from './span.ts'
import { attributesFrom, localName } from './tag-attributes.ts'

const TAG = /<[A-Za-z][\w:.-]{0,63}(?=[ \t\r\n])/g
/** `name=password value=`: the second is only looked at, since it may be the first of another. */
const PAIR =
  /(?<![\w.-])([A-Za-z_]{1,20})[=:][ \t]?(["']?)([\w.-]{2,64})\2[ \t,;]{1,4}(?=([A-Za-z_]{1,20})([=:][ \t]?["']?))/g
const BARE = /[^ \t\r\n"',;<>&]+/y

/** Values in text that a label beside them names: `<input name=password value=x>`, and `name=password value=x` of logs. */
export function findLabelledPairs(text: string): Span[] {
  const found: Span[] = []
  TAG.lastIndex = 0
  for (let match = text.includes('<') ? TAG.exec(text) : null; match !== null; match = TAG.exec(text))
    TAG.lastIndex = tag(text, TAG.lastIndex, found)
  PAIR.lastIndex = 0
  for (let match = PAIR.exec(text); match !== null; match = PAIR.exec(text))
    PAIR.lastIndex = Math.max(PAIR.lastIndex, pair(text, match, found))
  return found
}

/** Where it ends. */
function tag(text: string, from: number, found: Span[]): number {
  const { list, end } = attributesFrom(text, from)
  let kind: RedactionKind | null = null
  for (const { name, start, end: to } of list)
    if (kind === null && isLabelName(localName(name))) kind = kindOfLabelled(text.slice(start, to))
  for (const { name, start, end: to } of list)
    if (kind !== null && isValueName(localName(name))) pushNamed(kind, text.slice(start, to), start, found)
  return end
}

/** Where its value ends; 0 if it is not one to take out. */
function pair(text: string, match: RegExpExecArray, found: Span[]): number {
  const [whole, label = '', , name = '', of = '', separator = ''] = match
  const kind = isLabelName(label) && isValueName(of) ? kindOfLabelled(name) : null
  if (kind === null) return 0
  const start = match.index + whole.length + of.length + separator.length
  const end = endOfValue(text, start, separator.at(-1) ?? '')
  pushNamed(kind, text.slice(start, end), start, found)
  return end
}

function endOfValue(text: string, start: number, quote: string): number {
  if (quote === '"' || quote === "'") return endOfTornString(text, start, quote)
  BARE.lastIndex = start
  return start + (BARE.exec(text)?.[0].length ?? 0)
}
