import fc from 'fast-check'
import { expect, test } from 'vitest'
import { laterRun } from './later-run.ts'
import type { ReplayRun } from './replay-request.ts'

const begun: ReplayRun = {
  id: '0190a3c8-0000-7000-8000-000000000000',
  url: 'http://localhost:3000/',
  total: 4,
  answered: 0,
  failed: 0,
  state: 'running',
  problem: null,
}

test('a run that has done more is the later one, in whatever order its states come', () => {
  const further = { ...begun, answered: 2, failed: 1 }
  expect(laterRun(begun, further)).toBe(further)
  expect(laterRun(further, begun)).toBe(further)
})

test.each(['done', 'cancelled', 'failed'] as const)('a run that is %s does not go back to running', (state) => {
  const ended = { ...begun, state }
  const running = { ...begun, answered: 3 }
  expect(laterRun(ended, running)).toBe(ended)
  expect(laterRun(running, ended)).toBe(ended)
})

test('a cancelled run still counts what was on its way', () => {
  const cancelled = { ...begun, state: 'cancelled' as const }
  const counted = { ...cancelled, failed: 2 }
  expect(laterRun(cancelled, counted)).toBe(counted)
  expect(laterRun(counted, cancelled)).toBe(counted)
})

test('states that came in any order lead to the last one', () => {
  const history: ReplayRun[] = [0, 1, 2, 3].map((answered) => ({ ...begun, answered }))
  history.push({ ...begun, answered: 4, state: 'done' })
  fc.assert(
    fc.property(fc.shuffledSubarray(history, { minLength: history.length }), (states) => {
      expect(states.reduce(laterRun)).toBe(history.at(-1))
    }),
  )
})
