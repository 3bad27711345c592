import { expect, test } from 'vitest'
import { DEFAULT_ANSWER, type EndpointAnswer } from '../endpoint/endpoint.ts'
import { base64 } from '../http/base64-text.ts'
import type { HeaderPairs } from '../http/header-pairs.ts'
import { bytesFromLatin1, latin1FromBytes } from '../http/latin1.ts'
import { Redaction } from '../redact/redaction.ts'
import { DEFAULT_REDACTION_RULES } from '../redact/redaction-rules.ts'
import { ExportRedactor } from './redact-exported.ts'
import { sampleDelivery, sampleExport } from './testing/sample-export.ts'

const JSON_HEADERS: HeaderPairs = [['Content-Type', 'application/json']]

async function redactedAnswer(body: EndpointAnswer['body'], headers = JSON_HEADERS): Promise<EndpointAnswer> {
  const { answer } = await redactorOf().endpoint({
    slug: 'shop',
    name: 'Shop',
    answer: { ...DEFAULT_ANSWER, headers: [...headers], body },
    forward: null,
    retention: { maxAgeDays: null, maxCaptures: null, maxBytes: null },
    tunnelHeaders: [],
    allowedAddresses: [],
    ignoreRules: [],
    provider: { kind: 'detect' },
  })
  return answer
}

test.each([
  ['{"name":"Authorization","value":"hunter2hunter"}', '{"name":"Authorization","value":"[authorization-1]"}'],
  ['{"pass\\u0077ord":"x"}', '{"pass\\u0077ord":"[token-1]"}'],
  [`{"a":"${textInBase64('{"password":"hunter2"}')}"}`, `{"a":"${textInBase64('{"password":"[token-1]"}')}"}`],
  ['{"ok":true,"é":"ü"}', '{"ok":true,"é":"ü"}'],
  ['{"é":"ü","password":"ß"}', '{"é":"ü","password":"[token-1]"}'],
])('what an endpoint answers is redacted as a body is: %s', async (text, expected) => {
  expect((await redactedAnswer({ kind: 'text', text })).body).toEqual({ kind: 'text', text: expected })
})

test('its length is that of what goes out', async () => {
  const text = '{"password":"x"}'
  const headers = [...JSON_HEADERS, ['Content-Length', String(text.length)]] as const
  const answer = await redactedAnswer({ kind: 'text', text }, headers)
  expect(answer.headers).toEqual([...JSON_HEADERS, ['Content-Length', String('{"password":"[token-1]"}'.length)]])
})

test.each([
  ['{"ok":true}', '{"ok":true}'],
  ['{"password":"x"}', '{"password":"[token-1]"}'],
])('a file that it answers with, too: %s', async (content, expected) => {
  const body = { kind: 'file', name: 'to jo@example.com 1.json', base64: textInBase64(content) } as const
  expect((await redactedAnswer(body)).body).toEqual({
    ...body,
    name: 'to [email-1] 1.json',
    base64: textInBase64(expected),
  })
})

test('what only a delivery names goes from its capture, and from a delivery in front of it', async () => {
  const first = sampleDelivery({ responseBody: bytesFromLatin1('t0ken-of-the-answer') })
  const second = sampleDelivery({
    requestHeaders: [['X-Api-Key', 'k3y-of-the-target']],
    responseBody: bytesFromLatin1('{"access_token":"t0ken-of-the-answer"}'),
  })
  const redactor = redactorOf()
  const body = bytesFromLatin1('{"x":"k3y-of-the-target","y":"t0ken-of-the-answer"}')
  const capture = await redactor.capture(sampleExport({ body }), [first, second])
  expect(latin1FromBytes(capture.body)).toBe('{"x":"[token-1]","y":"[token-2]"}')
  expect(latin1FromBytes((await redactor.delivery(first)).responseBody)).toBe('[token-2]')
  expect((await redactor.delivery(second)).requestHeaders).toEqual([['X-Api-Key', '[token-1]']])
})

test('looking through deliveries changes nothing else', async () => {
  const delivery = sampleDelivery({ requestHeaders: [['Authorization', 'Bearer k3y-of-the-target']] })
  const capture = sampleExport({ body: bytesFromLatin1('{"password":"x"}') })
  expect(await redactorOf().capture(capture, [delivery])).toEqual(await redactorOf().capture(capture))
})

function redactorOf(): ExportRedactor {
  const redaction = new Redaction({
    rules: DEFAULT_REDACTION_RULES,
    secrets: [],
    keyedName: (value) => `${value.length}`.padStart(12, '0'),
  })
  return new ExportRedactor(redaction, async () => null)
}

function textInBase64(text: string): string {
  return base64(bytesFromLatin1(text))
}
