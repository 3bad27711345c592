import fs from 'node:fs'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ImportJob, ImportRequest } from '../../../shared/import/import-job.ts'
import { type Coalesced, coalesce } from '../coalesce.ts'
import type { EndpointDirectory } from '../endpoints/endpoint-directory.ts'
import type { Log } from '../log/log.ts'
import { newId } from '../new-id.ts'
import type { SigningDirectory } from '../signature/signing-directory.ts'
import { idText } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import type { UploadStore } from '../uploads/upload-store.ts'
import { detectImport } from './detect-import.ts'
import type { ImportBatch, ImportTally, ImportWork } from './import-messages.ts'
import { type ImportThread, startImportThread } from './import-thread.ts'
import { ImportWriter } from './import-writer.ts'
import { importedEndpoints } from './imported-endpoints.ts'
import { type RoomHere, retentionLosses } from './retention-losses.ts'

/** Progress is told at most this often. */
const TELL_MS = 150
/** Ids of captures that are told. */
const TOLD_IDS = 100
/** Writing takes most of the time, bringing to light the rest. */
const WRITING_SHARE = 0.85
/** A capture takes so much on the disk beside its body, with its place in indexes and the log of the database. */
const BYTES_A_CAPTURE = 4096

export interface ImportServiceOptions {
  readonly store: Store
  readonly dataFolder: string
  readonly uploads: UploadStore
  readonly endpoints: EndpointDirectory
  readonly signings: SigningDirectory
  readonly room: () => RoomHere
  readonly log: Log
  readonly onJob: (job: ImportJob) => void
  /** Captures that came to light. */
  readonly revealed: (seqs: ReadonlyArray<number>) => void
  /** Endpoints whose provider an import has set. */
  readonly providerSet: (slug: string) => void
  /** An import has brought some. */
  readonly ignoreRulesChanged: () => void
}

interface Running {
  job: ImportJob
  readonly uploadId: string
  readonly work: ImportWork
  thread: ImportThread | null
  tally: ImportTally | null
  cancelled: boolean
  /** All of it is on disk. */
  isWhole: boolean
}

/**
 * Files that captures come from, one at a time. A file is read whole before anything of it is written; what is written stays
 * hidden until all of it is; an engine that dies in between undoes it, or brings it to light, at its next start.
 */
export class ImportService {
  private readonly options: ImportServiceOptions
  private readonly tell: Coalesced
  private running: Running | null = null
  private recovering: Promise<void> | null = null
  private working: Promise<void> = Promise.resolve()
  private closed = false

  constructor(options: ImportServiceOptions) {
    this.options = options
    this.tell = coalesce(() => this.running && options.onJob(this.running.job), TELL_MS)
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
    return this.running?.job ?? null
  }

  async check({ uploadId, fileName, format, endpoint }: ImportRequest): Promise<ImportJob> {
    this.refuseWhileBusy()
    const { uploads, dataFolder, endpoints } = this.options
    const file = await uploads.find(uploadId)
    if (file === null) throw new AppError('not-found', 'The file is no longer here. Choose it again.')
    const known = format ?? (await detectImport(file))
    this.refuseWhileBusy()
    if (this.running !== null && this.running.job.state === 'checked') this.cancel(this.running.job.id)
    const slugs = endpoints.list().map(({ slug }) => slug)
    const running: Running = {
      job: newJob(fileName, known),
      uploadId,
      work: { dataFolder, file, format: known, mode: 'check', endpoint, slugs },
      thread: null,
      tally: null,
      cancelled: false,
      isWhole: false,
    }
    this.running = running
    this.work(running, () => this.readAll(running))
    return running.job
  }

  write(id: string, anyway: boolean): ImportJob {
    const { running } = this
    if (running === null || running.job.id !== id || running.job.state !== 'checked') {
      throw new AppError('conflict', 'This file is not waiting to be imported. Choose it again.')
    }
    const { losses } = running.job
    if (losses.length > 0 && !anyway) throw new AppError('conflict', `Not all of it would stay. ${losses.join(' ')}`)
    this.change(running, { state: 'writing', share: 0 })
    this.work(running, () => this.writeAll(running))
    return running.job
  }

  cancel(id: string): boolean {
    const { running } = this
    if (running === null || running.job.id !== id || running.isWhole) return false
    const { state } = running.job
    if (state !== 'checking' && state !== 'checked' && state !== 'writing') return false
    running.cancelled = true
    running.thread?.cancel()
    if (state === 'checked') this.end(running, { state: 'cancelled' })
    return true
  }

  async close(): Promise<void> {
    this.closed = true
    this.running?.thread?.cancel()
    this.tell.cancel()
    await Promise.all([this.working, this.recovering])
  }

  private refuseWhileBusy(): void {
    const state = this.running?.job.state
    if (state === 'checking' || state === 'writing' || this.recovering !== null) {
      throw new AppError('conflict', 'Another import is under way. Wait for it to end, or cancel it.')
    }
  }

  /** Whatever goes wrong is told by the job. */
  private work(running: Running, run: () => Promise<void>): void {
    this.working = run().catch((error: unknown) => {
      if (this.closed) return
      const isKnown = error instanceof AppError
      if (!isKnown) this.options.log.error('An import failed', error)
      const why = isKnown ? error.message : 'An error in Hookbench stopped it; the log says more.'
      const what = running.isWhole
        ? 'All of it is on disk, and is shown once Hookbench starts again.'
        : 'Nothing was imported.'
      this.end(running, { state: 'failed', problem: `${why} ${what}` })
    })
  }

  private async readAll(running: Running): Promise<void> {
    const tally = await this.read(running, 'check', async () => {})
    if (tally === null) return this.end(running, { state: 'cancelled' })
    if (tally.problemCount > 0) {
      const { where, message } = tally.problems[0] ?? { where: 'The file', message: 'cannot be read.' }
      const more = tally.problemCount === 1 ? '' : ` There are ${tally.problemCount - 1} more like it.`
      return this.end(running, { state: 'failed', problem: `${where}: ${message}${more} Nothing was imported.` })
    }
    if (tally.captures === 0) {
      return this.end(running, { state: 'failed', problem: 'There are no captures in this file. Choose another.' })
    }
    await this.refuseWithoutRoom(tally)
    running.tally = tally
    this.change(running, { state: 'checked', share: 1, losses: retentionLosses(tally, this.options.room()) })
  }

  private async writeAll(running: Running): Promise<void> {
    const { store, endpoints, signings, revealed, providerSet, ignoreRulesChanged, log } = this.options
    const { job, tally } = running
    if (tally === null) return
    const writer = new ImportWriter(store)
    const wanted = importedEndpoints(tally, endpoints.all())
    // What a store that failed has left.
    await writer.recover(revealed)
    await writer.begin(job.fileName, job.format)
    const entered: Array<() => void> = []
    try {
      const read = await this.read(running, 'write', (batch) => this.writeBatch(running, writer, batch))
      // Its engine ends: the next one undoes it.
      if (this.closed) return
      if (read === null || running.cancelled) {
        await writer.undo()
        return this.end(running, { state: 'cancelled', written: 0, ids: [] })
      }
      running.isWhole = true
      await writer.commit(() => {
        entered.length = 0
        entered.push(endpoints.addImported(wanted.map(({ stored }) => stored)))
        for (const { stored, provider, ignoreRules } of wanted) {
          if (ignoreRules.length > 0) store.ignoreRules.save({ endpoint: stored.slug, rules: [...ignoreRules] })
          if (provider !== null) entered.push(signings.addImported(stored.slug, provider))
        }
      })
    } catch (error) {
      running.isWhole = false
      // It failed: what was written of it must not stay, unless the store is what fails; then the next start undoes it.
      if (!this.closed)
        await writer.undo().catch((undoing: unknown) => log.error('An import could not be undone', undoing))
      throw error
    }
    // Not in there: what is on disk whole is not undone, whatever goes wrong from here on.
    for (const enter of entered) enter()
    for (const { stored, provider } of wanted) if (provider !== null) providerSet(stored.slug)
    if (wanted.some(({ ignoreRules }) => ignoreRules.length > 0)) ignoreRulesChanged()
    let shown = 0
    await writer.reveal((seqs) => {
      shown += seqs.length
      revealed(seqs)
      running.job = {
        ...running.job,
        share: WRITING_SHARE + (1 - WRITING_SHARE) * Math.min(1, shown / running.job.written),
      }
      this.tell()
    })
    this.end(running, { state: 'done', share: 1 })
  }

  private async writeBatch(running: Running, writer: ImportWriter, batch: ImportBatch): Promise<void> {
    await writer.add(batch)
    const { job } = running
    const ids = batch.captures.slice(0, Math.max(0, TOLD_IDS - job.ids.length)).map(({ row }) => idText(row.capture.id))
    running.job = { ...job, written: job.written + batch.captures.length, ids: [...job.ids, ...ids] }
  }

  private async read(
    running: Running,
    mode: ImportWork['mode'],
    take: (batch: ImportBatch) => Promise<void>,
  ): Promise<ImportTally | null> {
    if (running.cancelled || this.closed) return null
    const thread = startImportThread(
      { ...running.work, mode },
      {
        progressed: (tally) => {
          this.progressed(running, mode, tally)
          this.tell()
        },
        take,
      },
    )
    running.thread = thread
    try {
      const tally = await thread.ended
      if (tally !== null) this.progressed(running, mode, tally)
      return tally
    } finally {
      running.thread = null
    }
  }

  private progressed(running: Running, mode: ImportWork['mode'], tally: ImportTally): void {
    const share = mode === 'check' ? tally.share : tally.share * WRITING_SHARE
    if (mode === 'write') {
      // What was found when it was checked stands, but for what has come in since.
      running.job = { ...running.job, share, already: tally.already, renamed: tally.renamed }
      return
    }
    const { captures, deliveries, bodyBytes, already, renamed, problems, problemCount, remarks } = tally
    const here = new Set(this.options.endpoints.list().map(({ slug }) => slug))
    const endpoints = [...tally.endpoints].map(([slug, each]) => ({
      slug,
      captures: each.captures,
      isNew: !here.has(slug),
    }))
    const found = { captures, deliveries, bodyBytes, already, renamed, problems, problemCount, remarks, endpoints }
    running.job = { ...running.job, share, ...found }
  }

  private async refuseWithoutRoom({ bodyBytes, captures }: ImportTally): Promise<void> {
    const { dataFolder } = this.options
    const { bavail, bsize } = await fs.promises.statfs(dataFolder)
    const needed = bodyBytes + captures * BYTES_A_CAPTURE
    if (needed < bavail * bsize) return
    const mib = (bytes: number) => Math.ceil(bytes / 1024 / 1024).toLocaleString('en')
    const message = `The disk of ${dataFolder} has ${mib(bavail * bsize)} MiB left, and this needs ${mib(needed)} MiB. Free some space, then import again.`
    throw new AppError('unavailable', message)
  }

  private change(running: Running, changes: Partial<ImportJob>): void {
    running.job = { ...running.job, ...changes }
    this.tell.cancel()
    this.options.onJob(running.job)
  }

  /** Its file is not needed any more. */
  private end(running: Running, changes: Partial<ImportJob>): void {
    this.change(running, changes)
    this.options.uploads
      .drop(running.uploadId)
      .catch((error: unknown) =>
        this.options.log.warn('An imported file could not be removed', { error: String(error) }),
      )
  }
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
    remarks: [],
    losses: [],
    written: 0,
    ids: [],
    problem: null,
  }
}
