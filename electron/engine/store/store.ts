import fs from 'node:fs'
import type { Database } from 'better-sqlite3'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { StoreState } from '../../../shared/engine/engine-state.ts'
import type { Log } from '../log/log.ts'
import { makePrivateFolder, tightenMode } from '../private-folder.ts'
import { BodyChunks } from './body-chunks.ts'
import { CaptureCounts } from './capture-counts.ts'
import { CaptureEraser } from './capture-eraser.ts'
import { CaptureMarks } from './capture-marks.ts'
import { CaptureOrder } from './capture-order.ts'
import { CaptureTags } from './capture-tags.ts'
import { CaptureWriter } from './capture-writer.ts'
import { ChangeLog } from './change-log.ts'
import { Checkpointer } from './checkpointer.ts'
import { DatabasePages } from './database-pages.ts'
import { DeliveryWriter } from './delivery-writer.ts'
import { describeStoreFailure, explainStoreFailure } from './describe-store-failure.ts'
import { EndpointStore } from './endpoint-store.ts'
import { type EngineLock, takeEngineLock } from './engine-lock.ts'
import { EventStore } from './event-store.ts'
import { FilterStore } from './filter-store.ts'
import { HandshakeStore } from './handshake-store.ts'
import { IgnoreRuleStore } from './ignore-rule-store.ts'
import { ImportStore } from './import-store.ts'
import { MetaStore } from './meta-store.ts'
import { isDamage, markSuspect, type OpenedDatabase, openWritingDatabase } from './open-database.ts'
import { ShapeStore } from './shape-store.ts'
import { SigningStore } from './signing-store.ts'
import { StoreReader } from './store-reader.ts'
import { TargetStore } from './target-store.ts'
import { TunnelCheckStore } from './tunnel-check-store.ts'
import { VerdictStore } from './verdict-store.ts'
import { IDENTIFICATIONS, RECHECKS, WalkStore } from './walk-store.ts'
import { WriteQueue } from './write-queue.ts'

const CHECKPOINT_MS = 250
const PROBE_MS = 1000

/**
 * Everything that is kept, behind one writing connection. Writing goes through `queue`, reading that may be slow through
 * `reader` (one thread for what a person waits for, `slowReader` for scans).
 */
export class Store {
  /** The file that a damaged database was moved to when this store opened. */
  readonly setAside: string | null
  readonly queue: WriteQueue
  readonly changes: ChangeLog
  readonly pages: DatabasePages
  readonly counts: CaptureCounts
  readonly order: CaptureOrder
  readonly captures: CaptureWriter
  readonly marks: CaptureMarks
  readonly tags: CaptureTags
  readonly eraser: CaptureEraser
  readonly chunks: BodyChunks
  readonly endpoints: EndpointStore
  readonly deliveries: DeliveryWriter
  readonly targets: TargetStore
  readonly filters: FilterStore
  readonly ignoreRules: IgnoreRuleStore
  readonly meta: MetaStore
  readonly imports: ImportStore
  readonly signing: SigningStore
  readonly verdicts: VerdictStore
  readonly rechecks: WalkStore<string>
  readonly events: EventStore
  readonly identifications: WalkStore<string | null>
  readonly handshakes: HandshakeStore
  readonly tunnelChecks: TunnelCheckStore
  readonly shapes: ShapeStore
  readonly reader: StoreReader
  readonly slowReader: StoreReader
  /** For the modules of this folder, and for tests. */
  readonly db: Database
  private readonly dataFolder: string
  private readonly lock: EngineLock
  private readonly log: Log
  private readonly checkpointer: Checkpointer
  private readonly checkpointTimer: NodeJS.Timeout
  private probeTimer: NodeJS.Timeout | null = null
  private probing = false
  /** Damage does not heal: some writes may still go through, which says nothing of the others. */
  private damaged = false
  private current: StoreState = { kind: 'ok' }
  private onState: (state: StoreState) => void = () => {}

  constructor(dataFolder: string, lock: EngineLock, { db, setAside }: OpenedDatabase, log: Log) {
    this.log = log
    this.dataFolder = dataFolder
    this.lock = lock
    this.db = db
    this.setAside = setAside
    this.changes = new ChangeLog(db)
    this.pages = new DatabasePages(db)
    this.counts = new CaptureCounts(db)
    this.order = new CaptureOrder(db)
    this.queue = new WriteQueue(db, {
      beforeCommit: () => {
        this.captures.beforeCommit()
        this.counts.beforeCommit()
        this.changes.beforeCommit()
      },
      afterCommit: () => {
        this.counts.afterCommit()
        this.changes.afterCommit()
      },
      rolledBack: () => {
        this.captures.rolledBack()
        this.counts.rolledBack()
        this.changes.rolledBack()
      },
      health: (failure) => this.health(failure),
      explain: (error) => explainStoreFailure(error, dataFolder),
    })
    this.chunks = new BodyChunks(db, this.queue, log)
    this.eraser = new CaptureEraser(db, this.counts, this.changes, this.chunks)
    this.captures = new CaptureWriter(db, this.queue, this.counts, this.changes, this.chunks)
    this.marks = new CaptureMarks(db, this.counts, this.changes)
    this.tags = new CaptureTags(db, this.changes)
    this.endpoints = new EndpointStore(db)
    this.deliveries = new DeliveryWriter(db, this.queue, this.changes, this.chunks)
    this.targets = new TargetStore(db)
    this.filters = new FilterStore(db)
    this.ignoreRules = new IgnoreRuleStore(db)
    this.meta = new MetaStore(db)
    this.imports = new ImportStore(db, this)
    this.signing = new SigningStore(db)
    this.verdicts = new VerdictStore(db, this.changes)
    this.rechecks = new WalkStore(db, RECHECKS)
    this.events = new EventStore(db, this.changes)
    this.identifications = new WalkStore(db, IDENTIFICATIONS)
    this.handshakes = new HandshakeStore(db, this.changes)
    this.tunnelChecks = new TunnelCheckStore(db)
    this.shapes = new ShapeStore(db, this.changes)
    const unreadable = (error: unknown) => {
      if (isDamage(error)) markSuspect(dataFolder, log)
      return explainStoreFailure(error, dataFolder)
    }
    this.reader = new StoreReader(dataFolder, unreadable, log)
    this.slowReader = new StoreReader(dataFolder, unreadable, log, { givesWay: true })
    this.checkpointer = new Checkpointer(dataFolder, db, log)
    this.checkpointTimer = setInterval(() => this.checkpointer.tick(), CHECKPOINT_MS)
    this.checkpointTimer.unref()
  }

  get state(): StoreState {
    return this.current
  }

  followState(listener: (state: StoreState) => void): void {
    this.onState = listener
  }

  summaries(seqs: ReadonlyArray<number>): Promise<CaptureSummary[]> {
    return this.reader.ask('summaries', seqs)
  }

  async close(): Promise<void> {
    clearInterval(this.checkpointTimer)
    if (this.probeTimer !== null) clearInterval(this.probeTimer)
    this.chunks.close()
    this.queue.close()
    await Promise.all([this.reader.close(), this.slowReader.close(), this.checkpointer.close()])
    this.db.close()
    this.lock.release()
  }

  private health(failure: unknown | null): void {
    if (failure === null) {
      if (this.damaged) return
      if (this.probeTimer !== null) clearInterval(this.probeTimer)
      this.probeTimer = null
      this.current = { kind: 'ok' }
    } else {
      if (isDamage(failure)) {
        this.damaged = true
        markSuspect(this.dataFolder, this.log)
      }
      const since = this.current.kind === 'failing' ? this.current.since : Date.now()
      this.current = { kind: 'failing', message: describeStoreFailure(failure, this.dataFolder), since }
      this.probeTimer ??= setInterval(() => this.probe(), PROBE_MS)
    }
    this.onState(this.current)
  }

  /** Tries to write as much as could not be written, so that the trouble ends by itself when its cause does. */
  private probe(): void {
    if (this.damaged || this.probing) return
    this.probing = true
    const { proofBytes } = this.queue
    // Two commits: pages that one transaction takes and gives back would never be written.
    this.queue
      .write(
        () => this.db.prepare("REPLACE INTO meta (key, value) VALUES ('probe', hex(zeroblob(?)))").run(proofBytes / 2),
        proofBytes,
      )
      .then(() => this.queue.write(() => this.db.prepare("DELETE FROM meta WHERE key = 'probe'").run()))
      .catch(() => {
        // Still failing: the queue has told `health` already.
      })
      .finally(() => {
        this.probing = false
      })
  }
}

/** Takes the folder's lock and opens its store. Throws `AppError` for what a person can fix. */
export function openStore(dataFolder: string, log: Log): Store {
  prepareFolder(dataFolder)
  tightenMode(dataFolder, 0o700, log)
  const lock = takeEngineLock(dataFolder)
  try {
    return new Store(dataFolder, lock, openWritingDatabase(dataFolder, log), log)
  } catch (error) {
    lock.release()
    if (error instanceof AppError || !(error instanceof Error)) throw error
    throw new AppError('unavailable', describeStoreFailure(error, dataFolder), { cause: error })
  }
}

function prepareFolder(dataFolder: string): void {
  try {
    makePrivateFolder(dataFolder)
    fs.accessSync(dataFolder, fs.constants.W_OK)
  } catch (error) {
    const message = `The data folder ${dataFolder} cannot be written (${(error as Error).message}). Choose another with --data, or mend its permissions.`
    throw new AppError('unavailable', message, { cause: error })
  }
}
