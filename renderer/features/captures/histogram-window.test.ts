import { expect, test } from 'vitest'
import { barAt, barsRange, histogramWindow, rangePlace } from './histogram-window.ts'

const window = histogramWindow(1_000_000_000_000)

test('shows 15 minutes that end with the bar that now is in', () => {
  expect(window.to - window.from).toBe(15 * 60_000)
  expect(window.to).toBeGreaterThan(1_000_000_000_000)
  expect(window.to - 1_000_000_000_000).toBeLessThanOrEqual(15_000)
})

test('stays the same within a bar', () => {
  expect(histogramWindow(window.to - 1)).toEqual(window)
  expect(histogramWindow(window.to).from).toBe(window.from + 15_000)
})

test('a brush covers whole bars, whichever way it was drawn', () => {
  expect(barsRange(window, 5, 2)).toEqual({ from: window.from + 30_000, to: window.from + 90_000 })
  expect(barsRange(window, 3, 3)).toEqual({ from: window.from + 45_000, to: window.from + 60_000 })
})

test('places outside belong to the bars at the edges', () => {
  expect(barAt(window, -0.2)).toBe(0)
  expect(barAt(window, 1)).toBe(59)
  expect(barAt(window, 0.5)).toBe(30)
})

test('a range is placed where it lies, cut at the edges', () => {
  expect(rangePlace(window, window.from - 1, window.from + 450_000)).toEqual({ start: 0, end: 0.5 })
  expect(rangePlace(window, window.to + 1, null)).toBeNull()
  expect(rangePlace(window, null, window.from)).toBeNull()
})
