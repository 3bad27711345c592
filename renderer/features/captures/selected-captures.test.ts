import { expect, test } from 'vitest'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { sampleSummary } from '../../../shared/capture/testing/sample-capture.ts'
import { neighbourOf, seenOf } from './selected-captures.ts'

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => sampleSummary({ id })) as [Row, Row, Row, Row]
type Row = CaptureSummary

test('what the filter hides is not acted on', () => {
  expect(seenOf(new Set(['a', 'b', 'c']), [c, b], null)).toEqual({ captures: [c, b], unseen: 1 })
  expect(seenOf(new Set(['a', 'b']), [], null)).toEqual({ captures: [], unseen: 2 })
})

test('what the detail shows is seen, whether the list has it or not', () => {
  expect(seenOf(new Set(['a', 'b']), [d], a)).toEqual({ captures: [a], unseen: 1 })
  expect(seenOf(new Set(['a', 'b']), [a, b], a)).toEqual({ captures: [a, b], unseen: 0 })
  // The answer for the row before may still be on its way.
  expect(seenOf(new Set(['a']), [a], b)).toEqual({ captures: [a], unseen: 0 })
})

test('after captures are gone the next older one is shown, else the next newer', () => {
  expect(neighbourOf([b, c], [a, b, c, d])).toBe('d')
  expect(neighbourOf([c, d], [a, b, c, d])).toBe('b')
  expect(neighbourOf([a], [a])).toBeNull()
})
