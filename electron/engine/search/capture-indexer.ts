import { foldCase } from '../../../shared/search/fold-case.ts'
import { GramBits, GramSet, gramWords } from '../searched-text/grams.ts'
import { indexedTexts } from '../searched-text/indexed-texts.ts'
import { readSearchedBody } from '../searched-text/searched-body.ts'
import { deleteIndex, indexIdentity, isIndexSuspect, isUnusable, openWritingIndex } from '../store/search/index-file.ts'
import type { IndexedCapture, IndexSource } from '../store/search/index-source.ts'
import { type IndexEntry, IndexWriter } from '../store/search/index-writer.ts'
import { isStoreFailure } from '../store/write-queue.ts'
import { LeftOutGrams } from './left-out-grams.ts'

/** Captures of one transaction, and the bytes of their bodies. */
const BATCH_CAPTURES = 500
const BATCH_BYTES = 4 * 1024 * 1024
const READ_CAPTURES = 16
/** Of a capture's texts; one with more may match anything. */
const INDEXED_CHARACTERS = 16 * 1024 * 1024
const DELETIONS_AT_ONCE = 2000
/** Deleted captures that are looked after at once. */
const SETTLED_AT_ONCE = 500

export interface IndexerOptions {
  /** Up to here captures are indexed one by one: one of them ended the thread before. */
  readonly singlyThrough: number
  /** The capture behind this one ended the thread when it was alone: it is noted as one that may match anything. */
  readonly passOverAfter: number | null
}

/** Keeps the index what the captures are. Every method does a piece of work that takes some milliseconds. */
export class CaptureIndexer {
  private readonly dataFolder: string
  private readonly source: IndexSource
  private readonly options: IndexerOptions
  private readonly grams = new GramSet()
  private writer: IndexWriter
  private identity: string | null
  private leftOut: LeftOutGrams
  private leftOutBits: GramBits
  /** Deletions are looked after in rounds, and captures that exist no more swept out from here on; null: not now. */
  private settledThrough: number | null = 0
  private sweptThrough: number | null = null

  constructor(dataFolder: string, source: IndexSource, options: IndexerOptions) {
    this.dataFolder = dataFolder
    this.source = source
    this.options = options
    this.writer = this.open()
    this.identity = indexIdentity(dataFolder)
    const leftOut = this.writer.leftOut()
    this.leftOut = new LeftOutGrams(leftOut)
    this.leftOutBits = new GramBits(leftOut)
  }

  /** Everything up to this sequence number is indexed. */
  get through(): number {
    return this.writer.through
  }

  /** Begins anew if somebody deleted the file, or found it damaged. */
  checkFile(): void {
    if (isIndexSuspect(this.dataFolder)) this.rebuild()
    else if (indexIdentity(this.dataFolder) !== this.identity) this.reopen()
  }

  /** Begins anew if the index turned out to be damaged; else throws what was the matter. */
  recover(error: unknown): void {
    if (!isUnusable(error)) throw error
    this.rebuild()
  }

  /** Indexes the next captures; false if there are none. */
  indexSome(): boolean {
    const newest = this.source.newest()
    if (newest <= this.writer.through) return false
    const last = this.writer.add(this.entries(this.writer.through))
    // Otherwise what was there is gone again; what arrives from now on has higher numbers than `newest`.
    if (last === null) this.writer.passTo(newest)
    this.chooseLeftOut()
    return last !== null
  }

  /** Looks after what was deleted; false if there is nothing to do now. */
  settleSome(): boolean {
    if (this.sweptThrough !== null) {
      this.sweptThrough = this.writer.sweep(this.sweptThrough, this.source)
      return true
    }
    if (this.readDeletions()) return true
    if (this.settledThrough === null) return this.writer.shrink()
    const doomed = this.writer.doomedAfter(this.settledThrough, SETTLED_AT_ONCE)
    this.settledThrough = doomed.at(-1) ?? null
    if (doomed.length === 0) return true
    const fates = doomed.map((seq) => ({ seq, fate: this.source.fateOf(seq) }))
    const of = (wanted: string) => fates.filter(({ fate }) => fate === wanted).map(({ seq }) => seq)
    this.writer.settle(of('gone'), of('listed'))
    return true
  }

  /** From now on what was deleted is looked after again: it may have gone since. */
  beginSettling(): void {
    this.settledThrough ??= 0
    if (this.source.isEmpty() && !this.writer.isEmpty()) this.writer.empty()
  }

  close(): void {
    this.writer.close()
  }

  private open(): IndexWriter {
    const writer = new IndexWriter(openWritingIndex(this.dataFolder))
    if (writer.belongsTo(this.source)) return writer
    writer.close()
    deleteIndex(this.dataFolder)
    return new IndexWriter(openWritingIndex(this.dataFolder))
  }

  private rebuild(): void {
    this.writer.close()
    deleteIndex(this.dataFolder)
    this.reopen()
  }

  private reopen(): void {
    this.writer.close()
    this.writer = this.open()
    this.identity = indexIdentity(this.dataFolder)
    const leftOut = this.writer.leftOut()
    this.leftOut = new LeftOutGrams(leftOut)
    this.leftOutBits = new GramBits(leftOut)
    this.settledThrough = 0
    this.sweptThrough = null
  }

  private readDeletions(): boolean {
    const since = this.writer.change
    const { seqs, change, gap } = this.source.deletions(since, DELETIONS_AT_ONCE)
    if (gap && !this.writer.isEmpty()) this.sweptThrough = 0
    if (change === since) return false
    this.writer.doom(seqs, change)
    return true
  }

  /** A few at a time: what lives through some collections of garbage stays in memory for long. */
  private *entries(through: number): Generator<IndexEntry> {
    const { singlyThrough, passOverAfter } = this.options
    const most = through < singlyThrough ? 1 : BATCH_CAPTURES
    let bytes = 0
    for (let place = through, count = 0; count < most && bytes < BATCH_BYTES; ) {
      const captures = this.source.next(place, Math.min(READ_CAPTURES, most - count), BATCH_BYTES)
      for (const capture of captures) {
        yield place === passOverAfter ? unreadEntry(capture) : this.entryOf(capture)
        place = capture.seq
        bytes += capture.body.length
      }
      count += captures.length
      if (captures.length === 0) return
    }
  }

  /** One that cannot be read as text is noted as one that may match anything: it must not keep others from being indexed. */
  private entryOf(capture: IndexedCapture): IndexEntry {
    try {
      return this.readEntry(capture)
    } catch (error) {
      if (isStoreFailure(error)) throw error
      return unreadEntry(capture)
    }
  }

  private readEntry(capture: IndexedCapture): IndexEntry {
    const { seq, id } = capture
    const body = readSearchedBody(capture.headers, capture.body)
    this.grams.clear()
    let room = INDEXED_CHARACTERS
    for (const text of indexedTexts(capture, body)) {
      this.grams.add(foldCase(text.length > room ? text.slice(0, room) : text))
      room -= text.length
      if (room < 0) break
    }
    const { grams } = this.grams
    this.leftOut.count(grams)
    return { seq, id, words: gramWords(grams, this.leftOutBits), partial: room < 0 }
  }

  private chooseLeftOut(): void {
    const leftOut = this.leftOut.change()
    if (leftOut === null) return
    this.writer.beginEra(leftOut)
    this.leftOutBits = new GramBits(leftOut)
  }
}

function unreadEntry({ seq, id }: IndexedCapture): IndexEntry {
  return { seq, id, words: '', partial: true }
}
