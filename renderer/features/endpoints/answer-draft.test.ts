import { expect, test } from 'vitest'
import { DEFAULT_ANSWER } from '../../../shared/endpoint/endpoint.ts'
import { answerOfDraft, draftOfAnswer } from './answer-draft.ts'
import { headerRow } from './header-rows.tsx'

test('an answer goes through a draft unchanged', () => {
  const answer = {
    ...DEFAULT_ANSWER,
    delayMs: 1500,
    headers: [
      ['Set-Cookie', 'a'],
      ['Set-Cookie', 'b'],
    ] as [string, string][],
  }
  expect(answerOfDraft(draftOfAnswer(answer))).toEqual({ answer })
})

test('rows without a name are left out', () => {
  const draft = { ...draftOfAnswer(DEFAULT_ANSWER), headers: [headerRow(), headerRow(' X-A ', '1')] }
  expect(answerOfDraft(draft)).toMatchObject({ answer: { headers: [['X-A', '1']] } })
})

test.each([
  [{ status: '199' }, 'status'],
  [{ status: '20x' }, 'status'],
  [{ delayMs: '60001' }, 'delayMs'],
  [{ delayMs: '' }, 'delayMs'],
  [{ headers: [headerRow('Bad Name', 'x')] }, 'headers'],
  [{ headers: [headerRow('X-A', 'one\r\nX-B: two')] }, 'headers'],
])('%j is refused at its field', (change, field) => {
  const result = answerOfDraft({ ...draftOfAnswer(DEFAULT_ANSWER), ...change })
  expect(result).toHaveProperty(`errors.${field}`)
})
