import fc from 'fast-check'
import { captureState } from '../../../../shared/capture/capture.ts'
import type { ExportedCapture, ExportedDelivery } from '../../../../shared/export/exported-capture.ts'
import { sampleDelivery, sampleExport } from '../../../../shared/export/testing/sample-export.ts'
import type { HeaderPairs } from '../../../../shared/http/header-pairs.ts'

const latin1 = (min: number) =>
  fc.string({ unit: fc.integer({ min, max: 0xff }).map((code) => String.fromCharCode(code)) })
const name = fc.oneof(
  fc.constantFrom('Host', 'host', 'HOST', 'X-Sig', 'cookie', 'Set-Cookie', 'content-type', '__proto__', 'constructor'),
  fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/),
)
const headers: fc.Arbitrary<HeaderPairs> = fc.array(fc.tuple(name, latin1(0x20)), { maxLength: 6 })
const body = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.string({ unit: 'grapheme' }).map((text) => new Uint8Array(Buffer.from(text))),
  fc.constantFrom('', '\ufeff{"bom":1}', '\u0000', '\u2028"\\').map((text) => new Uint8Array(Buffer.from(text))),
)
const sentence = fc.oneof(fc.constant(''), fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '=1+1', 'a\r\nb'))
const time = fc.integer({ min: 0, max: 253_402_300_799_999 })
const micros = fc.option(fc.integer({ min: 0, max: 2 ** 40 }))
const uuid = fc.uuid({ version: 7 })

/** A capture as any store may hold it. */
const anyCapture: fc.Arbitrary<ExportedCapture> = fc
  .record({
    id: uuid,
    receivedAt: time,
    endpoint: fc.constantFrom('default', 'stripe', 'constructor', 'a-1'),
    method: fc.option(fc.constantFrom('GET', 'POST', 'X-ODD')),
    target: fc.option(
      fc.oneof(
        // The receiver takes no request line with others in its target.
        latin1(0x21).map((text) => text.replaceAll('\x7f', '')),
        fc.constantFrom('/', '*', 'a:443', 'http://h/é?%zz#f', '/a\x80\xa0', ''),
      ),
    ),
    httpVersion: fc.option(fc.constantFrom('1.0', '1.1')),
    headers,
    trailers: headers,
    body,
    state: fc.constantFrom(...captureState.options),
    reason: fc.option(sentence),
    remoteAddress: fc.option(fc.oneof(fc.ipV4(), fc.ipV6())),
    remotePort: fc.option(fc.integer({ min: 0, max: 65_535 })),
    via: fc.option(fc.constantFrom('ngrok', 'localtunnel')),
    bodyUs: micros,
    answer: fc.record({
      status: fc.option(fc.integer({ min: 100, max: 599 })),
      afterUs: micros,
      content: fc.option(fc.record({ headers, body })),
      reason: fc.option(sentence),
    }),
    pinned: fc.boolean(),
    note: sentence,
    tags: fc.uniqueArray(fc.constantFrom('todo', 'refunds', 'é'), { maxLength: 3 }),
  })
  .map(sampleExport)

const timings = fc.record({
  dns: fc.constant(null),
  connect: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
  tls: fc.constant(null),
  firstByte: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
  total: fc.double({ min: 0, max: 1e6, noNaN: true }),
})

/** What was sent of a capture. */
function anyDelivery(captureId: string): fc.Arbitrary<ExportedDelivery> {
  const common = {
    id: uuid,
    startedAt: time,
    edited: fc.boolean(),
    requestHeaders: headers,
    requestBody: fc.option(body),
  }
  const answered = fc
    .record({
      ...common,
      response: fc.record({
        status: fc.integer({ min: 100, max: 599 }),
        statusText: latin1(0x20),
        httpVersion: fc.constantFrom('1.0', '1.1'),
        headers: headers.map((pairs) => [...pairs]),
        trailers: headers.map((pairs) => [...pairs]),
      }),
      responseBody: body,
      timings,
    })
    .map(({ timings, ...delivery }) => {
      const { status } = delivery.response
      const bodySize = delivery.responseBody.length
      return { ...delivery, outcome: { kind: 'answered', status, bodySize, bodyTruncated: false, timings } as const }
    })
  const failed = fc.record({ ...common, timings, message: sentence }).map(({ timings, message, ...delivery }) => ({
    ...delivery,
    response: null,
    responseBody: new Uint8Array(),
    outcome: { kind: 'failed', reason: 'timeout', message, timings } as const,
  }))
  return fc.oneof(answered, failed).map((delivery) => sampleDelivery({ ...delivery, captureId }))
}

export const anyEntries = fc.array(
  anyCapture.chain((capture) =>
    fc.array(anyDelivery(capture.id), { maxLength: 3 }).map((deliveries) => ({ capture, deliveries })),
  ),
  { maxLength: 4 },
)

export type AnyEntries = typeof anyEntries extends fc.Arbitrary<infer Entries> ? Entries : never
