import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { completeFilter, type SearchedValue, valueItem } from './complete-filter.ts'
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
    ['status:|', '', ['2xx', '3xx', '4xx', '5xx', '>=400', '*'], null],
    ['status:5|', '5', ['5xx'], null],
    ['ver|dict:invalid', 'verdict:', ['verdict:'], null],
    ['verdict:in|valid x', 'invalid', ['invalid'], null],
    ['is:p|', 'p', ['pinned'], null],
    ['event:pay|', 'pay', [], { of: 'event', prefix: 'pay' }],
    ['event:"a b|', '"a b', [], { of: 'event', prefix: 'a b' }],
    ['header.x-|', '.x-', [], { of: 'header', prefix: 'x-' }],
    ['query."a|', '."a', [], { of: 'query', prefix: 'a' }],
    ['body.data.ob|', '.data.ob', [], { of: 'body', prefix: '.data.ob' }],
    ['body.am|ount:>5', '.amount:', [], { of: 'body', prefix: '.am' }],
  ])('%s', (marked, place, labels, asks) => expect(complete(marked)).toEqual({ place, labels, asks }))

  test('every key where a term begins', () => {
    expect(complete('|')?.labels).toHaveLength(20)
    expect(complete('a or |')?.labels).toHaveLength(20)
    expect(complete('-|')?.labels).toHaveLength(20)
  })

  test.each(['"a phr|ase"', 'pi_3|', 'nokey:a|'])('nothing in %s', (marked) => expect(complete(marked)).toBeNull())
})

test('whatever is inserted can be read', () => {
  const of = fc.constantFrom<SearchedValue>('method', 'endpoint', 'provider', 'event', 'header', 'query')
  fc.assert(
    fc.property(of, fc.string({ unit: 'grapheme', minLength: 1 }), (of, value) => {
      const { insert } = valueItem(of, value, 1)
      const isName = of === 'header' || of === 'query'
      const parsed = parseFilter(isName ? `${of}${insert}x` : `${of}:${insert}`, 0)
      expect(parsed).toMatchObject({ ok: true })
    }),
  )
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
