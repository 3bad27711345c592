import { randomBytes } from 'node:crypto'
import zlib from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { keep, openTempStore, received, until } from '../store/testing/temp-store.ts'
import { quietLog } from '../testing/quiet-log.ts'
import { SearchIndex } from './search-index.ts'

// Bodies that are a few kilobytes, compressed, and millions of places to look at when they are not.

const SIZE = 32 * 1024 * 1024
/** Without it they would be compressed by more than a thousandth, and not be opened whole. */
const NOISE = randomBytes(48 * 1024).toString('hex')
const FORM = 'application/x-www-form-urlencoded'

test.each<[what: string, type: string, body: string | Buffer]>([
  ['JSON of escapes', 'application/json', `["${NOISE}${'\\"'.repeat(SIZE / 2)}"]`],
  ['a form of spaces', FORM, `noise=${NOISE}&amount=${'+'.repeat(SIZE)}`],
  ['a form of percent signs', FORM, `noise=${NOISE}&amount=${'%41'.repeat(SIZE / 3)}`],
  ['a field in millions of brackets', FORM, `noise=${NOISE}&amount${'[]'.repeat(SIZE / 2)}=5`],
  ['sigmas', 'text/plain', NOISE + 'ς'.repeat(SIZE / 2)],
  ['a picture of short words', 'image/png', Buffer.concat([Buffer.from(NOISE), Buffer.alloc(SIZE, 'abcd\0')])],
  ['a picture of one long word', 'image/png', Buffer.concat([Buffer.from(`\0${NOISE}`), Buffer.alloc(SIZE, 'a')])],
])(
  '%s does not keep others from being found, with an index or without',
  { timeout: 180_000 },
  async (_, type, body) => {
    const { store, folder } = openTempStore()
    const wanted = Buffer.from('{"amount":1001,"find":"needle"}')
    await keep(store, received({ body: [wanted], bodySize: wanted.length }))
    const packed = zlib.gzipSync(body)
    const headersJson = JSON.stringify(['Content-Type', type, 'Content-Encoding', 'gzip'])
    const newest = await keep(store, received({ headersJson, body: [packed], bodySize: packed.length }))
    const found = async (text: string) => {
      let before: number | undefined
      for (;;) {
        const page = await store.slowReader.ask('list', { text, limit: 1, ...(before === undefined ? {} : { before }) })
        if (page.captures.length > 0 || page.next === null) return page.captures.length
        before = page.next
      }
    }
    expect(await found('needle')).toBe(1)
    expect(await found('body.amount:>1000')).toBe(1)

    const log = quietLog()
    const index = new SearchIndex({ dataFolder: folder, newest, log, changed: () => {} })
    onTestFinished(() => index.close())
    index.start()
    await until(() => index.state?.behind === 0 || log.said.length > 0)
    expect(log.said).toEqual([])
    expect(await found('needle')).toBe(1)
  },
)
