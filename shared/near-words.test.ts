import { expect, test } from 'vitest'
import { nearWords } from './near-words.ts'

const words = ['payment_intent.succeeded', 'payment_intent.payment_failed', 'push', 'pull_request.opened', 'order.paid']

test.each([
  ['payment_intent.suceeded', ['payment_intent.succeeded', 'payment_intent.payment_failed']],
  ['pull_request', ['pull_request.opened']],
  ['ORDER.PAYED', ['order.paid']],
  ['zzzzzz', []],
  ['', []],
])('what may have been meant by %s', (word, near) => expect(nearWords(word, words, 3)).toEqual(near))
