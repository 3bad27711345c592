import { expect, test } from 'vitest'
import { hexLine, hexPlaces, hexRow, hexRowCount } from './hex-dump.ts'

test('shows offset, bytes and what can be printed of them', () => {
  const bytes = Uint8Array.from([...Array(16).fill(0), 0x48, 0x69, 0x0a, 0xff])
  expect(hexRowCount(bytes.length)).toBe(2)
  expect(hexRow(bytes, 1)).toEqual({ offset: '00000010', bytes: ['48', '69', '0a', 'ff'], text: 'Hi..' })
})

test('keeps the columns of a short row', () => {
  const line = hexLine(hexRow(Uint8Array.from([0x41]), 0))
  expect(line).toBe(`00000000  41${' '.repeat(48)}A`)
})

test('knows where bytes stand in their line', () => {
  const line = hexLine(
    hexRow(
      Uint8Array.from({ length: 16 }, (_, index) => 0x41 + index),
      0,
    ),
  )
  const texts = (start: number, end: number) => hexPlaces(start, end).map(([from, to]) => line.slice(from, to))
  expect(texts(0, 1)).toEqual(['41', 'A'])
  expect(texts(7, 9)).toEqual(['48  49', 'HI'])
  expect(texts(15, 16)).toEqual(['50', 'P'])
  expect(hexPlaces(3, 3)).toEqual([])
})
