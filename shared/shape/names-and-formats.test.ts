import { expect, test } from 'vitest'
import { isDataName, isWord } from './data-name.ts'
import { formatFromBits, formatsOf } from './string-formats.ts'

test.each([
  ['id', false],
  ['address_line_1', false],
  ['sha256', false],
  ['x-request-id', false],
  ['billing_address2', false],
  ['12345', true],
  ['cus_NffrFeUfNV2Hib', true],
  ['3f1b6a0e-9c1d-4d57-9a5e-0b6a4f1c2d3e', true],
  ['01HZX3M5K8Q2V7N4R6T9WYBCDE', true],
  ['ann@example.com', true],
  ['2026-11-21', true],
  ['__proto__', true],
  ['toString', true],
  ['\ud800', true],
])('%s is data: %s', (name, isData) => expect(isDataName(name)).toBe(isData))

test.each([
  ['payment_intent', true],
  ['usd', true],
  ['us-east-1', true],
  ['customer.subscription.trial_will_end', true],
  ['Ann Example', false],
  ['sk_live_51HfG2aKb8cD9eF', false],
  ['whsec-a8Kd93jfLq02', false],
  ['token:abcdefghijklmnopqrstuvwxyz', false],
  ['pi_3QabR1LkdIwHu7ix0JyKd2mE', false],
  ['', false],
])('%s may be one of an enum: %s', (text, may) => expect(isWord(text)).toBe(may))

test.each([
  ['2026-11-21T08:00:00Z', 'date-time'],
  ['2026-11-21T08:00:00.123+02:00', 'date-time'],
  ['2026-02-30', null],
  ['2024-02-29', 'date'],
  ['1763726671', null],
  ['3f1b6a0e-9c1d-4d57-9a5e-0b6a4f1c2d3e', 'uuid'],
  ['ann@example.com', 'email'],
  ['https://api.github.com/users/octocat', 'uri'],
  ['https://api.github.com/users/octocat{/gist_id}', null],
])('the format of %s is %s', (text, format) => expect(formatFromBits(formatsOf(text))).toBe(format))
