import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' }
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ExportedCapture } from '../../../shared/export/exported-capture.ts'
import { sampleDelivery, sampleExport } from '../../../shared/export/testing/sample-export.ts'
import { harWriter } from '../../../shared/export/write-har.ts'
import { nodeByteText } from './node-byte-text.ts'

const ajv = new Ajv({ strict: false, allErrors: true })
ajv.addMetaSchema(draft06)
addFormats.default(ajv)
const all = createRequire(import.meta.url)('har-schema') as Record<string, object>
for (const [name, schema] of Object.entries(all)) if (name !== 'har') ajv.addSchema(schema)
const validate = ajv.compile(all.har as object)

function harOf(capture: ExportedCapture): unknown {
  const writer = harWriter(nodeByteText, { name: 'Hookbench', version: '1' })
  const delivery = sampleDelivery({ captureId: capture.id })
  const failed = sampleDelivery({
    response: null,
    responseBody: new Uint8Array(),
    outcome: { kind: 'failed', reason: 'refused', message: 'Refused.', timings: delivery.outcome.timings },
    url: 'http://[::1]:3000/a b?ü=[1]',
  })
  const pieces = [
    ...writer.begin(),
    ...writer.capture(capture),
    ...writer.delivery(delivery, capture),
    ...writer.delivery(failed, capture),
    ...writer.end({ captures: 1, deliveries: 2 }),
  ]
  return JSON.parse(pieces.map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString())).join(''))
}

test('the public schema of HAR 1.2 can tell', () => {
  expect(validate(harOf(sampleExport()))).toBe(true)
  const wrong = harOf(sampleExport()) as { log: { entries: Array<{ request: { url: string } }> } }
  for (const { request } of wrong.log.entries) request.url = 'not a url'
  expect(validate(wrong)).toBe(false)
})

test('whatever was captured, its HAR is one by the public schema', () => {
  const latin1 = fc.string({ unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)) })
  const capture = fc.record({
    method: fc.option(fc.constantFrom('GET', 'POST', 'X-ODD')),
    target: fc.option(
      fc.oneof(
        latin1.map((text) => `/${text}`),
        latin1,
        fc.constantFrom('*', 'http://h/a?b#c', 'a:443', '?x'),
      ),
    ),
    headers: fc.array(fc.tuple(fc.constantFrom('Host', 'Cookie', 'X-é', 'content-type'), latin1)),
    body: fc.uint8Array({ maxLength: 40 }),
    via: fc.option(fc.constant('ngrok')),
  })
  fc.assert(
    fc.property(capture, (changes) => {
      const isValid = validate(harOf(sampleExport(changes)))
      expect(validate.errors ?? []).toEqual([])
      expect(isValid).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('a body of any length and encoding is the text that HAR says it is', () => {
  const bodies = [Buffer.from('é🪝"\\\u0000'.repeat(60_000)), Buffer.from([0xff, 0x00]), Buffer.alloc(500_001, 0xfe)]
  for (const body of bodies) {
    const { log } = harOf(sampleExport({ body })) as {
      log: { entries: Array<{ request: { postData?: { text: string }; _content?: { text: string } } }> }
    }
    const { postData, _content } = log.entries[0]?.request ?? {}
    const bytes = postData ? Buffer.from(postData.text) : Buffer.from(_content?.text ?? '', 'base64')
    expect(bytes.equals(body)).toBe(true)
  }
})
