import fs from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '../../../shared/contract/errors.ts'
import { DEFAULT_ENDPOINT } from '../../../shared/endpoint/endpoint.ts'
import type { ExportedCapture } from '../../../shared/export/exported-capture.ts'
import { firstSegment } from '../../../shared/http/raw-target.ts'
import type { ImportItem } from '../../../shared/import/import-item.ts'
import { prepareAnswer } from '../endpoints/prepared-answer.ts'
import { newId } from '../new-id.ts'
import { ExportQueries } from '../store/export-queries.ts'
import { openReadingDatabase } from '../store/open-database.ts'
import { ReadConnection } from '../store/read-connection.ts'
import { type CapturedBody, ImportBatches } from './import-batches.ts'
import { ImportCollisions } from './import-collisions.ts'
import type { FromImportWorker, ImportWork, ToImportWorker } from './import-messages.ts'
import { newTally, tallyCapture, tallySaid, tallySettings } from './import-tally.ts'
import { nodeByteText } from './node-byte-text.ts'
import { IMPORT_READERS } from './read-import.ts'
import { readUploadedFiles } from './uploaded-files.ts'

// Reads one file, on a thread and a read-only connection of its own: all of it to see whether it can be, or once more to
// hand over what is in it.

/** Batches that may be on their way: one is written while the next is read. */
const AHEAD = 2
const TELL_MS = 150
/** A file with so much wrong is no file of captures. */
const MOST_PROBLEMS = 1000
/** Items between which messages that came are looked at. */
const TURN_ITEMS = 64

const port = parentPort
if (port === null) throw new Error('This file is a worker thread; start it as one')
const work = workerData as ImportWork
const slugs = new Set(work.slugs)
const tally = newTally()
const db = openReadingDatabase(work.dataFolder)
const queries = new ExportQueries(new ReadConnection(db))
const collisions = new ImportCollisions(queries)
let out = 0
let cancelled = false
let wake = (): void => {}

port.on('message', (message: ToImportWorker) => {
  if (message === 'cancel') cancelled = true
  else {
    out--
    collisions.written()
  }
  wake()
})

try {
  await run()
} catch (error) {
  if (error instanceof AppError) send({ kind: 'refused', message: error.message })
  else send({ kind: 'failed', message: String(error), stack: error instanceof Error ? error.stack : undefined })
}
port.close()

function send(message: FromImportWorker, transfer: ReadonlyArray<ArrayBuffer> = []): void {
  port?.postMessage(message, [...transfer])
}

async function run(): Promise<void> {
  const batches = new ImportBatches()
  /** Null: it is here already, or could not be read. */
  let current: CapturedBody | null = null
  let items = 0
  let toldAt = 0

  const handOver = async (): Promise<void> => {
    if (batches.isEmpty) return
    const batch = batches.take()
    out++
    send({ kind: 'batch', batch }, batch.buffers)
    collisions.handedOver()
    // What is large is on disk before the next is read: it is gone from here, and to be compared with what follows.
    const most = batch.captures.some(({ largeBody }) => largeBody !== null) ? 0 : AHEAD - 1
    while (out > most && !cancelled) await new Promise<void>((resolve) => (wake = resolve))
  }
  const takeCapture = (capture: ExportedCapture): void => {
    const endpoint = work.endpoint ?? capture.endpoint ?? routeOf(capture.target)
    const fate = work.mode === 'check' ? collisions.fateIfWritten(capture) : collisions.take(capture)
    tallyCapture(tally, capture, endpoint, fate)
    current = fate === 'same' ? null : { id: capture.id, size: capture.body.length }
    if (current === null || work.mode === 'check') return
    batches.add(capture, fate === 'free' ? capture.id : newId(), endpoint)
  }
  const take = (item: ImportItem): void => {
    switch (item.kind) {
      case 'capture':
        takeCapture(item.capture)
        return
      case 'delivery':
        if (current === null) return
        tally.deliveries++
        if (work.mode === 'check') return
        batches.addDelivery(
          item.delivery,
          collisions.takeDelivery(item.delivery.id) ? item.delivery.id : newId(),
          current,
        )
        return
      case 'endpoint':
        takeEndpoint(item)
        return
      default:
        if (item.kind === 'problem') current = null
        tallySaid(tally, item)
    }
  }

  try {
    const files = work.files === null ? {} : { readFile: readUploadedFiles(work.files) }
    const source = { bytes: fileBytes(), text: nodeByteText, now: Date.now(), newId, ...files }
    for await (const item of IMPORT_READERS[work.format](source)) {
      take(item)
      if (batches.isFull) await handOver()
      if (tally.problemCount >= MOST_PROBLEMS) break
      if (++items % TURN_ITEMS === 0) await turn()
      if (cancelled) return
      if (performance.now() - toldAt > TELL_MS) {
        toldAt = performance.now()
        send({ kind: 'progress', tally })
      }
    }
    await handOver()
    send({ kind: 'end', tally })
  } finally {
    db.close()
  }
}

function takeEndpoint({ endpoint, where }: Extract<ImportItem, { kind: 'endpoint' }>): void {
  try {
    prepareAnswer(endpoint.answer)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    tallySaid(tally, { kind: 'problem', where, message: error.message })
    return
  }
  // Of an endpoint that nothing goes to they are not asked for.
  if (work.endpoint === null || work.endpoint === endpoint.slug) tallySettings(tally, endpoint)
}

function routeOf(target: string | null): string {
  const slug = target === null ? null : firstSegment(target)
  return slug !== null && slugs.has(slug) ? slug : DEFAULT_ENDPOINT
}

async function* fileBytes(): AsyncIterable<Uint8Array> {
  const { size } = await fs.promises.stat(work.file)
  let read = 0
  for await (const piece of fs.createReadStream(work.file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    read += piece.length
    tally.share = size === 0 ? 1 : read / size
    yield piece
  }
}
