import { expect, test } from 'vitest'
import { brushAfterKey } from './histogram-brush.ts'

test('begins with the newest bar, whichever arrow is pressed', () => {
  expect(brushAfterKey(null, 'ArrowLeft', false, 60)).toEqual({ start: 59, end: 59 })
})

test('moves as a single bar, and grows with Shift', () => {
  expect(brushAfterKey({ start: 20, end: 20 }, 'ArrowLeft', false, 60)).toEqual({ start: 19, end: 19 })
  expect(brushAfterKey({ start: 20, end: 25 }, 'ArrowRight', true, 60)).toEqual({ start: 20, end: 26 })
  expect(brushAfterKey({ start: 20, end: 26 }, 'ArrowLeft', false, 60)).toEqual({ start: 25, end: 25 })
})

test('stays within the bars, and knows no other keys', () => {
  expect(brushAfterKey({ start: 3, end: 3 }, 'PageUp', true, 60)).toEqual({ start: 3, end: 0 })
  expect(brushAfterKey({ start: 3, end: 3 }, 'End', true, 60)).toEqual({ start: 3, end: 59 })
  expect(brushAfterKey({ start: 3, end: 3 }, 'a', false, 60)).toBeNull()
  expect(brushAfterKey({ start: 3, end: 3 }, 'toString', false, 60)).toBeNull()
})
