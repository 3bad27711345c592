import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { EXPORT_FORMATS, type ExportFormat } from '../../../shared/export/export-format.ts'
import type { ExportJob } from '../../../shared/export/export-job.ts'
import { startTestEngine, type TestEngine } from '../testing/test-engine.ts'

const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS1lbmRwb2ludA=='
/** What must be nowhere in what goes out. */
const PLANTED = {
  secret: SECRET,
  email: 'jo.planted@example.com',
  card: '4242424242424242',
  phone: '+4917012345678',
  cookie: 'c00kie-planted',
  bearer: 'b3arer-planted',
  query: 'qu3ry-planted',
  password: 'passw0rd-planted',
  /** Of which only the target's answer says what it is. */
  other: 't4rget-planted',
}

async function engineWithPlanted(): Promise<TestEngine> {
  const engine = await startTestEngine()
  onTestFinished(() => engine.close())
  await engine.handlers['endpoints.add']({ slug: 'shop', name: `Shop of ${PLANTED.email}` })
  await engine.handlers['ignoreRules.change']({
    endpoint: 'shop',
    add: [`/users/${PLANTED.email}/seen`],
    remove: [],
  })
  await engine.handlers['secrets.add']({
    endpoint: 'shop',
    name: 'Live',
    kind: 'secret',
    value: SECRET,
    keyId: null,
    audience: null,
    provider: null,
  })
  const target = await echo()
  const headers = { authorization: `Bearer ${PLANTED.bearer}`, cookie: `sid=${PLANTED.cookie}` }
  const json = JSON.stringify({ ...PLANTED, event: { type: PLANTED.email } })
  const form = new URLSearchParams({ ...PLANTED }).toString()
  for (const [type, body] of [
    ['application/json', json],
    ['application/x-www-form-urlencoded', form],
    ['text/plain', [SECRET, PLANTED.email, PLANTED.card, PLANTED.phone].join(' ')],
  ] as const) {
    await post(engine, { ...headers, 'content-type': type }, body)
  }
  await post(engine, { ...headers, 'content-type': 'application/json', 'content-encoding': 'gzip' }, gzipSync(json))
  const { captures } = await engine.handlers['captures.list']({ limit: 10 })
  await engine.handlers['captures.tag']({ ids: captures.map(({ id }) => id), add: [PLANTED.email], remove: [] })
  for (const { id } of captures) {
    await engine.handlers['captures.setNote']({ id, note: `ask ${PLANTED.email} about ${SECRET}` })
    await engine.handlers['replay.send']({ captureId: id, url: `${target}/?token=${PLANTED.query}` })
  }
  return engine
}

async function post(engine: TestEngine, headers: Record<string, string>, body: string | Buffer): Promise<void> {
  const url = `http://127.0.0.1:${engine.port}/shop/${PLANTED.email}?token=${PLANTED.query}`
  const sent = typeof body === 'string' ? body : new Uint8Array(body)
  expect((await fetch(url, { method: 'POST', headers, body: sent })).status).toBe(200)
}

/** Answers with what was sent, so that it is in what comes back, too. */
async function echo(): Promise<string> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      response.setHeader('x-api-key', PLANTED.other)
      response.setHeader('set-cookie', `sid=${PLANTED.cookie}; Path=/`)
      response.end(`${request.headers.authorization} ${pieces.map(String).join('')}`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function exported(
  engine: TestEngine,
  format: ExportFormat,
  redact: boolean,
): Promise<[string, ExportJob | null]> {
  let last: ExportJob | null = null
  engine.subscribe((event) => {
    if (event.event === 'export.job') last = event.job
  })
  const scope = { kind: 'filter' as const, filter: {} }
  const { id } = await engine.handlers['export.start']({ scope, format, deliveries: true, redact })
  const pieces: Uint8Array[] = []
  for await (const piece of engine.openExport(id)?.bytes ?? []) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  return [decoded(format === 'bundle' ? gunzipSync(bytes) : bytes), last]
}

/** All that can be read out of it: as it is, and what stands in it as base64, percent-encoded, or as JSON in JSON. */
function decoded(bytes: Buffer): string {
  const text = bytes.toString()
  const base64s = (text.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? []).map((found) => {
    const inner = Buffer.from(found, 'base64')
    return inner[0] === 0x1f && inner[1] === 0x8b ? gunzipSync(inner).toString() : inner.toString()
  })
  return [text, ...base64s]
    .flatMap((piece) => [
      piece,
      piece.replace(/%([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    ])
    .flatMap((piece) => [piece, piece.replaceAll('\\"', '"')])
    .join('\n')
}

test.each(EXPORT_FORMATS.map(({ id }) => id))(
  'nothing planted is in %s, and everything is without redaction',
  async (format) => {
    const engine = await engineWithPlanted()
    const [open] = await exported(engine, format, false)
    expect(open).toContain(PLANTED.email)
    const [redacted, job] = await exported(engine, format, true)
    for (const [name, value] of Object.entries(PLANTED)) {
      expect({ name, found: redacted.includes(value) }).toEqual({ name, found: false })
    }
    expect(redacted).toContain('[email-1]')
    expect(job).toMatchObject({ state: 'done' })
    expect(job?.redaction?.counts.length).toBeGreaterThan(0)
    expect(JSON.stringify(job)).not.toContain('planted')
  },
)
