import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { newIdBytes } from '../../new-id.ts'
import { quietLog } from '../../testing/quiet-log.ts'
import type { StoredEvent } from '../event-store.ts'
import type { ReceivedCapture } from '../received-capture.ts'
import { openStore, type Store } from '../store.ts'

/** A folder that is gone when the test ends. */
export function tempFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hookbench-store-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface TempStore {
  readonly store: Store
  readonly folder: string
  /** Before the test ends, to open the folder again. */
  close(): Promise<void>
}

/** A store on real files, closed when the test ends. */
export function openTempStore(folder: string = tempFolder()): TempStore {
  const store = openStore(folder, quietLog())
  let closed: Promise<void> | null = null
  const close = () => {
    closed ??= store.close()
    return closed
  }
  onTestFinished(close)
  return { store, folder, close }
}

/** A request as the receiver hands it over. */
export function received(changes: Partial<ReceivedCapture> = {}): ReceivedCapture {
  const receivedAt = changes.receivedAt ?? Date.now()
  const body = changes.body ?? [Buffer.from('{"hello":"world"}')]
  return {
    id: newIdBytes(receivedAt),
    receivedAt,
    endpoint: 'default',
    method: 'POST',
    target: '/hook',
    state: 'complete',
    httpVersion: '1.1',
    remoteAddress: '127.0.0.1',
    remotePort: 40_000,
    bodyUs: 120,
    reason: null,
    headersJson: JSON.stringify(['Host', 'localhost', 'Content-Type', 'application/json']),
    trailersJson: null,
    via: null,
    refused: false,
    body,
    bodySize: body.reduce((sum, piece) => sum + piece.length, 0),
    ...changes,
  }
}

/** Resolves with the sequence number once the capture is on disk. */
export function keep(store: Store, capture: ReceivedCapture = received()): Promise<number> {
  return new Promise((resolve, reject) =>
    store.captures.keep(capture, (error, seq) => (error === null ? resolve(seq) : reject(error))),
  )
}

export async function keepMany(store: Store, count: number, changes: Partial<ReceivedCapture> = {}): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, () => keep(store, received(changes))))
}

/** What a capture tells of, as identifying it would have found. */
export async function keepEvent(store: Store, event: Partial<StoredEvent> & { readonly seq: number }): Promise<void> {
  const plain = { endpoint: 'default', type: null, id: null, counter: null, eventKey: null, contentKey: null }
  await store.queue.write(() =>
    store.events.save([{ ...plain, attempt: 1, first: null, repeats: null, isNews: true, ...event }]),
  )
}

/** Waits for a condition by asking again and again; the test's own time limit ends it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5))
}
