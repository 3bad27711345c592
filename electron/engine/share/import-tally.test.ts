import { expect, test } from 'vitest'
import { newTally, tallySaid } from './import-tally.ts'

test('what is so of many entries is said once, with the first of them', () => {
  const tally = newTally()
  for (let entry = 1; entry <= 500; entry++) {
    tallySaid(tally, { kind: 'remark', where: `Entry ${entry}`, message: 'It was decoded.' })
  }
  for (let entry = 1; entry <= 30; entry++) {
    tallySaid(tally, { kind: 'remark', where: `Entry ${entry}`, message: `It has ${entry} faults.` })
  }
  expect(tally.remarks).toHaveLength(20)
  expect(tally.remarks.slice(0, 2)).toEqual([
    { where: 'Entry 1 and 499 more', message: 'It was decoded.' },
    { where: 'Entry 1', message: 'It has 1 faults.' },
  ])
  expect(tally.problemCount).toBe(0)
})
