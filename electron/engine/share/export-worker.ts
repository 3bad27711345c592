import { parentPort, workerData } from 'node:worker_threads'
import { openReadingDatabase } from '../store/open-database.ts'
import { giveWayToReceiver } from '../threads/give-way.ts'
import type { ExportWork, FromExportWorker, ToExportWorker } from './export-messages.ts'
import { exportStream, newExportCount } from './export-stream.ts'

// One export, on a thread and a read-only connection of its own: it never holds up the receiver, however much it reads.

/** Pieces that may be out: enough for the writer and the taker to work at the same time. */
const AHEAD = 8

const port = parentPort
if (port === null) throw new Error('This file is a worker thread; start it as one')
const { dataFolder, order } = workerData as ExportWork
const send = (message: FromExportWorker): void => port.postMessage(message)
let out = 0
let cancelled = false
let wake = (): void => {}

port.on('message', (message: ToExportWorker) => {
  if (message === 'cancel') cancelled = true
  else out--
  wake()
})

giveWayToReceiver()
try {
  await run()
} catch (error) {
  const { message, code } = error as { message: string; code?: string }
  send({ kind: 'failed', message, code })
}
port.close()

async function run(): Promise<void> {
  const db = openReadingDatabase(dataFolder)
  const count = newExportCount()
  try {
    for await (const bytes of exportStream(db, order, count)) {
      // Copied, not handed over: copies are collected early, while what was handed over waits for its 64 MiB to be full.
      send({ kind: 'piece', bytes, count })
      out++
      while (out >= AHEAD && !cancelled) await new Promise<void>((resolve) => (wake = resolve))
      if (cancelled) return
    }
    send({ kind: 'end', count })
  } finally {
    db.close()
  }
}
