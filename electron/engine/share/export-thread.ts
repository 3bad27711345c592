import { Worker } from 'node:worker_threads'
import { threadMemory } from '../threads/thread-memory.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { ExportWork, FromExportWorker, ToExportWorker } from './export-messages.ts'
import type { ExportCount } from './export-stream.ts'

/** Most of what it makes lives as long as a page of captures; the more it may take, the later it collects. */
const LIMITS_OF_THREAD = threadMemory(192)

/** A body is text then, in several forms at once. */
const LIMITS_WHILE_REDACTING = { ...LIMITS_OF_THREAD, maxOldGenerationSizeMb: 2048 }

/** In which a thread that is told to end may end by itself. */
const GRACE_MS = 500

/**
 * The pieces of an export that a thread writes, as fast as they are taken. Leaving the loop ends the thread. `explain`
 * makes of what went wrong there an error to show.
 */
export async function* exportPieces(
  work: ExportWork,
  counted: (count: ExportCount) => void,
  explain: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  const worker = new Worker(workerUrl(new URL('./export-worker.ts', import.meta.url)), {
    workerData: work,
    resourceLimits: work.order.redaction === null ? LIMITS_OF_THREAD : LIMITS_WHILE_REDACTING,
  })
  const tell = (message: ToExportWorker): void => worker.postMessage(message)
  const come: FromExportWorker[] = []
  let failure: unknown = null
  let wake = (): void => {}
  worker.on('message', (message: FromExportWorker) => {
    come.push(message)
    wake()
  })
  worker.on('error', (error) => {
    failure = error
    wake()
  })
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      failure ??= new Error('The thread that exports ended by itself')
      resolve()
      wake()
    })
  })
  try {
    for (;;) {
      const message = come.shift()
      if (message === undefined) {
        if (failure !== null) throw failure
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      if (message.kind === 'failed') throw explain(Object.assign(new Error(message.message), { code: message.code }))
      counted(message.count)
      if (message.kind === 'end') return
      yield message.bytes
      tell('taken')
    }
  } finally {
    tell('cancel')
    // It may be at a body of megabytes, and hear nothing meanwhile.
    const grace = setTimeout(() => void worker.terminate(), GRACE_MS)
    await exited
    clearTimeout(grace)
  }
}
