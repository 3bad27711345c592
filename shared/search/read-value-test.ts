import type { FilterClock } from './filter-clock.ts'
import type { Operand, ValueTest } from './filter-node.ts'
import { readFilterTime } from './filter-time.ts'
import type { FieldToken } from './filter-tokens.ts'

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,20})?$/

/** What is asked of a text, or of a value of JSON. */
export function readValueTest({ op, value }: FieldToken, clock: FilterClock): ValueTest {
  if (op !== null) return { kind: 'compare', op, operand: operandOf(value, clock) }
  if (value.text === '*' && !value.quoted) return { kind: 'exists' }
  return { kind: 'like', parts: value.parts, quoted: value.quoted }
}

/** A number, else a time, else a text. Between quotes it is a text. */
function operandOf({ text, quoted }: FieldToken['value'], clock: FilterClock): Operand {
  if (quoted) return { kind: 'text', text, quoted }
  const raw = numberLiteral(text)
  if (raw !== null) return { kind: 'number', raw }
  const time = readFilterTime(text, clock)
  return time === null ? { kind: 'text', text, quoted } : { kind: 'time', time }
}

/** The number as JSON spells it (`007` is 7); null if it is none. */
export function numberLiteral(text: string): string | null {
  return NUMBER.test(text) ? text.replace(/^(-?)0+(?=\d)/, '$1') : null
}
