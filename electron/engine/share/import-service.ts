import { AppError } from '../../../shared/contract/errors.ts'
import type { ImportJob, ImportRequest } from '../../../shared/import/import-job.ts'
import { type Coalesced, coalesce } from '../coalesce.ts'
import { newId } from '../new-id.ts'
import type { UploadStore } from '../uploads/upload-store.ts'
import { detectImport } from './detect-import.ts'
import { ImportRun, type ImportRunParts } from './import-run.ts'
import { ImportWriter } from './import-writer.ts'

/** Progress is told at most this often. */
const TELL_MS = 150

export interface ImportServiceOptions extends ImportRunParts {
  readonly uploads: UploadStore
  readonly onJob: (job: ImportJob) => void
}

/**
 * Files that captures come from, one at a time. A file is read whole before anything of it is written; what is written stays
 * hidden until all of it is; an engine that dies in between undoes it, or brings it to light, at its next start.
 */
export class ImportService {
  private readonly options: ImportServiceOptions
  private readonly tell: Coalesced
  private run: ImportRun | null = null
  private recovering: Promise<void> | null = null
  private working: Promise<void> = Promise.resolve()
  private closed = false

  constructor(options: ImportServiceOptions) {
    this.options = options
    this.tell = coalesce(() => this.run && options.onJob(this.run.job), TELL_MS)
  }

  /** Takes up what the last engine left. */
  start(): void {
    const { store, revealed, log } = this.options
    if (store.imports.unfinished() === null) return
    this.recovering = new ImportWriter(store)
      .recover(revealed)
      .then(
        (what) => log.info('An import that was cut off has been dealt with', { what: what ?? 'nothing' }),
        (error: unknown) => {
          if (!this.closed) log.error('An import that was cut off could not be dealt with', error)
        },
      )
      .finally(() => {
        this.recovering = null
      })
  }

  get job(): ImportJob | null {
    return this.run?.job ?? null
  }

  async check({ uploadId, fileName, format, endpoint, files: named }: ImportRequest): Promise<ImportJob> {
    this.refuseWhileBusy()
    const { dataFolder, endpoints } = this.options
    const file = await this.uploaded(uploadId)
    const files = named === null ? null : { file: await this.uploaded(named.uploadId), entries: named.entries }
    const known = format ?? (await detectImport(file))
    this.refuseWhileBusy()
    if (this.run !== null && this.run.job.state === 'checked') this.cancel(this.run.job.id)
    const slugs = endpoints.list().map(({ slug }) => slug)
    const work = { dataFolder, file, format: known, endpoint, files, slugs }
    const uploadIds = [uploadId, ...(named === null ? [] : [named.uploadId])]
    const run: ImportRun = new ImportRun(newJob(fileName, known), uploadIds, work, this.options, (settled) =>
      this.told(run, settled),
    )
    this.run = run
    this.work(run, () => run.check())
    return run.job
  }

  write(id: string, anyway: boolean): ImportJob {
    const run = this.known(id, 'checked', 'This file is not waiting to be imported. Choose it again.')
    const { losses } = run.job
    if (losses.length > 0 && !anyway) throw new AppError('conflict', `Not all of it would stay. ${losses.join(' ')}`)
    run.change({ state: 'writing', share: 0 })
    this.work(run, () => run.write())
    return run.job
  }

  /** Takes back what the newest import has written. */
  undo(id: string): ImportJob {
    const run = this.known(id, 'done', 'This import can no longer be taken back. Delete its captures in the list.')
    run.change({ state: 'undoing', share: 0 })
    this.work(run, () => run.undo())
    return run.job
  }

  cancel(id: string): boolean {
    const { run } = this
    if (run === null || run.job.id !== id || run.isWhole) return false
    const { state } = run.job
    if (state !== 'checking' && state !== 'checked' && state !== 'writing') return false
    run.cancel()
    if (state === 'checked') run.change({ state: 'cancelled' })
    return true
  }

  async close(): Promise<void> {
    this.closed = true
    this.run?.close()
    this.tell.cancel()
    await Promise.all([this.working, this.recovering])
  }

  private async uploaded(uploadId: string): Promise<string> {
    const file = await this.options.uploads.find(uploadId)
    if (file === null) throw new AppError('not-found', 'The file is no longer here. Choose it again.')
    return file
  }

  private known(id: string, state: ImportJob['state'], otherwise: string): ImportRun {
    const { run } = this
    if (run === null || run.job.id !== id || run.job.state !== state) throw new AppError('conflict', otherwise)
    return run
  }

  private refuseWhileBusy(): void {
    const state = this.run?.job.state
    if (state === 'checking' || state === 'writing' || state === 'undoing' || this.recovering !== null) {
      throw new AppError('conflict', 'Another import is under way. Wait for it to end, or cancel it.')
    }
  }

  /** Whatever goes wrong is told by the job. */
  private work(run: ImportRun, work: () => Promise<void>): void {
    this.working = work().catch((error: unknown) => {
      if (this.closed) return
      const isKnown = error instanceof AppError
      if (!isKnown) this.options.log.error('An import failed', error)
      const why = isKnown ? error.message : 'An error in Hookbench stopped it; the log says more.'
      run.change({ state: 'failed', problem: `${why} ${whatStays(run)}` })
    })
  }

  /** At once where it settles; its file is not needed once it has ended. */
  private told(run: ImportRun, settled: boolean): void {
    if (!settled) {
      this.tell()
      return
    }
    this.tell.cancel()
    this.options.onJob(run.job)
    const { state } = run.job
    if (state !== 'done' && state !== 'cancelled' && state !== 'failed') return
    const { uploads, log } = this.options
    for (const uploadId of run.uploadIds) {
      uploads
        .drop(uploadId)
        .catch((error: unknown) => log.warn('An imported file could not be removed', { error: String(error) }))
    }
  }
}

function whatStays({ isWhole, job }: ImportRun): string {
  if (job.state === 'undoing') return 'Some of what was imported is still here.'
  return isWhole ? 'All of it is on disk, and is shown once Hookbench starts again.' : 'Nothing was imported.'
}

function newJob(fileName: string, format: ImportJob['format']): ImportJob {
  return {
    id: newId(),
    fileName,
    format,
    state: 'checking',
    share: 0,
    captures: 0,
    deliveries: 0,
    bodyBytes: 0,
    already: 0,
    renamed: 0,
    endpoints: [],
    problems: [],
    problemCount: 0,
    nextSteps: [],
    remarks: [],
    losses: [],
    written: 0,
    ids: [],
    problem: null,
  }
}
