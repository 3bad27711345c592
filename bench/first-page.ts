import { openStore } from '../electron/engine/store/store.ts'
import { quietLog } from '../electron/engine/testing/quiet-log.ts'
import { fillEvents } from './fill-events.ts'
import { type FilledCapture, fillStore } from './fill-store.ts'
import { median } from './median.ts'
import { PAYLOAD } from './post-load.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const STORED = 1_000_000
const ASKED = 50

/** (d) The first page of a million captures, as the screen asks for it. */
export function benchFirstPage(): Promise<string[]> {
  return withTemporaryFolder(async (folder) => {
    const store = openStore(folder, quietLog())
    try {
      await fillStore(store, STORED, samePayload())
      await fillEvents(store, STORED, (seq) => (seq % 10 === 0 ? 'default' : 'stripe'))
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

function samePayload(): () => FilledCapture {
  const body = Buffer.from(PAYLOAD)
  const headers = ['Host', '127.0.0.1:4665', 'Content-Type', 'application/json', 'Content-Length', String(body.length)]
  let sent = 0
  return () => {
    sent++
    return { endpoint: sent % 10 === 0 ? 'default' : 'stripe', target: `/stripe?n=${sent}`, headers, body }
  }
}
