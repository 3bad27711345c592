import fc from 'fast-check'
import { captureState } from '../../capture/capture.ts'
import { verdict } from '../../signature/verdict.ts'
import {
  type BodyStep,
  CAPTURE_MARKS,
  COMPARISONS,
  type Compare,
  type Exists,
  type FilterNode,
  type FilterTerm,
  type FilterTime,
  type Like,
  type NumberTest,
  VALUE_FIELDS,
} from '../filter-node.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
/** What may stand without quotes, and is no number or time. */
const bare = fc.stringMatching(/^[g-z][\wäß.,;/{}-]{0,8}$/)
const exists = fc.constant<Exists>({ kind: 'exists' })
const op = fc.constantFrom(...COMPARISONS)

const like: fc.Arbitrary<Like> = fc.oneof(
  fc
    .array(fc.oneof(bare, fc.constant('')), { minLength: 1, maxLength: 3 })
    .filter((parts) => parts.join('*') !== '' && parts.join('*') !== '*')
    .map((parts) => ({ kind: 'like' as const, parts, quoted: false })),
  fc
    .array(fc.oneof(text, fc.constant('*')), { minLength: 1, maxLength: 3 })
    .map((parts) => ({ kind: 'like' as const, parts, quoted: true })),
)

/** As `parseFilter` answers it with `NO_CLOCK`. */
const time: fc.Arbitrary<FilterTime> = fc.oneof(
  fc.nat(1000).map((minutes) => ({ text: `${minutes}m`, at: minutes === 0 ? 0 : -minutes * 60_000, zone: 'UTC' })),
  fc.constant({ text: '2026-11-01T00:00:00Z', at: Date.UTC(2026, 10, 1), zone: 'UTC' }),
)

const compare: fc.Arbitrary<Compare> = fc.record({
  kind: fc.constant('compare' as const),
  op,
  operand: fc.oneof(
    fc.bigInt().map((number) => ({ kind: 'number' as const, raw: String(number) })),
    time.map((time) => ({ kind: 'time' as const, time })),
    bare.map((text) => ({ kind: 'text' as const, text, quoted: false })),
    fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => ({ kind: 'text' as const, text, quoted: true })),
  ),
})
const valueTest = fc.oneof(exists, like, compare)

const bytes: fc.Arbitrary<NumberTest> = fc.record({ op, value: fc.nat(999) }).map(({ op, value }) => {
  return { kind: 'number', op, value: value * 1024, text: `${value}kb` }
})
const ms: fc.Arbitrary<NumberTest> = fc.record({ op, value: fc.nat(999) }).map(({ op, value }) => {
  return { kind: 'number', op, value: value * 1000, text: `${value}s` }
})
const nth: fc.Arbitrary<NumberTest> = fc.record({ op, value: fc.integer({ min: 1, max: 99 }) }).map(({ op, value }) => {
  return { kind: 'number', op, value, text: String(value) }
})
const status: fc.Arbitrary<NumberTest> = fc
  .record({ op, value: fc.integer({ min: 100, max: 999 }) })
  .map(({ op, value }) => {
    return { kind: 'number', op, value, text: String(value) }
  })

const step: fc.Arbitrary<BodyStep> = fc.oneof(
  text.map((name) => ({ kind: 'name' as const, name })),
  fc.nat(99).map((index) => ({ kind: 'item' as const, index })),
  fc.constant({ kind: 'items' as const }),
)

const term: fc.Arbitrary<FilterTerm> = fc.oneof(
  text.map((text) => ({ kind: 'text' as const, text })),
  fc.record({
    kind: fc.constant('contains' as const),
    field: fc.constantFrom('body' as const, 'header', 'note'),
    test: fc.oneof(exists, like),
  }),
  fc.record({ kind: fc.constant('value' as const), field: fc.constantFrom(...VALUE_FIELDS), test: valueTest }),
  fc.record({ kind: fc.constant('named' as const), field: fc.constant('query' as const), name: text, test: valueTest }),
  fc.record({
    kind: fc.constant('named' as const),
    field: fc.constant('header' as const),
    name: text.map((name) => name.toLowerCase()),
    test: valueTest,
  }),
  fc.record({
    kind: fc.constant('body' as const),
    path: fc.array(step, { minLength: 1, maxLength: 4 }),
    test: valueTest,
  }),
  fc.record({
    kind: fc.constant('status' as const),
    test: fc.oneof(
      exists,
      status,
      fc.integer({ min: 1, max: 5 }).map((hundreds) => ({ kind: 'class' as const, hundreds })),
    ),
  }),
  fc.record({ kind: fc.constant('answered' as const), test: fc.oneof(exists, ms) }),
  fc.record({ kind: fc.constant('attempt' as const), test: nth }),
  fc.record({ kind: fc.constant('size' as const), test: bytes }),
  fc.record({ kind: fc.constant('time' as const), field: fc.constantFrom('after' as const, 'before'), time }),
  fc.record({
    kind: fc.constant('verdict' as const),
    test: fc.oneof(
      exists,
      fc.constantFrom(...verdict.options).map((verdict) => ({ kind: 'one' as const, verdict })),
    ),
  }),
  fc.record({ kind: fc.constant('state' as const), state: fc.constantFrom(...captureState.options) }),
  fc.record({ kind: fc.constant('is' as const), mark: fc.constantFrom(...CAPTURE_MARKS) }),
  fc.record({ kind: fc.constant('id' as const), prefix: fc.stringMatching(/^[0-9a-f-]{1,36}$/) }),
)

/** Any filter that a text can say with `NO_CLOCK`. */
export const anyFilter: fc.Arbitrary<FilterNode> = fc.letrec<{ node: FilterNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    term,
    fc.record({ kind: fc.constant('not' as const), node: tie('node') }),
    fc.record({ kind: fc.constant('and' as const), nodes: fc.array(tie('node'), { minLength: 2, maxLength: 4 }) }),
    fc.record({ kind: fc.constant('or' as const), nodes: fc.array(tie('node'), { minLength: 2, maxLength: 4 }) }),
  ),
})).node

/** Texts that are nearly filters, so that every corner of the reader is met. */
export const nearlyFilter: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '(',
        ')',
        '-',
        ' ',
        ' or ',
        ' and ',
        '"',
        '\\',
        ':',
        '*',
        '.',
        '[',
        ']',
        '[*]',
        '>',
        '>=',
        '<',
        '=',
      ),
      fc.constantFrom(
        'method',
        'body',
        'header',
        'query',
        'status',
        'after',
        'before',
        'size',
        'answered',
        'is',
        'id',
        'stauts',
        'körper',
        'attempt',
      ),
      fc.constantFrom(
        'POST',
        '5xx',
        '10m',
        '2026-11-01',
        '12:04',
        '1mb',
        '1e400',
        'pinned',
        '\\u00e9',
        '/a~1b',
        '"a b"',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 25 },
  )
  .map((pieces) => pieces.join(''))
