import { expect, test } from 'vitest'
import { durationInWords } from './duration-in-words.ts'

test.each([
  [0, 'less than a second'],
  [0.4, 'less than a second'],
  [1, '1 second'],
  [-4, '4 seconds'],
  [119, '119 seconds'],
  [120, '2 minutes'],
  [299.9, '5 minutes'],
  [301, '5 minutes'],
  [5400, '90 minutes'],
  [86_400, '24 hours'],
  [3 * 86_400, '3 days'],
  [50 * 365.25 * 86_400, '50 years'],
])('%d s is %s', (seconds, words) => {
  expect(durationInWords(seconds)).toBe(words)
})
