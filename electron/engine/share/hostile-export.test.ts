import { brotliCompressSync, constants, gunzipSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { EXPORT_FORMATS } from '../../../shared/export/export-format.ts'
import { startTestEngine, type TestEngine } from '../testing/test-engine.ts'

const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS1lbmRwb2ludA=='
const MIB = 1024 * 1024

/** Small to send, large to decode. */
const bomb = (size: number) =>
  brotliCompressSync(Buffer.alloc(size), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })

interface Sent {
  readonly headers: Record<string, string | string[]>
  readonly body: Buffer
}

function sent(type: string, body: string | Buffer, headers: Sent['headers'] = {}): Sent {
  return { headers: { 'content-type': type, ...headers }, body: Buffer.from(body as string) }
}

const zipped = gzipSync(`{"a":"${SECRET}"}`)
const HOSTILE: ReadonlyArray<Sent> = [
  sent('application/json', `${'['.repeat(200_000)}"${SECRET}"`),
  sent('application/json', `${'{"a":'.repeat(100_000)}"${SECRET}"`),
  sent('application/json', `{"a":"${'\\'.repeat(100_001)}${SECRET}"}`),
  sent('application/json', Buffer.concat([Buffer.from('{"a":"\xff\xfe\xc3', 'latin1'), Buffer.from(`${SECRET}"}`)])),
  sent('application/json', `{"a":"\\ud800","b":"\\udc00${SECRET}"}`),
  sent('application/json', `{"__proto__":{"constructor":"${SECRET}"}}`),
  sent('text/plain', `\0\0${SECRET}\0`),
  sent('text/plain; charset=utf-16', Buffer.from(`\ud800${SECRET}`, 'utf16le')),
  sent('text/plain; charset=utf-32', Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from(SECRET)])),
  sent('application/xml', `${'<a>'.repeat(200_000)}<![CDATA[${SECRET}`),
  sent('text/csv', `id,password\n"${'""'.repeat(100_000)}${SECRET}`),
  sent('multipart/form-data; boundary=x', `--x\r\n\r\n${SECRET}\r\n`.repeat(5000)),
  sent('multipart/form-data', `--y\r\nContent-Disposition: form-data; name="a"\r\n\r\n${SECRET}`),
  sent('application/x-www-form-urlencoded', `a=1&`.repeat(50_000) + encodeURIComponent(SECRET)),
  sent('application/octet-stream', zipped),
  sent('application/json', zipped, { 'content-encoding': 'gzip' }),
  sent('application/json', gzipSync(zipped), { 'content-encoding': 'gzip, gzip' }),
  sent('application/json', zipped, { 'content-encoding': Array(30).fill('gzip').join(',') }),
  sent('application/json', zipped, { 'content-encoding': 'br' }),
  sent('application/json', zipped, { 'content-encoding': 'unheard-of' }),
  sent('application/json', zipped.subarray(0, -9), { 'content-encoding': 'gzip' }),
  sent('application/json', bomb(256 * MIB), { 'content-encoding': 'br' }),
  sent('text/plain', gzipSync(Buffer.alloc(40 * MIB, 'a')), { 'content-encoding': 'gzip' }),
  sent('application/json', brotliCompressSync(bomb(64 * MIB)), { 'content-encoding': 'br, br' }),
  sent(
    'text/plain',
    'x',
    Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`x-${index}`, `${SECRET} ${index}`])),
  ),
  sent('text/plain', Buffer.concat([Buffer.alloc(34 * MIB, 'a'), Buffer.from(SECRET)])),
]

async function engineWithHostile(): Promise<TestEngine> {
  const engine = await startTestEngine()
  onTestFinished(() => engine.close())
  const kind = { endpoint: 'default', name: 'Live', kind: 'secret', value: SECRET } as const
  await engine.handlers['secrets.add']({ ...kind, keyId: null, audience: null, provider: null })
  for (const { headers, body } of HOSTILE) {
    const pairs = Object.entries(headers).flatMap(([name, value]) =>
      [value].flat().map((each) => [name, each] as [string, string]),
    )
    const response = await fetch(`http://127.0.0.1:${engine.port}/h`, {
      method: 'POST',
      headers: pairs,
      body: new Uint8Array(body),
    })
    expect(response.status).toBe(200)
  }
  return engine
}

/** As whoever gets the file would look for it. */
function opened(bytes: Buffer): string {
  const text = bytes.toString('latin1')
  const inside = [...text.matchAll(/"[A-Za-z0-9+/]{16,}={0,2}"/g)].map(([quoted]) =>
    Buffer.from(quoted.slice(1, -1), 'base64'),
  )
  const unzipped = inside.map((part) => (part[0] === 0x1f && part[1] === 0x8b ? unzip(part) : part.toString('latin1')))
  return [text, ...unzipped].join('\n')
}

function unzip(bytes: Buffer): string {
  try {
    return gunzipSync(bytes).toString('latin1')
  } catch {
    // Cut off, so that nobody gets anything out of it.
    return ''
  }
}

test('hostile bodies go out redacted, in every format, and are previewed', { timeout: 280_000 }, async () => {
  const engine = await engineWithHostile()
  for (const { id: format } of EXPORT_FORMATS) {
    const { id } = await engine.handlers['export.start']({
      scope: { kind: 'filter', filter: {} },
      format,
      deliveries: true,
      redact: true,
    })
    const pieces: Uint8Array[] = []
    for await (const piece of engine.openExport(id)?.bytes ?? []) pieces.push(piece)
    const file = Buffer.concat(pieces)
    expect(file.length).toBeGreaterThan(100)
    expect(opened(format === 'bundle' ? gunzipSync(file) : file)).not.toContain('c2VjcmV0LW9m')
  }
  const { captures } = await engine.handlers['captures.list']({ limit: 100 })
  expect(captures).toHaveLength(HOSTILE.length)
  for (const { id } of captures) {
    const { body, headers } = await engine.handlers['redaction.capture']({ id, maxBody: 4096 })
    expect(Buffer.from(body, 'base64').toString('latin1') + JSON.stringify(headers)).not.toContain('c2VjcmV0LW9m')
  }
  // What was captured is there as it came.
  const { bodySize } = await engine.handlers['captures.get']({ id: captures.at(-1)?.id ?? '' })
  expect(bodySize).toBe(HOSTILE[0]?.body.length)
})
