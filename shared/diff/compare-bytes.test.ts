import { expect, test } from 'vitest'
import { compareBytes } from './compare-bytes.ts'

const some = (length: number, byte: number) => new Uint8Array(length).fill(byte)
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

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
