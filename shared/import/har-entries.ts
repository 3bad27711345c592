import { AppError } from '../contract/errors.ts'
import type { ByteText } from '../export/byte-text.ts'
import { joinBytes } from '../join-bytes.ts'
import { MOST_NESTED } from './nesting.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d

/** The longest entry that is taken into memory: a request's body of 64 MiB and a response's of 16 MiB as base64, with the rest. */
const LONGEST_ENTRY = 128 * 1024 * 1024
/** What stands around the entries is small; a file that is all of that is no HAR. */
const MOST_AROUND = 16 * 1024 * 1024

export interface HarEntryText {
  /** From 1. */
  readonly number: number
  readonly bytes: Uint8Array
}

/**
 * Cuts the values of `log.entries` out of a HAR as it comes, so that one of them is in memory, and not the file. They and
 * what is around them are parsed by `JSON.parse`, which keeps to the standard, is fast and takes `__proto__` for a name.
 */
export class HarEntries {
  private readonly text: ByteText
  /** What stands around the entries, the list of them left empty. */
  private readonly around: Uint8Array[] = []
  private aroundSize = 0
  private readonly open: number[] = []
  private inString = false
  private isEscaped = false
  /** The text of the string that was read last, where it may be a name. */
  private name = ''
  private nameBytes: number[] | null = null
  /** At each depth, the name whose value is being read; only the two outer ones matter. */
  private readonly path: string[] = []
  /** Depth of the list of entries while inside of it, else 0. */
  private listDepth = 0
  private isListSeen = false
  private entry: Uint8Array[] = []
  private entrySize = 0
  private number = 0

  constructor(text: ByteText) {
    this.text = text
  }

  /** The entries that are whole with this piece. */
  take(piece: Uint8Array): HarEntryText[] {
    const found: HarEntryText[] = []
    let start = 0
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at] as number
      if (this.inString) {
        this.stringByte(byte)
        continue
      }
      if (byte <= 0x20) continue
      const wasInList = this.isDirectlyInList()
      if (wasInList && (byte === COMMA || byte === CLOSE_BRACKET)) {
        this.keep(piece.subarray(start, at))
        start = byte === COMMA ? at + 1 : at
        const entry = this.finished(byte)
        if (entry !== null) found.push(entry)
      }
      if (!this.structure(byte)) continue
      // The list begins: what is up to here stands around it.
      this.keepAround(piece.subarray(start, at + 1))
      start = at + 1
      this.listDepth = this.open.length
      this.isListSeen = true
    }
    // A copy: the piece may be used again by whoever reads the file.
    this.keep(piece.slice(start))
    return found
  }

  /** Throws `AppError` unless the whole was JSON, and a HAR. */
  end(): void {
    if (this.listDepth > 0 || this.inString || this.open.length > 0) {
      throw new AppError(
        'invalid-input',
        `The HAR ends in the middle of entry ${this.number + 1}. Get the whole file, or export it again.`,
      )
    }
    if (!this.isListSeen)
      throw new AppError('invalid-input', 'This JSON has no log.entries, so it is no HAR. Choose another file.')
    const around = this.text.fromUtf8(joinBytes(this.around))?.replace(/^\ufeff/, '') ?? ''
    try {
      JSON.parse(around)
    } catch (error) {
      throw new AppError('invalid-input', 'What stands around the entries of the HAR is not JSON. Export it again.', {
        cause: error,
      })
    }
  }

  private isDirectlyInList(): boolean {
    return this.listDepth > 0 && this.open.length === this.listDepth
  }

  /** Follows what opens and closes. Whether the list of entries begins here. */
  private structure(byte: number): boolean {
    const depth = this.open.length
    if (byte === QUOTE) {
      this.inString = true
      // Only the names of the two outer objects are asked for.
      this.nameBytes = depth <= 2 && this.listDepth === 0 ? [] : null
    } else if (byte === COLON && depth <= 2 && this.listDepth === 0) {
      this.path[depth] = this.name
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      this.open.push(byte)
      if (depth > MOST_NESTED)
        throw new AppError(
          'invalid-input',
          `Entry ${this.number + 1} is nested deeper than any HAR. Leave it out of the file.`,
        )
      const isEntries =
        depth === 2 && this.path[1] === 'log' && this.path[2] === 'entries' && this.open[0] === OPEN_BRACE
      if (byte === OPEN_BRACKET && isEntries && this.open[1] === OPEN_BRACE && this.listDepth === 0) {
        if (this.isListSeen) throw new AppError('invalid-input', 'The HAR has two lists of entries. Export it again.')
        return true
      }
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      const opened = this.open.pop()
      if (opened !== (byte === CLOSE_BRACE ? OPEN_BRACE : OPEN_BRACKET)) {
        const where =
          this.listDepth > 0
            ? `In entry ${this.number + 1} brackets do not match`
            : 'The brackets of the HAR do not match'
        throw new AppError('invalid-input', `${where}. Export it again.`)
      }
      if (this.listDepth > 0 && this.open.length < this.listDepth) this.listDepth = 0
    }
    return false
  }

  private stringByte(byte: number): void {
    if (this.isEscaped) this.isEscaped = false
    else if (byte === BACKSLASH) this.isEscaped = true
    else if (byte === QUOTE) {
      this.inString = false
      if (this.nameBytes !== null) this.name = String.fromCharCode(...this.nameBytes)
      return
    }
    // Longer than any name that is looked for.
    if (this.nameBytes !== null && this.nameBytes.length < 16) this.nameBytes.push(byte)
  }

  private finished(byte: number): HarEntryText | null {
    const bytes = joinBytes(this.entry)
    this.entry = []
    this.entrySize = 0
    const isEmpty = bytes.every((each) => each <= 0x20)
    // `[]` has no entry; `[,` and `[a,]` are not JSON.
    if (isEmpty && byte === CLOSE_BRACKET && this.number === 0) return null
    if (isEmpty)
      throw new AppError(
        'invalid-input',
        `Entry ${this.number + 1} of the HAR is missing between its commas. Export it again.`,
      )
    this.number++
    return { number: this.number, bytes }
  }

  private keep(bytes: Uint8Array): void {
    if (this.listDepth === 0) {
      this.keepAround(bytes)
      return
    }
    if (bytes.length === 0) return
    this.entry.push(bytes)
    this.entrySize += bytes.length
    if (this.entrySize > LONGEST_ENTRY) {
      throw new AppError(
        'invalid-input',
        `Entry ${this.number + 1} is larger than ${LONGEST_ENTRY / 1024 / 1024} MiB. Leave it out of the file.`,
      )
    }
  }

  private keepAround(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.around.push(bytes.slice())
    this.aroundSize += bytes.length
    if (this.aroundSize > MOST_AROUND) {
      throw new AppError(
        'invalid-input',
        'Most of this JSON is not in log.entries, so it is no HAR that can be read. Choose another file.',
      )
    }
  }
}
