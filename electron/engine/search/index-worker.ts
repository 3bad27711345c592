import { parentPort, workerData } from 'node:worker_threads'
import { openReadingDatabase } from '../store/open-database.ts'
import { ReadConnection } from '../store/read-connection.ts'
import { IndexSource } from '../store/search/index-source.ts'
import { giveWayToReceiver } from '../threads/give-way.ts'
import { CaptureIndexer } from './capture-indexer.ts'
import type { IndexMessage, IndexReport, IndexWorkerData } from './index-messages.ts'
import { IndexPace } from './index-pace.ts'

// The only one that writes index.db. It reads captures.db and never writes it: the receiver waits for nothing here.

const HOUSEKEEPING_MS = 5000
const RETRY_MS = 2000

giveWayToReceiver({ nobodyWaits: true })
const { dataFolder, options } = workerData as IndexWorkerData
const db = openReadingDatabase(dataFolder)
const source = new IndexSource(new ReadConnection(db))
const pace = new IndexPace()
let indexer: CaptureIndexer | null = null
let running: Promise<void> | null = null
let hasNews = true
let closing = false
/** The failure of the last report. */
let told: string | null = null

const housekeeping = setInterval(() => {
  indexer?.beginSettling()
  wake()
}, HOUSEKEEPING_MS)

parentPort?.on('message', (message: IndexMessage) => {
  if (message === 'close') {
    closing = true
    pace.stop()
    void (running ?? Promise.resolve()).then(end)
    return
  }
  wake()
})
wake()

function wake(): void {
  hasNews = true
  if (closing) return
  running ??= work().finally(() => {
    running = null
  })
}

async function work(): Promise<void> {
  while (!closing && hasNews) {
    hasNews = false
    try {
      await catchUp()
      report(null)
    } catch (error) {
      // A full disk, or damage that comes back: what is not indexed is searched without it until this is over.
      report((error as Error).message)
      await pace.sleep(RETRY_MS)
      hasNews = true
    }
  }
}

/** Until there is nothing to do. */
async function catchUp(): Promise<void> {
  try {
    indexer ??= new CaptureIndexer(dataFolder, source, options)
    indexer.checkFile()
    // Ahead of the first batch: should a capture end this thread, it is known behind which. What failed may fail again.
    report(told)
    while (!closing) {
      pace.begin()
      if (!indexer.indexSome() && !indexer.settleSome()) return
      report(null)
      await pace.pause(source.newest(), indexer.through)
    }
  } catch (error) {
    if (indexer === null) throw error
    indexer.recover(error)
    hasNews = true
  }
}

function report(failure: string | null): void {
  told = failure
  const through = indexer?.through ?? 0
  const waitingSince = source.waitingSince(through)
  parentPort?.postMessage({ through, waitingSince, failure } satisfies IndexReport)
}

function end(): void {
  clearInterval(housekeeping)
  indexer?.close()
  db.close()
  parentPort?.close()
}
