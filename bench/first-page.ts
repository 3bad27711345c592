import { newIdBytes } from '../electron/engine/new-id.ts'
import { openStore, type Store } from '../electron/engine/store/store.ts'
import { quietLog } from '../electron/engine/testing/quiet-log.ts'
import { median } from './median.ts'
import { PAYLOAD } from './post-load.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const STORED = 1_000_000
const AT_ONCE = 256
const ASKED = 50

/** (d) The first page of a million captures, as the screen asks for it. */
export function benchFirstPage(): Promise<string[]> {
  return withTemporaryFolder(async (folder) => {
    const store = openStore(folder, quietLog())
    try {
      await fill(store, STORED)
      await store.reader.ask('list', { limit: 1 })
      return [
        `first-page: of ${STORED.toLocaleString('en')} captures ${await time(() => store.reader.ask('list', { limit: 100 }))}`,
        `first-page: of one endpoint ${await time(() => store.reader.ask('list', { limit: 100, endpoint: 'default' }))}`,
        `first-page: with a word that most match ${await time(() => store.slowReader.ask('list', { limit: 100, text: 'payment' }))}`,
      ]
    } finally {
      await store.close()
    }
  })
}

async function time(ask: () => Promise<unknown>): Promise<string> {
  const times: number[] = []
  for (let round = 0; round < ASKED; round++) {
    const started = performance.now()
    await ask()
    times.push(performance.now() - started)
  }
  return `median ${median(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms (limit 50 ms)`
}

function fill(store: Store, count: number): Promise<void> {
  const body = Buffer.from(PAYLOAD)
  const headers = ['Host', '127.0.0.1:4665', 'Content-Type', 'application/json', 'Content-Length', String(body.length)]
  const headersJson = JSON.stringify(headers)
  let sent = 0
  let kept = 0
  return new Promise((resolve, reject) => {
    const next = (): void => {
      if (sent === count) return
      const now = Date.now()
      sent++
      store.captures.keep(
        {
          id: newIdBytes(now),
          receivedAt: now,
          endpoint: sent % 10 === 0 ? 'default' : 'stripe',
          method: 'POST',
          target: `/stripe?n=${sent}`,
          state: 'complete',
          httpVersion: '1.1',
          remoteAddress: '127.0.0.1',
          remotePort: 50_000,
          bodyUs: 100,
          reason: null,
          refused: false,
          headersJson,
          trailersJson: null,
          via: null,
          body: [body],
          bodySize: body.length,
        },
        (error, seq) => {
          if (error !== null) return reject(error)
          store.captures.noteAnswer(seq, { kind: 'answered', version: 1, status: 200, afterUs: 500 }, () => {})
          if (++kept === count) resolve()
          else next()
        },
      )
    }
    for (let index = 0; index < AT_ONCE; index++) next()
  })
}
