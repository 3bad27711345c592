import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineIndex } from './line-index.ts'

function rowsOf(index: LineIndex): string[] {
  return Array.from({ length: index.rows }, (_, row) => index.row(row))
}

test('splits at line ends of both kinds and keeps a last empty line', () => {
  const index = new LineIndex('a\nb\r\n\nc\n')
  expect(rowsOf(index)).toEqual(['a', 'b', '', 'c', ''])
  expect(index.lines).toBe(5)
})

test('shows a long line as rows of which only the first has a number', () => {
  const index = new LineIndex('abcdefgh\nij', 3)
  expect(rowsOf(index)).toEqual(['abc', 'def', 'gh', 'ij'])
  expect([0, 1, 2, 3].map((row) => index.lineNumber(row))).toEqual([1, null, null, 2])
})

test('never splits a surrogate pair', () => {
  expect(rowsOf(new LineIndex('ab😀cd', 3))).toEqual(['ab', '😀c', 'd'])
})

test('finds rows by position and numbers lines far down', () => {
  const text = Array.from({ length: 5000 }, (_, line) => `line ${line + 1}`).join('\n')
  const index = new LineIndex(text, 4)
  const row = index.rowAt(text.indexOf('line 4321'))
  expect(index.lineNumber(row)).toBe(4321)
  expect(index.startOf(row)).toBe(text.indexOf('line 4321'))
})

test('loses nothing, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '\n', '\r', '😀', 'é') }),
      fc.integer({ min: 2, max: 5 }),
      (text, longest) => {
        const index = new LineIndex(text, longest)
        let rebuilt = ''
        for (let row = 0; row < index.rows; row++) {
          expect(index.row(row).length).toBeLessThanOrEqual(longest)
          if (row > 0 && index.lineNumber(row) !== null) rebuilt += '\n'
          rebuilt += index.row(row)
        }
        expect(rebuilt.replaceAll('\r', '')).toBe(text.replaceAll('\r', ''))
      },
    ),
  )
})
