import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSame } from './comparison.ts'
import { IgnoreRules, type RulePlace } from './ignore-rules.ts'
import { applyPatch } from './testing/apply-patch.ts'
import { compareTexts, patchOf } from './testing/compare-texts.ts'

function patched(left: string, right: string): string {
  return JSON.stringify(applyPatch(JSON.parse(left), JSON.parse(patchOf(left, right))))
}

/** Small, so that much is the same on both sides. */
const { value: similar } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(0, 1, 2, 'x', '', null, true),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(fc.constantFrom('id', 'a', 'b/~', '__proto__', ''), tie('value')),
    fc.array(fc.record({ id: fc.integer({ min: 0, max: 7 }), n: tie('value') }), { maxLength: 6 }),
  ),
}))

test('applied to the left it gives the right', () => {
  for (const value of [similar, fc.jsonValue()]) {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const left = JSON.stringify(one)
        const right = JSON.stringify(other)
        expect(isSame(compareTexts(patched(left, right), right))).toBe(true)
      }),
      { numRuns: 1500 },
    )
  }
})

const NO_CHANGE = '[]\n'
const WILDCARD_RULES = ['id', 'a', '/*', '/*/a', '/a/*', '/b~1~0/*', '**/id', '/*/*/n', '/a/**/n']

/** Without what is ignored; of rules that mean all items of an array alike. */
function counting(value: unknown, place: RulePlace): unknown {
  const isCounted = (step: string | number) => place.enter(step).ignoredBy === null
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => (isCounted(index) ? [counting(item, place.enter(index))] : []))
  }
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([name]) => isCounted(name))
  return Object.fromEntries(members.map(([name, member]) => [name, counting(member, place.enter(name))]))
}

test('with rules, it gives the right but for what they ignore, and nothing where nothing counts', () => {
  fc.assert(
    fc.property(similar, similar, fc.subarray(WILDCARD_RULES), (one, other, rules) => {
      const left = JSON.stringify(one)
      const right = JSON.stringify(other)
      const patch = patchOf(left, right, rules)
      expect(patch === NO_CHANGE).toBe(isSame(compareTexts(left, right, rules)))
      const { atRoot } = new IgnoreRules(rules)
      const result = counting(applyPatch(JSON.parse(left), JSON.parse(patch)), atRoot)
      expect(isSame(compareTexts(JSON.stringify(result), JSON.stringify(counting(other, atRoot))))).toBe(true)
    }),
    { numRuns: 1500 },
  )
})

test('items that are ignored by their place stay, and the others come into order around them', () => {
  const items = fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8])
  const asKeyed = (values: readonly number[]) => JSON.stringify(values.map((id) => ({ id })))
  const places = fc.subarray(['/0', '/1', '/2', '/3', '/6'])
  fc.assert(
    fc.property(items, items, places, fc.boolean(), (one, other, rules, isKeyed) => {
      const [left, right] = isKeyed ? [asKeyed(one), asKeyed(other)] : [JSON.stringify(one), JSON.stringify(other)]
      const patch = patchOf(left, right, rules)
      const comparison = compareTexts(left, right, rules)
      expect(patch === NO_CHANGE).toBe(isSame(comparison))
      const ignored = new Set(
        comparison.changes.flatMap(({ ignoredBy, left, right }) => (ignoredBy === null ? [] : [left, right])),
      )
      const counted = (values: unknown) =>
        (values as unknown[]).map((value) => JSON.stringify(value)).filter((text) => !ignored.has(text))
      expect(counted(applyPatch(JSON.parse(left), JSON.parse(patch)))).toEqual(counted(JSON.parse(right)))
    }),
    { numRuns: 3000 },
  )
})

test('permutations are moves', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength: 8 }), (order) => {
      const left = '[1,2,3,4,5,6,7,8]'
      const patch = JSON.parse(patchOf(left, JSON.stringify(order))) as Array<{ op: string }>
      expect(patch.filter(({ op }) => op !== 'move')).toEqual([])
      expect(patched(left, JSON.stringify(order))).toBe(JSON.stringify(order))
    }),
  )
})

test('keeps every digit, and replaces whole what no pointer can name', () => {
  expect(patchOf('{"n":1}', '{"n":12345678901234567890.10}')).toBe(
    '[\n  {"op":"replace","path":"/n","value":12345678901234567890.10}\n]\n',
  )
  expect(patchOf('{"o":{"a":1,"a":2}}', '{"o":{"a":1,"a":3}}')).toContain('"path":"/o","value":{"a":1,"a":3}')
  expect(patchOf('[1]', '[1.0]')).toBe('[]\n')
})

test('leaves out what is ignored', () => {
  expect(patchOf('{"id":1,"a":1}', '{"id":2,"a":2,"at":3}', ['/id', 'at'])).toBe(
    '[\n  {"op":"replace","path":"/a","value":2}\n]\n',
  )
})

test('leaves out items that are ignored, however they differ', () => {
  const rules = ['/items/*']
  for (const right of ['[1,2,3]', '[2]', '[2,1]', '[3,1]']) {
    expect(patchOf('{"items":[1,2]}', `{"items":${right}}`, rules)).toBe(NO_CHANGE)
  }
  expect(patchOf('{"o":{"a":1,"a":2}}', '{"o":{"a":1,"a":3}}', ['/o/a'])).toBe(NO_CHANGE)
  expect(patchOf('[9,1]', '[1,5]', ['/0'])).toBe('[\n  {"op":"add","path":"/2","value":5}\n]\n')
})
