import { expect, test } from 'vitest'
import { editedBody, MOST_TEXT } from './replay-request.ts'

test('text that is too long for a call is refused, with what to do instead', () => {
  expect(editedBody.safeParse({ kind: 'text', text: 'x'.repeat(MOST_TEXT) }).success).toBe(true)
  const tooLong = editedBody.safeParse({ kind: 'text', text: 'x'.repeat(MOST_TEXT + 1) })
  expect(tooLong.error?.issues[0]?.message).toMatch(/choose it as a file/)
})
