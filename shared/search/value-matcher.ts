import { assertNever } from '../assert-never.ts'
import { compareNumbers, compareTexts } from './compare-numbers.ts'
import type { Comparison, Like, Operand, ValueTest } from './filter-node.ts'
import { readCapturedDate } from './filter-time.ts'
import { foldCase } from './fold-case.ts'
import type { JsonToken } from './json-values-at.ts'
import { numberLiteral } from './read-value-test.ts'

/** Asks a text, such as the value of a header: `5` is the text 5, and `>5` compares it as the number it may be. */
export function textMatcher(test: ValueTest): (text: string) => boolean {
  switch (test.kind) {
    case 'exists':
      return () => true
    case 'like':
      return likeMatcher(test)
    case 'compare': {
      const matches = compareMatcher(test.op, test.operand)
      return (text) => matches({ kind: 'text', text })
    }
    default:
      return assertNever(test)
  }
}

/** Asks a value of JSON. Containers exist and no more. */
export function jsonMatcher(test: ValueTest): (token: JsonToken) => boolean {
  switch (test.kind) {
    case 'exists':
      return () => true
    case 'like':
      return jsonLikeMatcher(test)
    case 'compare':
      return compareMatcher(test.op, test.operand)
    default:
      return assertNever(test)
  }
}

/** Whether a whole text is like it: without a regular expression, whose time another's text could stretch. */
export function likeMatcher({ parts }: Pick<Like, 'parts'>): (text: string) => boolean {
  const folded = parts.map(foldCase)
  const first = folded[0] ?? ''
  if (folded.length === 1) return (text) => foldCase(text) === first
  const last = folded.at(-1) as string
  const middle = folded.slice(1, -1).filter((part) => part !== '')
  const shortest = folded.reduce((sum, part) => sum + part.length, 0)
  return (text) => {
    const lower = foldCase(text)
    if (lower.length < shortest || !lower.startsWith(first) || !lower.endsWith(last)) return false
    let at = first.length
    for (const part of middle) {
      const found = lower.indexOf(part, at)
      if (found === -1) return false
      at = found + part.length
    }
    return at <= lower.length - last.length
  }
}

/** Whether it occurs anywhere in a text; with stars, its parts in this order. */
export function occursMatcher({ parts }: Pick<Like, 'parts'>): (text: string) => boolean {
  return likeMatcher({ parts: ['', ...parts, ''] })
}

function jsonLikeMatcher(test: Like): (token: JsonToken) => boolean {
  const matches = likeMatcher(test)
  const number = test.quoted || test.parts.length > 1 ? null : numberLiteral(test.parts[0] ?? '')
  return (token) => {
    if (token.kind === 'text') return matches(token.text)
    if (token.kind === 'container' || test.quoted) return false
    if (token.kind === 'number' && number !== null)
      return isReasonable(token.raw) && compareNumbers(token.raw, number) === 0
    return matches(token.raw)
  }
}

function compareMatcher(op: Comparison, operand: Operand): (token: JsonToken) => boolean {
  switch (operand.kind) {
    case 'number':
      return (token) => {
        const raw = numberOf(token)
        return raw !== null && holds(op, compareNumbers(raw, operand.raw))
      }
    case 'time':
      return (token) => {
        const at = timeOf(token, operand.time.zone)
        if (op === '=' && spelling(token) === operand.time.text) return true
        return at !== null && holds(op, compareTimes(at, operand.time.at))
      }
    case 'text':
      return (token) => isComparedText(token, operand) && holds(op, compareTexts(spelling(token), operand.text))
    default:
      return assertNever(operand)
  }
}

/** Between quotes only texts are meant; else `true` of JSON is as good as its text. */
function isComparedText(token: JsonToken, operand: Operand & { kind: 'text' }): boolean {
  return token.kind === 'text' || (token.kind === 'word' && !operand.quoted)
}

function spelling(token: JsonToken): string {
  if (token.kind === 'text') return token.text
  return token.kind === 'container' ? '' : token.raw
}

/** Amounts come as texts as well (`"12.50"`). */
function numberOf(token: JsonToken): string | null {
  const raw = token.kind === 'number' ? token.raw : token.kind === 'text' ? numberLiteral(token.text) : null
  return raw !== null && isReasonable(raw) ? raw : null
}

/** An exponent of thousands of digits is made to cost time; no number that means something has one. */
function isReasonable(raw: string): boolean {
  const exponent = raw.search(/[eE]/)
  return exponent === -1 || raw.length - exponent <= 22
}

/** An ISO date, or unix time: in seconds, or in ms where as seconds it would be after the year 5000. */
function timeOf(token: JsonToken, zone: string): number | null {
  if (token.kind === 'text') {
    const date = readCapturedDate(token.text, zone)
    if (date !== null) return date
  }
  const raw = numberOf(token)
  if (raw === null) return null
  const number = Number(raw)
  return Math.abs(number) < 1e11 ? number * 1000 : number
}

function compareTimes(one: number, other: number): number {
  return one - other
}

function holds(op: Comparison, order: number): boolean {
  switch (op) {
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '=':
      return order === 0
    default:
      return assertNever(op)
  }
}

/** The same comparison of numbers that fit into a double. */
export function holdsFor(op: Comparison, one: number, other: number): boolean {
  return holds(op, one - other)
}
