import { describe, expect, test } from 'vitest'
import { latin1FromBytes } from '../http/latin1.ts'
import { Redaction } from './redaction.ts'
import { DEFAULT_REDACTION_RULES } from './redaction-rules.ts'
import { redactedBody } from './testing/redacted-body.ts'

const HEX = '0123456789abcdef'
const WORD = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'
const BOT = '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1'
const UUID = '550e8400-e29b-41d4-a716-446655440000'

function redactedTarget(target: string): string {
  const redaction = new Redaction({ rules: DEFAULT_REDACTION_RULES, secrets: [], keyedName: (value) => value })
  const message = { target, headers: [], trailers: [], body: new Uint8Array(), decoded: null }
  const [redacted] = redaction.entry({ messages: [message], texts: [] }).messages
  expect(latin1FromBytes(redacted?.body ?? message.body)).toBe('')
  return (redacted?.target ?? '').replaceAll('%5B', '[').replaceAll('%5D', ']')
}

describe('a path that is a credential', () => {
  test.each([
    [`/bot${BOT}/sendMessage`, '/bot[token-1]/sendMessage'],
    [`/services/T0ABCDEF12/B0ABCDEF12/${WORD}`, '/services/[token-1]'],
    [`/triggers/T0ABCDEF12/7012345678901/${HEX}`, '/triggers/[token-1]'],
    [`/api/webhooks/1234567890123456789/${WORD}-_${WORD}`, '/api/webhooks/1234567890123456789/[token-1]'],
    [`/api/v10/webhooks/1234567890123456789/${WORD}?wait=1`, '/api/v10/webhooks/1234567890123456789/[token-1]?wait=1'],
    [`/webhookb2/${UUID}@${UUID}/IncomingWebhook/${HEX}/${UUID}`, '/webhookb2/[token-1]'],
    [`/open-apis/bot/v2/hook/${UUID}`, '/open-apis/bot/v2/hook/[token-1]'],
    [`/integration/${HEX}${HEX}/enqueue`, '/integration/[token-1]/enqueue'],
    ['/hooks/abcdefgh12345678ijklmnop90', '/hooks/[token-1]'],
    [`/trigger/my_event/with/key/${WORD}`, '/trigger/my_event/with/key/[token-1]'],
    [`/reset-password/${HEX}${HEX}`, '/reset-password/[token-1]'],
    [`/v1/password_reset/${UUID}/x`, '/v1/password_reset/[token-1]/x'],
    [`/a/token/${WORD}`, '/a/token/[token-1]'],
    ['/x/(S(abcdefghijklmnopqrst1234))/y', '/x/(S([token-1]))/y'],
  ])('%s', (given, expected) => {
    expect(redactedTarget(given)).toBe(expected)
    expect(redactedBody(`see https://x.test${given} now`, 'text/plain')).toBe(`see https://x.test${expected} now`)
    expect(redactedBody(JSON.stringify({ url: given }), 'application/json')).toBe(JSON.stringify({ url: expected }))
  })

  test.each([
    ['https://hooks.zapier.com/hooks/catch/123456/abcdef/', 'https://hooks.zapier.com/hooks/catch/[token-1]'],
    [`https://hook.eu1.make.com/${WORD}`, 'https://hook.eu1.make.com/[token-1]'],
    [
      `https://ptb.discord.com/api/webhooks/1234567890123456789/${WORD}`,
      'https://ptb.discord.com/api/webhooks/1234567890123456789/[token-1]',
    ],
    [`https://api.telegram.org/file/bot${BOT}/a.png`, 'https://api.telegram.org/file/bot[token-1]/a.png'],
  ])('%s', (given, expected) => {
    expect(redactedBody(`see ${given} now`, 'text/plain')).toBe(`see ${expected} now`)
  })
})

test.each([
  BOT,
  `ATATT3xFfGF0${WORD}`,
  `hf_${WORD}`,
  `glrt-${WORD}`,
  `hvs.${WORD}`,
  `GOCSPX-${WORD}`,
  `1//0${WORD}${WORD}`,
  `dapi${HEX}${HEX}`,
  `${HEX}${HEX}-us12`,
  `pypi-${WORD}${WORD}`,
  `dckr_pat_${WORD}`,
  `sq0atp-${WORD}`,
  `EAAE${WORD}${WORD}`,
  `access_token$production$${HEX}$${HEX}${HEX}`,
  `access-sandbox-${UUID}`,
  `live_${WORD.slice(0, 32)}`,
  `pdl_ntfset_${WORD}`,
  `polar_whs_${WORD}`,
  `gsk_${WORD}${WORD}`,
  `pat-eu1-${UUID}`,
  `lin_wh_${WORD}`,
  `ntn_${WORD}${WORD}`,
  `MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDe.${WORD}`,
  `tskey-auth-${WORD}`,
])('the token %s', (token) => {
  expect(redactedBody(`a (${token}), b`, 'text/plain')).toBe('a ([token-1]), b')
  expect(redactedTarget(`/x/${token.replaceAll('//', '%2F%2F')}/y`)).toBe('/x/[token-1]/y')
})

test('a token behind an escape that nobody undid', () => {
  expect(redactedBody(`"a" b\\nsk_live_${WORD} c`, 'text/plain')).toBe('"a" b\\n[token-1] c')
})

test.each([
  `/v1/tokens/tok_1AbcdEFGHijklm`,
  `/secrets/${UUID}`,
  `/auth/${UUID}`,
  `/repos/o/r/hooks/12345678/deliveries/${HEX}`,
  '/docs/password/how-to-choose-a-good-one',
  '/docs/token/how-to-get-one-for-2026 and /secret/santa-2026-december-party',
  '/services/webhooks/abcdefghijklmnop1234',
  '/hooks/default/orders',
  '/bot123/x',
  'pk_live_abcdefghij1234 and test_something_longer_than_that',
  `re_1abc ${UUID} ${HEX}${HEX} AC${HEX}${HEX}`,
  'Monday.Friday.Saturday and com.example.application.package.name',
  '12:34:56 2026-01-01T00:00:00.000Z 1234567890:ABC',
])('leaves %s', (given) => {
  expect(redactedBody(given, 'text/plain')).toBe(given)
})
