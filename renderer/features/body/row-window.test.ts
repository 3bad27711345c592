import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ROW_HEIGHT, rowWindow, scrollTopOfRow } from './row-window.ts'

test('shows the rows in view', () => {
  expect(rowWindow(1000, 0, 190)).toMatchObject({ first: 0, last: 11, top: 0 })
  expect(rowWindow(1000, 10 * ROW_HEIGHT, 190)).toMatchObject({ first: 10, top: 190 })
})

test('reaches the first and the last of any number of rows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000_000 }), fc.integer({ min: 50, max: 3000 }), (rows, viewHeight) => {
      const { height } = rowWindow(rows, 0, viewHeight)
      expect(rowWindow(rows, 0, viewHeight).first).toBe(0)
      expect(rowWindow(rows, Math.max(0, height - viewHeight), viewHeight).last).toBe(rows)
    }),
  )
})

test('brings a row into view', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000_000 }), fc.nat(), (rows, wanted) => {
      const row = wanted % rows
      const { height } = rowWindow(rows, 0, 500)
      const scrollTop = Math.min(scrollTopOfRow(rows, row, 500), Math.max(0, height - 500))
      const { first, last } = rowWindow(rows, scrollTop, 500)
      expect(first).toBeLessThanOrEqual(row)
      expect(last).toBeGreaterThan(row)
    }),
  )
})
