import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NO_CLOCK } from './filter-clock.ts'
import { foldCase } from './fold-case.ts'
import { groupedBy } from './group.ts'
import { filterMatcher } from './matches-filter.ts'
import { groupingOf, groupText, withGroup } from './narrow-filter.ts'
import { parseFilter } from './parse-filter.ts'
import { printFilter } from './print-filter.ts'
import { anyFilter } from './testing/filter-arbitraries.ts'
import { searched } from './testing/searched.ts'

test.each([
  ['', 'event', 'push', 'event:push'],
  ['pi_3 is:pinned', 'status', '500', 'pi_3 is:pinned status:500'],
  ['a or b', 'path', '/x y', '(a or b) path:"/x y"'],
  ['a event:pull', 'event', 'push', 'a event:push'],
  ['a event:push', 'event', 'push', 'a'],
  ['event:pull.* a', 'event', 'push', 'event:pull.* a event:push'],
  ['a', 'provider', null, 'a -provider:*'],
  ['-provider:* a', 'provider', 'github', 'a provider:github'],
  ['', 'path', '/a*b', 'path:"/a\\*b"'],
  ['', 'path', '//webhook', 'path://webhook'],
  ['a', 'status', '999', 'a status:999'],
  ['after:10m (a or b)', 'endpoint', 'shop', 'after:10m (a or b) endpoint:shop'],
  ['after:10m (a or b) endpoint:shop', 'endpoint', 'shop', 'after:10m (a or b)'],
] as const)('%s by %s %s is %s', (text, by, value, narrowed) => expect(withGroup(text, by, value)).toBe(narrowed))

test('a group finds the captures that have its value, and none that have another', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' }), (value, other) => {
      const parsed = parseFilter(groupText('event', value), NO_CLOCK)
      if (!parsed.ok) throw new Error(groupText('event', value))
      expect(filterMatcher(parsed.node)(searched({ eventType: value }))).toBe(true)
      fc.pre(foldCase(value) !== foldCase(other))
      expect(filterMatcher(parsed.node)(searched({ eventType: other }))).toBe(false)
    }),
  )
})

test('choosing a group and leaving it gives the filter without any, whatever it was', () => {
  fc.assert(
    fc.property(anyFilter, fc.constantFrom(...groupedBy.options), (node, by) => {
      const text = printFilter(node)
      const value = by === 'status' ? '200' : 'x y'
      const narrowed = withGroup(groupingOf(text, by).rest, by, value)
      expect(parseFilter(narrowed, NO_CLOCK).ok).toBe(true)
      expect(groupingOf(narrowed, by).chosen).toEqual(new Set([groupText(by, value)]))
      expect(parseFilter(withGroup(narrowed, by, value), NO_CLOCK)).toEqual(
        parseFilter(groupingOf(text, by).rest, NO_CLOCK),
      )
    }),
  )
})
