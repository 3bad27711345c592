import { beforeEach, expect, test } from 'vitest'
import {
  clearSelection,
  collapseSelection,
  extendSelection,
  forgetCaptures,
  MOST_SELECTED,
  openCapture,
  selectAll,
  selectCapture,
  toggleInSelection,
  useSelection,
} from './selection-store.ts'

const SHOWN = ['a', 'b', 'c', 'd', 'e']
const selected = () => [...useSelection.getState().selection].sort().join('')
const shown = () => useSelection.getState().selectedId

beforeEach(clearSelection)

test('shift selects from where it began, in either direction', () => {
  selectCapture('c')
  extendSelection('e', SHOWN)
  expect(selected()).toBe('cde')
  extendSelection('b', SHOWN)
  expect(selected()).toBe('bc')
  expect(shown()).toBe('b')
})

test('shift with nothing selected selects one', () => {
  extendSelection('d', SHOWN)
  expect(selected()).toBe('d')
})

test('shift from a capture that is no longer shown begins anew', () => {
  selectCapture('gone')
  extendSelection('d', SHOWN)
  expect(selected()).toBe('d')
})

test('all that are loaded can be selected, and the detail stays', () => {
  selectCapture('c')
  selectAll(SHOWN)
  expect([selected(), shown()]).toEqual(['abcde', 'c'])
  selectAll(['x', 'y'])
  expect([selected(), shown()]).toEqual(['xy', 'x'])
})

test('no more are selected than one call takes, counted from the anchor', () => {
  const many = Array.from({ length: MOST_SELECTED + 5 }, (_, index) => String(index))
  const ends = () => [...useSelection.getState().selection].map(Number).sort((a, b) => a - b)
  selectCapture('2')
  extendSelection(String(MOST_SELECTED + 4), many)
  expect([ends()[0], ends().at(-1), ends().length]).toEqual([2, MOST_SELECTED + 1, MOST_SELECTED])
  expect(shown()).toBe(String(MOST_SELECTED + 1))
  toggleInSelection('0')
  expect(ends().length).toBe(MOST_SELECTED)
  selectCapture(String(MOST_SELECTED + 4))
  extendSelection('0', many)
  expect([ends()[0], ends().length, shown()]).toEqual([5, MOST_SELECTED, '5'])
  selectAll(many)
  expect(ends().length).toBe(MOST_SELECTED)
})

test('a modifier adds and takes out, and the detail follows', () => {
  selectCapture('a')
  toggleInSelection('c')
  expect([selected(), shown()]).toEqual(['ac', 'c'])
  toggleInSelection('c')
  expect([selected(), shown()]).toEqual(['a', 'a'])
  toggleInSelection('a')
  expect([selected(), shown()]).toEqual(['', null])
})

test('collapsing leaves the one shown', () => {
  selectCapture('a')
  extendSelection('c', SHOWN)
  collapseSelection()
  expect(selected()).toBe('c')
})

test('when the capture shown is gone, the next one is shown', () => {
  openCapture('b')
  forgetCaptures(['b'], 'c')
  expect([selected(), shown()]).toEqual(['c', 'c'])
  expect(useSelection.getState().detailOpen).toBe(true)
})

test('when nothing is left to show, the detail closes', () => {
  openCapture('b')
  forgetCaptures(['b'], null)
  expect([selected(), shown()]).toEqual(['', null])
  expect(useSelection.getState().detailOpen).toBe(false)
})

test('others that are gone leave what is shown alone', () => {
  selectCapture('a')
  extendSelection('c', SHOWN)
  forgetCaptures(['b'], 'e')
  expect([selected(), shown()]).toEqual(['ac', 'c'])
})
