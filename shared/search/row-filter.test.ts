import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleSummary } from '../capture/testing/sample-capture.ts'
import { NO_CLOCK } from './filter-clock.ts'
import { filterMatcher } from './matches-filter.ts'
import { rowFilter, rowMatcher } from './row-filter.ts'
import { anyFilter } from './testing/filter-arbitraries.ts'
import { searched } from './testing/searched.ts'

const row = sampleSummary({ method: 'POST', target: '/stripe/x?a=1', eventType: 'push', bodySize: 10, tags: ['todo'] })

test.each([
  ['method:post', true],
  ['method:GET', false],
  ['tag:todo query.a:1 event:push', true],
  ['stripe', true],
  ['elsewhere', null],
  ['method:GET elsewhere', false],
  ['method:POST elsewhere', null],
  ['method:POST or elsewhere', true],
  ['-elsewhere', null],
  ['body.a:1', null],
  ['note:*', false],
  ['is:replayed', false],
  ['is:duplicate', false],
  ['header.host:*', null],
  ['status:abc', false],
])('%s is %s', (text, answer) => expect(rowFilter({ text }, NO_CLOCK)(row)).toBe(answer))

test('endpoint and time are told by the row', () => {
  expect(rowFilter({ endpoint: 'none' }, NO_CLOCK)(row)).toBe(false)
  expect(rowFilter({ from: row.receivedAt, to: row.receivedAt + 1 }, NO_CLOCK)(row)).toBe(true)
  expect(rowFilter({ to: row.receivedAt }, NO_CLOCK)(row)).toBe(false)
})

test('a target that the list cut does not tell what is not in it', () => {
  const cut = sampleSummary({ target: `/${'x'.repeat(2047)}`, method: 'POST' })
  expect(rowFilter({ text: 'path:/x' }, NO_CLOCK)(cut)).toBeNull()
  expect(rowFilter({ text: 'method:POST' }, NO_CLOCK)(cut)).toBe(true)
})

test('what a row tells is what the whole capture says', () => {
  const whole = searched({
    ...row,
    headers: [['Host', 'x']],
    body: '{"a":[1,"b"]}',
    tags: row.tags,
    isDuplicate: row.duplicate,
    isReplayed: false,
  })
  fc.assert(
    fc.property(anyFilter, (node) => {
      const answer = rowMatcher(node)(row)
      if (answer !== null) expect(answer).toBe(filterMatcher(node)(whole))
    }),
  )
})
