import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readValue } from './value-reading.ts'

const AT = Date.UTC(2026, 10, 21, 8, 30, 15)

test.each([
  ['1795249815', 's', AT],
  ['1795249815.25', 's', AT + 250],
  ['1795249815123', 'ms', AT + 123],
  ['1795249815123456', 'µs', AT + 123],
  ['1795249815123456789', 'ns', AT + 123],
  ['2026-11-21T08:30:15Z', 'iso', AT],
  ['2026-11-21T10:30:15.5+02:00', 'iso', AT + 500],
  ['2026-11-21 10:30:15 +0200', 'iso', AT],
  ['2026-11-21T08:30:15', 'iso-local', AT],
  ['2026-11-21', 'iso-local', Date.UTC(2026, 10, 21)],
])('%s is a time', (text, form, unixMs) => {
  expect(readValue('string', text).time).toEqual({ form, unixMs })
})

test.each(['42', '0123456789', '9999999999', '17952498151', '2026-13-01', '2026-11-21T99:00Z', '2026', '+1795249815'])(
  '%s is no time',
  (text) => {
    expect(readValue('number', text).time).toBeNull()
  },
)

test('JSON, tokens and base64 inside strings are found', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIiwiZXhwIjoxNzAwMDAwMDAwfQ.c2ln'
  expect(readValue('string', ' {"a":[1]} ').inside).toEqual({ kind: 'json', text: ' {"a":[1]} ' })
  expect(readValue('string', token).inside).toMatchObject({
    kind: 'jwt',
    jwt: { payload: '{"sub":"1","exp":1700000000}', times: [{ claim: 'exp', unixMs: 1_700_000_000_000 }] },
  })
  expect(readValue('string', 'aGVsbG8gd29ybGQhISE=').inside).toEqual({
    kind: 'base64',
    form: 'base64',
    bytes: 'hello world!!!',
  })
  expect(readValue('string', 'data:text/plain;base64,aGk=').inside).toMatchObject({ bytes: 'hi' })
  expect(readValue('string', '-_-_abcDEF123456').inside).toMatchObject({ form: 'base64url' })
})

test.each([
  '{not json}',
  '[1,2',
  'payment_intent.succeeded',
  'internationalization',
  '550e8400-e29b-41d4-a716-446655440000',
  'deadbeefdeadbeefdeadbeef',
  '12345678901234567890',
  'a+b/c-d_e1F2G3H4I5',
  'eyJ.eyJ.x',
])('%s holds nothing', (text) => {
  expect(readValue('string', text).inside).toBeNull()
})

test('reads any text without failing', () => {
  fc.assert(fc.property(fc.string(), (text) => void readValue('string', text)))
})
