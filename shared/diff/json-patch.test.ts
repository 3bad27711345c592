import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSame } from './comparison.ts'
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

test('with rules, it gives the right but for what they ignore', () => {
  fc.assert(
    fc.property(similar, similar, fc.subarray(['id', 'a']), (one, other, ignored) => {
      const left = JSON.stringify(one)
      const right = JSON.stringify(other)
      const result = applyPatch(JSON.parse(left), JSON.parse(patchOf(left, right, ignored)))
      const counting = (value: unknown) =>
        JSON.stringify(value, (name, member: unknown) => (ignored.includes(name) ? undefined : member))
      expect(isSame(compareTexts(counting(result) ?? '0', counting(other) ?? '0'))).toBe(true)
    }),
    { numRuns: 1500 },
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
