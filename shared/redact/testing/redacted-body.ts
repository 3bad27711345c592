import { headerFromText, headerText } from '../../http/header-text.ts'
import { bytesFromLatin1, latin1FromBytes } from '../../http/latin1.ts'
import type { PatternClock } from '../own-patterns.ts'
import { Redaction } from '../redaction.ts'
import { DEFAULT_REDACTION_RULES, type RedactionRules } from '../redaction-rules.ts'

/** What becomes of a body (text, sent as UTF-8) by the usual rules. */
export function redactedBody(
  body: string,
  type: string,
  rules: Partial<RedactionRules> = {},
  clock?: PatternClock,
  secrets: ReadonlyArray<string> = [],
): string {
  return headerText(latin1FromBytes(redactedBytes(bytesFromLatin1(headerFromText(body)), type, rules, clock, secrets)))
}

export function redactedBytes(
  body: Uint8Array,
  type: string,
  rules: Partial<RedactionRules> = {},
  clock?: PatternClock,
  secrets: ReadonlyArray<string> = [],
): Uint8Array {
  const redaction = new Redaction({
    rules: { ...DEFAULT_REDACTION_RULES, ...rules },
    secrets,
    keyedName: (value) => `${value.length}`.padStart(12, '0'),
    ...(clock && { clock }),
  })
  const message = { target: null, headers: [['Content-Type', type]] as const, trailers: [], body, decoded: null }
  return redaction.entry({ messages: [message], texts: [] }).messages[0]?.body ?? body
}
