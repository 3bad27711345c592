import fs from 'node:fs'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ImportJob } from '../../../shared/import/import-job.ts'
import type { EndpointDirectory } from '../endpoints/endpoint-directory.ts'
import { inSlices } from '../in-slices.ts'
import type { Log } from '../log/log.ts'
import type { SigningDirectory } from '../signature/signing-directory.ts'
import { idText } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import type { ImportBatch, ImportTally, ImportWork } from './import-messages.ts'
import { type ImportThread, startImportThread } from './import-thread.ts'
import { ImportWriter } from './import-writer.ts'
import { importedEndpoints } from './imported-endpoints.ts'
import { type RoomHere, retentionLosses } from './retention-losses.ts'

/** Ids of captures that are told. */
const TOLD_IDS = 100
/** Writing takes most of the time, bringing to light the rest. */
const WRITING_SHARE = 0.85
/** A capture takes so much on the disk beside its body, with its place in indexes and the log of the database. */
const BYTES_A_CAPTURE = 4096
/** What one job of the queue takes back. */
const UNDONE_AT_ONCE = 50

export interface ImportRunParts {
  readonly store: Store
  readonly dataFolder: string
  readonly endpoints: EndpointDirectory
  readonly signings: SigningDirectory
  readonly room: () => RoomHere
  readonly log: Log
  /** Captures that came to light, and that were taken back. */
  readonly revealed: (seqs: ReadonlyArray<number>) => void
  readonly dropped: (ids: ReadonlyArray<string>) => void
  readonly ignoreRulesChanged: () => void
  /** Endpoints whose provider an import has set. */
  readonly providerSet: (slug: string) => void
}

/** One file on its way in: read whole, then written, then, if somebody asks for it, taken back. */
export class ImportRun {
  job: ImportJob
  /** What it reads, and is not needed once it has ended. */
  readonly uploadIds: ReadonlyArray<string>
  private readonly parts: ImportRunParts
  private readonly work: Omit<ImportWork, 'mode'>
  /** `settled`: whoever asks sees it at once; otherwise from time to time. */
  private readonly changed: (settled: boolean) => void
  private thread: ImportThread | null = null
  private tally: ImportTally | null = null
  private isCancelled = false
  private isClosed = false
  /** Of what was written, 16 bytes each. */
  private readonly idBytes: Uint8Array[] = []
  /** All of it is on disk. */
  isWhole = false

  constructor(
    job: ImportJob,
    uploadIds: ReadonlyArray<string>,
    work: Omit<ImportWork, 'mode'>,
    parts: ImportRunParts,
    changed: (settled: boolean) => void,
  ) {
    this.job = job
    this.uploadIds = uploadIds
    this.work = work
    this.parts = parts
    this.changed = changed
  }

  change(changes: Partial<ImportJob>): void {
    this.job = { ...this.job, ...changes }
    this.changed(true)
  }

  cancel(): void {
    this.isCancelled = true
    this.thread?.cancel()
  }

  /** Its engine ends. */
  close(): void {
    this.isClosed = true
    this.thread?.cancel()
  }

  async check(): Promise<void> {
    const tally = await this.read('check', async () => {})
    if (tally === null) return this.change({ state: 'cancelled' })
    if (tally.problemCount > 0) {
      const { where, message } = tally.problems[0] ?? { where: 'The file', message: 'cannot be read.' }
      const others = tally.problemCount - 1
      const more =
        others === 0 ? '' : others === 1 ? ' There is one more like it.' : ` There are ${others} more like it.`
      return this.change({
        state: 'failed',
        problem: [`${where}: ${message}${more}`, ...tally.nextSteps, 'Nothing was imported.'].join(' '),
      })
    }
    if (tally.captures === 0) {
      return this.change({ state: 'failed', problem: 'There are no captures in this file. Choose another.' })
    }
    await this.refuseWithoutRoom(tally)
    this.tally = tally
    this.change({ state: 'checked', share: 1, losses: retentionLosses(tally, this.parts.room()) })
  }

  async write(): Promise<void> {
    const { store, endpoints, log } = this.parts
    const { job, tally } = this
    if (tally === null) return
    const writer = new ImportWriter(store)
    const wanted = importedEndpoints(tally, endpoints.all())
    // What a store that failed has left.
    await writer.recover(this.parts.revealed)
    await writer.begin(job.fileName, job.format)
    const entered: Array<() => void> = []
    try {
      const read = await this.read('write', (batch) => this.writeBatch(writer, batch))
      // The next engine undoes it.
      if (this.isClosed) return
      if (read === null || this.isCancelled) {
        await writer.undo()
        return this.change({ state: 'cancelled', written: 0, ids: [] })
      }
      this.isWhole = true
      await writer.commit(() => {
        entered.length = 0
        entered.push(endpoints.addImported(wanted.map(({ stored }) => stored)))
        for (const { stored, provider, ignoreRules } of wanted) {
          if (ignoreRules.length > 0) store.ignoreRules.save({ endpoint: stored.slug, rules: [...ignoreRules] })
          if (provider !== null) entered.push(this.parts.signings.addImported(stored.slug, provider))
        }
      })
    } catch (error) {
      this.isWhole = false
      // It failed: what was written of it must not stay, unless the store is what fails; then the next start undoes it.
      if (!this.isClosed)
        await writer.undo().catch((undoing: unknown) => log.error('An import could not be undone', undoing))
      throw error
    }
    // Not in there: what is on disk whole is not undone, whatever goes wrong from here on.
    for (const enter of entered) enter()
    for (const { stored, provider } of wanted) if (provider !== null) this.parts.providerSet(stored.slug)
    if (wanted.some(({ ignoreRules }) => ignoreRules.length > 0)) this.parts.ignoreRulesChanged()
    await this.reveal(writer)
    this.change({ state: 'done', share: 1 })
  }

  /** Puts what came in into the trash, where retention empties it; what was here already stays. */
  async undo(): Promise<void> {
    const { store, dropped } = this.parts
    const ids = this.idBytes.flatMap((bytes) =>
      Array.from({ length: bytes.length / 16 }, (_, index) => idText(bytes.subarray(index * 16, (index + 1) * 16))),
    )
    const now = Date.now()
    let undone = 0
    for (const some of inSlices(ids, UNDONE_AT_ONCE)) {
      if (this.isClosed) return
      await store.queue.write(() => store.marks.trash(some, now))
      dropped(some)
      undone += some.length
      this.job = { ...this.job, share: undone / ids.length }
      this.changed(false)
    }
    this.change({ state: 'undone', share: 1 })
  }

  private async reveal(writer: ImportWriter): Promise<void> {
    let shown = 0
    await writer.reveal((seqs) => {
      shown += seqs.length
      this.parts.revealed(seqs)
      const share = WRITING_SHARE + (1 - WRITING_SHARE) * Math.min(1, shown / this.job.written)
      this.job = { ...this.job, share }
      this.changed(false)
    })
  }

  private async writeBatch(writer: ImportWriter, batch: ImportBatch): Promise<void> {
    await writer.add(batch)
    const { job } = this
    const written = batch.captures.map(({ row }) => row.capture.id)
    this.idBytes.push(Buffer.concat(written))
    const ids = written.slice(0, Math.max(0, TOLD_IDS - job.ids.length)).map(idText)
    this.job = { ...job, written: job.written + batch.captures.length, ids: [...job.ids, ...ids] }
  }

  private async read(
    mode: ImportWork['mode'],
    take: (batch: ImportBatch) => Promise<void>,
  ): Promise<ImportTally | null> {
    if (this.isCancelled || this.isClosed) return null
    const thread = startImportThread(
      { ...this.work, mode },
      {
        progressed: (tally) => {
          this.progressed(mode, tally)
          this.changed(false)
        },
        take,
      },
    )
    this.thread = thread
    try {
      const tally = await thread.ended
      if (tally !== null) this.progressed(mode, tally)
      return tally
    } finally {
      this.thread = null
    }
  }

  private progressed(mode: ImportWork['mode'], tally: ImportTally): void {
    const share = mode === 'check' ? tally.share : tally.share * WRITING_SHARE
    if (mode === 'write') {
      // What was found when it was checked stands, but for what has come in since.
      this.job = { ...this.job, share, already: tally.already, renamed: tally.renamed }
      return
    }
    const { captures, deliveries, bodyBytes, already, renamed, problems, problemCount, nextSteps, remarks } = tally
    const here = new Set(this.parts.endpoints.list().map(({ slug }) => slug))
    const endpoints = [...tally.endpoints].map(([slug, each]) => ({
      slug,
      captures: each.captures,
      isNew: !here.has(slug),
    }))
    const found = {
      captures,
      deliveries,
      bodyBytes,
      already,
      renamed,
      problems,
      problemCount,
      nextSteps,
      remarks,
      endpoints,
    }
    this.job = { ...this.job, share, ...found }
  }

  private async refuseWithoutRoom({ bodyBytes, captures }: ImportTally): Promise<void> {
    const { dataFolder } = this.parts
    const { bavail, bsize } = await fs.promises.statfs(dataFolder)
    const needed = bodyBytes + captures * BYTES_A_CAPTURE
    if (needed < bavail * bsize) return
    const mib = (bytes: number) => Math.ceil(bytes / 1024 / 1024).toLocaleString('en')
    const message = `The disk of ${dataFolder} has ${mib(bavail * bsize)} MiB left, and this needs ${mib(needed)} MiB. Free some space, then import again.`
    throw new AppError('unavailable', message)
  }
}
