import { expect, test } from 'vitest'
import { compareBytes } from './compare-bytes.ts'

const some = (length: number, byte: number) => new Uint8Array(length).fill(byte)
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))

test('what stands on one side only is told without a word on aligning, however long it is', () => {
  const left = some(100, 1)
  const { counts, notes } = compareBytes(left, joined(left, some(300_000, 2)))
  expect(counts).toMatchObject({ added: 1, removed: 0, changed: 0 })
  expect(notes).toEqual([])
})

test('where much differs on both sides, that is said', () => {
  const { counts, notes } = compareBytes(some(300_000, 1), some(300_001, 2))
  expect(counts.changed).toBe(1)
  expect(notes.join()).toContain('Too much differs to align the bytes')
})

test('of what was put in, only that is shown, and of what changed what is around it too', () => {
  const shown = (left: string, right: string) => {
    const [change] = compareBytes(bytesOf(left), bytesOf(right)).changes
    return [change?.left, change?.right]
  }
  const before = 'abcdefghijklmnopqrstuvwx'
  const put = `${before.slice(0, 14)}12345${before.slice(14)}`
  const rows = [`${'00000000'.padEnd(53)}${'31 32'.padEnd(21)}12`, `${'00000010  33 34 35'.padEnd(60)}345`].join('\n')
  expect(shown(before, put)).toEqual([null, rows])
  expect(shown(put, before)).toEqual([rows, null])
  expect(shown('abc', 'aXc')[1]).toMatch(/61 58 63 .*aXc$/)
})
