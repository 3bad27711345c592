import { assertNever } from '../assert-never.ts'
import { headerText, percentDecoded } from '../http/header-text.ts'
import { parseQuery } from '../http/query.ts'
import { originForm } from '../http/raw-target.ts'
import { byNeed } from './filter-needs.ts'
import type {
  CaptureMark,
  ContainsField,
  Exists,
  FilterNode,
  FilterTerm,
  Like,
  NamedField,
  NumberTest,
  StatusClass,
  ValueField,
  ValueTest,
} from './filter-node.ts'
import { foldCase } from './fold-case.ts'
import { someFormValueAt } from './form-values-at.ts'
import { someJsonValueAt } from './json-values-at.ts'
import { bodyTexts, type SearchedCapture } from './searched-capture.ts'
import { holdsFor, jsonMatcher, occursMatcher, textMatcher } from './value-matcher.ts'

export type FilterMatcher = (capture: SearchedCapture) => boolean

/** Whether a capture is one that a filter asks for; what is at hand before what has to be read. */
export function filterMatcher(node: FilterNode): FilterMatcher {
  switch (node.kind) {
    case 'and': {
      const matchers = node.nodes.toSorted(byNeed).map(filterMatcher)
      return (capture) => matchers.every((matches) => matches(capture))
    }
    case 'or': {
      const matchers = node.nodes.toSorted(byNeed).map(filterMatcher)
      return (capture) => matchers.some((matches) => matches(capture))
    }
    case 'not': {
      const matches = filterMatcher(node.node)
      return (capture) => !matches(capture)
    }
    default:
      return termMatcher(node)
  }
}

/** One term alone. */
export function termMatcher(term: FilterTerm): FilterMatcher {
  switch (term.kind) {
    case 'text':
      return wordMatcher(term.text)
    case 'contains':
      return containsMatcher(term.field, term.test)
    case 'value':
      return valueMatcher(term.field, term.test)
    case 'named':
      return namedMatcher(term.field, term.name, term.test)
    case 'body': {
      const matches = jsonMatcher(term.test)
      return (capture) => {
        const body = capture.body()
        if (body === null) return false
        if (body.fields !== null) return someFormValueAt(body.fields, term.path, matches)
        return someJsonValueAt(body.text, term.path, matches)
      }
    }
    case 'status':
      return ({ answeredStatus }) => isNumber(answeredStatus, term.test)
    case 'answered':
      return ({ answeredMs }) => isNumber(answeredMs, term.test)
    case 'attempt':
      return ({ attempt }) => isNumber(attempt, term.test)
    case 'size':
      return ({ bodySize }) => isNumber(bodySize, term.test)
    case 'time': {
      const { field, time } = term
      return ({ receivedAt }) => (field === 'after' ? receivedAt >= time.at : receivedAt < time.at)
    }
    case 'verdict': {
      const { test } = term
      return ({ verdict }) => (test.kind === 'exists' ? verdict !== null : verdict === test.verdict)
    }
    case 'state':
      return ({ state }) => state === term.state
    case 'is':
      return (capture) => isMarked(capture, term.mark)
    case 'id':
      return ({ id }) => id.startsWith(term.prefix)
    default:
      return assertNever(term)
  }
}

function wordMatcher(text: string): FilterMatcher {
  const wanted = foldCase(text)
  const occurs = (text: string | null) => text !== null && foldCase(text).includes(wanted)
  return (capture) =>
    occurs(capture.method) ||
    occurs(capture.eventType) ||
    targetTexts(capture).some(occurs) ||
    // As it was typed first: to fold the case of a body costs many times as much, and mostly it is not needed.
    capture.body()?.text.includes(text) ||
    headerLines(capture).some(occurs) ||
    readBodyTexts(capture).some(occurs)
}

/** As it was spelled, and as it was meant. */
function targetTexts({ target }: SearchedCapture): string[] {
  if (target === null) return []
  const meant = percentDecoded(target, { plusIsSpace: true })
  return meant === target ? [target] : [target, meant]
}

function headerLines(capture: SearchedCapture): string[] {
  return capture.headers().map(([name, value]) => `${name}: ${headerText(value)}`)
}

function readBodyTexts(capture: SearchedCapture): string[] {
  const body = capture.body()
  return body === null ? [] : bodyTexts(body)
}

function containsMatcher(field: ContainsField, test: Exists | Like): FilterMatcher {
  if (test.kind === 'exists') {
    switch (field) {
      case 'body':
        return ({ bodySize }) => bodySize > 0
      case 'header':
        return (capture) => capture.headers().length > 0
      case 'note':
        return (capture) => capture.note() !== ''
      default:
        return assertNever(field)
    }
  }
  const occurs = occursMatcher(test)
  switch (field) {
    case 'body':
      return (capture) => readBodyTexts(capture).some(occurs)
    case 'header':
      return (capture) => headerLines(capture).some(occurs)
    case 'note':
      return (capture) => occurs(capture.note())
    default:
      return assertNever(field)
  }
}

function valueMatcher(field: ValueField, test: ValueTest): FilterMatcher {
  const matches = textMatcher(test)
  const one = (read: (capture: SearchedCapture) => string | null): FilterMatcher => {
    return (capture) => {
      const value = read(capture)
      return value !== null && matches(value)
    }
  }
  switch (field) {
    case 'method':
      return one(({ method }) => method)
    case 'endpoint':
      return one(({ endpoint }) => endpoint)
    case 'provider':
      return one(({ provider }) => provider)
    case 'event':
      return one(({ eventType }) => eventType)
    case 'event-id':
      return one(({ eventId }) => eventId)
    case 'path':
      return one(({ target }) =>
        target === null ? null : headerText(originForm(target).split(/[?#]/, 1)[0] as string),
      )
    case 'tag':
      return (capture) => capture.tags().some(matches)
    default:
      return assertNever(field)
  }
}

function namedMatcher(field: NamedField, name: string, test: ValueTest): FilterMatcher {
  const matches = textMatcher(test)
  if (field === 'query') {
    return ({ target }) =>
      target !== null && parseQuery(target).some((pair) => pair.name === name && matches(pair.value ?? ''))
  }
  return (capture) => capture.headers().some(([key, value]) => key.toLowerCase() === name && matches(headerText(value)))
}

function isNumber(value: number | null, test: Exists | StatusClass | NumberTest): boolean {
  if (value === null) return false
  if (test.kind === 'exists') return true
  if (test.kind === 'class') return Math.floor(value / 100) === test.hundreds
  return holdsFor(test.op, value, test.value)
}

function isMarked(capture: SearchedCapture, mark: CaptureMark): boolean {
  switch (mark) {
    case 'pinned':
      return capture.pinned
    case 'replayed':
      return capture.isReplayed
    case 'duplicate':
      return capture.isDuplicate
    case 'handshake':
      return capture.handshake !== null
    case 'drift':
      return capture.drifts
    case 'truncated':
      return capture.state === 'truncated'
    default:
      return assertNever(mark)
  }
}
