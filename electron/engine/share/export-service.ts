import { AppError } from '../../../shared/contract/errors.ts'
import { exportFileName } from '../../../shared/export/export-file-name.ts'
import { exportFormatFacts } from '../../../shared/export/export-format.ts'
import type { ExportJob, ExportRequest } from '../../../shared/export/export-job.ts'
import { NONE_LEFT_OUT } from '../../../shared/export/left-out.ts'
import { coalesce } from '../coalesce.ts'
import type { ExportFile } from '../engine-door.ts'
import type { Log } from '../log/log.ts'
import { newId } from '../new-id.ts'
import type { RedactionOrder } from '../redact/new-redaction.ts'
import { explainStoreFailure } from '../store/describe-store-failure.ts'
import { exportPieces } from './export-thread.ts'

/** Progress is told at most this often. */
const TELL_MS = 150
/** Each has a thread and a page of captures in memory. */
const AT_ONCE = 2
/** Jobs that are remembered, the newest ones. */
const REMEMBERED = 20

interface Running {
  job: ExportJob
  readonly request: ExportRequest
  cancelled: boolean
  /** What the thread writes; null while nobody takes it. */
  pieces: AsyncGenerator<Uint8Array> | null
}

export interface ExportServiceOptions {
  readonly dataFolder: string
  readonly log: Log
  readonly onJob: (job: ExportJob) => void
  /** What is taken out of what is to be shared. */
  readonly redaction: () => RedactionOrder
}

/** Files of captures that are being written, each by a thread of its own, as fast as somebody takes them. */
export class ExportService {
  private readonly options: ExportServiceOptions
  private readonly jobs = new Map<string, Running>()

  constructor(options: ExportServiceOptions) {
    this.options = options
  }

  start(request: ExportRequest): ExportJob {
    const { format } = request
    const id = newId()
    const job: ExportJob = {
      id,
      format,
      fileName: exportFileName(format, Date.now()),
      state: 'waiting',
      captures: 0,
      deliveries: 0,
      bytes: 0,
      share: 0,
      problem: null,
      redaction: null,
      leftOut: NONE_LEFT_OUT,
    }
    this.jobs.set(id, { job, request, cancelled: false, pieces: null })
    for (const [old, { job: ended }] of this.jobs) {
      if (this.jobs.size <= REMEMBERED) break
      if (ended.state !== 'running') this.jobs.delete(old)
    }
    return job
  }

  /** Its bytes, which can be taken once; null if there is no such job. Throws `AppError` if they were taken, or too many run. */
  open(id: string): ExportFile | null {
    const running = this.jobs.get(id)
    if (running === undefined) return null
    if (running.job.state !== 'waiting') {
      throw new AppError('conflict', 'This file was taken already, or cancelled. Export it again.')
    }
    const others = [...this.jobs.values()].filter(({ job }) => job.state === 'running').length
    if (others >= AT_ONCE) throw new AppError('conflict', `${AT_ONCE} exports run already. Wait for one to end.`)
    this.change(running, { state: 'running' })
    const { format, fileName } = running.job
    return { fileName, mediaType: exportFormatFacts(format).mediaType, bytes: this.take(running) }
  }

  cancel(id: string): boolean {
    const running = this.jobs.get(id)
    if (running === undefined || (running.job.state !== 'waiting' && running.job.state !== 'running')) return false
    running.cancelled = true
    this.change(running, { state: 'cancelled' })
    void running.pieces?.return(undefined)
    return true
  }

  close(): void {
    for (const id of this.jobs.keys()) this.cancel(id)
  }

  private async *take(running: Running): AsyncGenerator<Uint8Array> {
    const { dataFolder, log } = this.options
    const tell = coalesce(() => this.options.onJob(running.job), TELL_MS)
    const pieces = exportPieces(
      {
        dataFolder,
        order: { ...running.request, redaction: running.request.redact ? this.options.redaction() : null },
      },
      (count) => {
        running.job = { ...running.job, ...count }
        tell()
      },
      (error) => explainStoreFailure(error, dataFolder),
    )
    running.pieces = pieces
    let isWhole = false
    try {
      for await (const bytes of pieces) {
        if (running.cancelled) break
        running.job = { ...running.job, bytes: running.job.bytes + bytes.length }
        yield bytes
      }
      // Cut off, so that nobody takes it for the whole file.
      if (running.cancelled) throw new AppError('conflict', 'The export was cancelled.')
      isWhole = true
    } catch (error) {
      if (!running.cancelled) {
        const isKnown = error instanceof AppError
        if (!isKnown) log.error('An export failed', error, { export: running.job.id })
        const problem = isKnown ? error.message : 'An error in Hookbench stopped it; the log says more.'
        this.change(running, { state: 'failed', problem })
      }
      throw error
    } finally {
      running.pieces = null
      tell.cancel()
      if (isWhole) this.change(running, { state: 'done', share: 1 })
      // Whoever took it went away.
      else if (running.job.state === 'running') this.change(running, { state: 'cancelled' })
    }
  }

  private change(running: Running, changes: Partial<ExportJob>): void {
    running.job = { ...running.job, ...changes }
    this.options.onJob(running.job)
  }
}
