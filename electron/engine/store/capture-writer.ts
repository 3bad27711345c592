import type { Database } from 'better-sqlite3'
import { BatchInsert } from './batch-insert.ts'
import type { BodyChunks } from './body-chunks.ts'
import type { CaptureCounts } from './capture-counts.ts'
import type { ChangeLog } from './change-log.ts'
import type { ReceivedCapture } from './received-capture.ts'
import { stateCode } from './rows.ts'
import { CHUNK_BYTES } from './stored-body.ts'
import type { WriteJob, WriteQueue } from './write-queue.ts'

const CHUNKS_A_COMMIT = 4

/** Told once a capture is on disk, or cannot be. */
export type KeptCallback = (error: unknown | null, seq: number) => void

/** What became of the sender's request. */
export type AnswerNote =
  | {
      readonly kind: 'answered'
      /** Which of the kept answers it was; null if it could not be kept. */
      readonly version: number | null
      readonly status: number
      readonly afterUs: number
    }
  | { readonly kind: 'unanswered'; readonly reason: string }

interface GivenNote {
  readonly seq: number
  readonly note: AnswerNote
  readonly done: () => void
}

/** Writes captures. Callbacks rather than promises: this runs once for every request. */
export class CaptureWriter {
  private readonly queue: WriteQueue
  private readonly counts: CaptureCounts
  private readonly changes: ChangeLog
  private readonly chunks: BodyChunks
  private readonly captures: BatchInsert
  /** Those that came whole and to the receiver's own port: nearly all. */
  private readonly plainCaptures: BatchInsert
  private readonly contents: BatchInsert
  /** Without trailers. */
  private readonly plainContents: BatchInsert
  private readonly answers: BatchInsert
  private readonly missingAnswers: BatchInsert
  /** All of them. */
  private readonly inserts: ReadonlyArray<BatchInsert>
  private notes: GivenNote[] = []
  /** Given out here rather than by SQLite, so that many rows can go into one statement. Never used again. */
  private lastSeq: number

  constructor(db: Database, queue: WriteQueue, counts: CaptureCounts, changes: ChangeLog, chunks: BodyChunks) {
    this.chunks = chunks
    this.queue = queue
    this.counts = counts
    this.changes = changes
    this.lastSeq = (db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'captures'").pluck().get() as number) ?? 0
    const insertCaptures = (rows: string) =>
      `INSERT INTO captures (seq, id, received_at, body_size, remote_port, body_us, endpoint, method, target,
         http_version, remote_address, state, reason, via) VALUES ${rows}`
    this.captures = new BatchInsert(db, { own: 13 }, insertCaptures)
    const complete = `, ${stateCode('complete')}, NULL, NULL`
    this.plainCaptures = new BatchInsert(db, { own: 5, alike: 5 }, insertCaptures, complete)
    const insertContents = (rows: string) =>
      `INSERT INTO capture_contents (seq, headers, body, trailers) VALUES ${rows}`
    this.contents = new BatchInsert(db, { own: 3 }, insertContents)
    this.plainContents = new BatchInsert(db, { own: 2 }, insertContents, ', NULL')
    // The capture may have been erased while its answer was delayed.
    const insertAnswers = (columns: string) => (rows: string) =>
      `WITH given AS (VALUES ${rows}) INSERT INTO answers (${columns})
       SELECT * FROM given WHERE EXISTS (SELECT 1 FROM captures WHERE seq = column1)`
    this.answers = new BatchInsert(db, { own: 1, alike: 2 }, insertAnswers('seq, after_us, version, status'))
    this.missingAnswers = new BatchInsert(db, { own: 1 }, insertAnswers('seq, reason'))
    this.inserts = [
      this.captures,
      this.plainCaptures,
      this.contents,
      this.plainContents,
      this.answers,
      this.missingAnswers,
    ]
  }

  keep(capture: ReceivedCapture, done: KeptCallback): void {
    if (capture.bodySize <= CHUNK_BYTES) {
      const body = capture.body.length === 1 ? (capture.body[0] as Uint8Array) : Buffer.concat(capture.body)
      this.keepRow(capture, body, done)
    } else {
      this.keepChunks(capture, 0, new PieceReader(capture.body), done)
    }
  }

  noteAnswer(seq: number, note: AnswerNote, done: () => void): void {
    this.notes.push({ seq, note, done })
    if (this.notes.length === 1) this.queue.pushLazily(this.noteJob())
  }

  /** Inside a transaction: the capture alone, neither counted nor told of. `body`: null if it lies in chunks. */
  add(capture: ReceivedCapture, body: Uint8Array | null): number {
    const seq = ++this.lastSeq
    this.addRow(seq, capture)
    if (capture.trailersJson === null) this.plainContents.add(seq, capture.headersJson, body)
    else this.contents.add(seq, capture.headersJson, body, capture.trailersJson)
    return seq
  }

  /** Inside the transaction: writes the rows that its jobs brought. */
  beforeCommit(): void {
    for (const insert of this.inserts) insert.flush()
  }

  rolledBack(): void {
    for (const insert of this.inserts) insert.clear()
  }

  /** Notes all answers that were given until it runs: one job for each would cost more than its row. */
  private noteJob(): WriteJob {
    let taken: GivenNote[] | null = null
    const settle = (): void => {
      for (const { done } of taken ?? []) done()
    }
    return {
      bytes: 0,
      run: () => {
        if (taken === null) {
          taken = this.notes
          this.notes = []
        }
        for (const { seq, note } of taken) {
          if (note.kind === 'answered') this.answers.add(seq, note.afterUs, note.version, note.status)
          else this.missingAnswers.add(seq, note.reason)
          this.changes.touched(seq)
        }
      },
      committed: settle,
      // The captures themselves are safe; only how long their answers took stays unknown.
      failed: () => {
        // The store closed before it ran.
        taken ??= this.notes.splice(0)
        settle()
      },
    }
  }

  private keepRow(capture: ReceivedCapture, body: Uint8Array | null, done: KeptCallback): void {
    let seq = 0
    this.queue.push({
      bytes: body?.length ?? 0,
      run: () => {
        seq = this.add(capture, body)
        this.changes.touched(seq)
        this.counts.add(capture.endpoint, capture.state === 'malformed', 1, capture.bodySize)
      },
      committed: () => done(null, seq),
      failed: (error) => done(error, 0),
    })
  }

  private addRow(seq: number, capture: ReceivedCapture): void {
    const { state, reason, via } = capture
    const { id, receivedAt, endpoint, method, target, bodySize, httpVersion, remoteAddress, remotePort, bodyUs } =
      capture
    const isPlain = state === 'complete' && reason === null && via === null
    const most = [id, receivedAt, bodySize, remotePort, bodyUs, endpoint, method, target, httpVersion, remoteAddress]
    if (isPlain) this.plainCaptures.add(seq, ...most)
    else this.captures.add(seq, ...most, stateCode(state), reason, via)
  }

  /** A large body goes in ahead of its row, a few MiB a commit, so that other senders are answered in between. */
  private keepChunks(capture: ReceivedCapture, first: number, pieces: PieceReader, done: KeptCallback): void {
    const chunks: Uint8Array[] = []
    while (chunks.length < CHUNKS_A_COMMIT) {
      const chunk = pieces.take(CHUNK_BYTES)
      if (chunk.length === 0) break
      chunks.push(chunk)
    }
    if (chunks.length === 0) {
      this.keepRow(capture, null, (error, seq) => {
        if (error !== null) this.chunks.drop(capture.id)
        done(error, seq)
      })
      return
    }
    this.queue.push({
      bytes: chunks.length * CHUNK_BYTES,
      run: () => {
        for (const [index, chunk] of chunks.entries()) this.chunks.insert(capture.id, 0, first + index, chunk)
      },
      committed: () => this.keepChunks(capture, first + chunks.length, pieces, done),
      failed: (error) => {
        this.chunks.drop(capture.id)
        done(error, 0)
      },
    })
  }
}

/** Takes runs of bytes off a list of pieces, copying only those that cross a border. */
class PieceReader {
  private index = 0
  private offset = 0
  private readonly pieces: ReadonlyArray<Uint8Array>

  constructor(pieces: ReadonlyArray<Uint8Array>) {
    this.pieces = pieces
  }

  take(length: number): Uint8Array {
    const parts: Uint8Array[] = []
    let wanted = length
    while (wanted > 0) {
      const piece = this.pieces[this.index]
      if (piece === undefined) break
      const part = piece.subarray(this.offset, this.offset + wanted)
      parts.push(part)
      wanted -= part.length
      this.offset += part.length
      if (this.offset === piece.length) {
        this.index++
        this.offset = 0
      }
    }
    return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts)
  }
}
