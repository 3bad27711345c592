import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { completeFilter, type SearchedValue, valueItem } from './complete-filter.ts'
import { NO_CLOCK } from './filter-clock.ts'
import { FILTER_KEYS } from './filter-keys.ts'
import { parseFilter } from './parse-filter.ts'
import { nearlyFilter } from './testing/filter-arbitraries.ts'

/** `|` is the cursor. */
function complete(marked: string) {
  const cursor = marked.indexOf('|')
  const text = marked.replace('|', '')
  const completion = completeFilter(text, cursor)
  if (completion === null) return null
  const { from, to, items, asks } = completion
  return { place: text.slice(from, to), labels: items.map(({ label }) => label), asks }
}

describe('completes', () => {
  test.each([
    ['st|', 'st', ['status:', 'state:'], null],
    ['pi_3 -me|', 'me', ['method:'], null],
    ['(a or qu|)', 'qu', ['query.'], null],
    ['status:|', '', ['2xx', '3xx', '4xx', '5xx', '>=400', '*'], { of: 'status', within: null, prefix: '' }],
    ['status:5|', '5', ['5xx'], { of: 'status', within: null, prefix: '5' }],
    ['ver|dict:invalid', 'verdict:', ['verdict:'], null],
    ['verdict:in|valid x', 'invalid', ['invalid'], null],
    ['is:p|', 'p', ['pinned'], null],
    ['event:pay|', 'pay', [], { of: 'event', within: null, prefix: 'pay' }],
    ['event:"a b|', '"a b', [], { of: 'event', within: null, prefix: 'a b' }],
    ['event-id:evt|', 'evt', [], { of: 'event-id', within: null, prefix: 'evt' }],
    ['path:/|', '/', [], { of: 'path', within: null, prefix: '/' }],
    ['header.x-|', '.x-', [], { of: 'header', within: null, prefix: 'x-' }],
    ['query."a|', '."a', [], { of: 'query', within: null, prefix: 'a' }],
    ['body.data.ob|', '.data.ob', [], { of: 'body', within: null, prefix: '.data.ob' }],
    ['body.am|ount:>5', '.amount:', [], { of: 'body', within: null, prefix: '.am' }],
    ['header.x-github-event:p|', 'p', [], { of: 'header', within: 'x-github-event', prefix: 'p' }],
    ['query."a b":|', '', [], { of: 'query', within: 'a b', prefix: '' }],
    ['body.lines[*].sku:>5|', '5', [], { of: 'body', within: '.lines[*].sku', prefix: '5' }],
    ['body:|', '', [], null],
  ])('%s', (marked, place, labels, asks) => expect(complete(marked)).toEqual({ place, labels, asks }))

  test('every key where a term begins', () => {
    expect(complete('|')?.labels).toHaveLength(FILTER_KEYS.length)
    expect(complete('a or |')?.labels).toHaveLength(FILTER_KEYS.length)
    expect(complete('-|')?.labels).toHaveLength(FILTER_KEYS.length)
  })

  test.each(['"a phr|ase"', 'pi_3|', 'nokey:a|'])('nothing in %s', (marked) => expect(complete(marked)).toBeNull())
})

test('whatever is inserted can be read', () => {
  const of = fc.constantFrom<SearchedValue>('method', 'endpoint', 'provider', 'event', 'path', 'header', 'query')
  fc.assert(
    fc.property(of, fc.boolean(), fc.string({ unit: 'grapheme', minLength: 1 }), (of, isWithin, value) => {
      const takesName = of === 'header' || of === 'query'
      const within = takesName && isWithin ? 'x' : null
      const { insert } = valueItem({ of, within }, value, 1)
      if (within !== null) {
        expect(parseFilter(`${of}.x:${insert}`, NO_CLOCK)).toMatchObject({
          ok: true,
          node: { test: { parts: [value] } },
        })
        return
      }
      const parsed = parseFilter(takesName ? `${of}${insert}x` : `${of}:${insert}`, NO_CLOCK)
      expect(parsed).toMatchObject({
        ok: true,
        node: takesName ? {} : { kind: 'value', field: of, test: { parts: [value] } },
      })
    }),
  )
})

test.each([
  ['path', null, '//webhook', '//webhook'],
  ['path', null, '/a(b', '"/a(b"'],
  ['method', null, 'A|B', '"A|B"'],
  ['event', null, '>5', '">5"'],
  ['event', null, 'a\u202eb', '"a\\u202eb"'],
  ['body', '.data.amount', '5', '5'],
  ['body', '.data.amount', '=5', '"=5"'],
  ['header', 'X-Kind', 'push', 'push'],
  ['status', null, '200', '200'],
] as const)('of %s %s the value %s is inserted as %s', (of, within, value, insert) => {
  expect(valueItem({ of, within }, value, 1).insert).toBe(insert)
})

test('never throws, and stays within the text', () => {
  fc.assert(
    fc.property(nearlyFilter, fc.nat(60), (text, cursor) => {
      const completion = completeFilter(text, Math.min(cursor, text.length))
      if (completion === null) return
      expect(completion.from).toBeLessThanOrEqual(completion.to)
      expect(completion.to).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 1000 },
  )
})
