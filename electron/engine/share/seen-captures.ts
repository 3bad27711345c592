import { createHash, hash, randomBytes } from 'node:crypto'
import type { ExportedCapture } from '../../../shared/export/exported-capture.ts'

/** 32 MiB at most. What comes later is not remembered: then the numbers of the check may be too good, and the writing finds out. */
const MOST = 1_000_000
/** Of 32 bits: two of the id, two of the capture. */
const WORDS = 4

/**
 * The captures that a file has had so far: a digest of the id and one of what was received, in 16 bytes each, since a file may
 * have millions. Salted, so that no file can be made whose ids lie in one place of the table, or whose digests are the same.
 */
export class SeenCaptures {
  private table = new Uint32Array(1024 * WORDS)
  private count = 0
  private readonly salt = randomBytes(16).toString('hex')

  /** Null: its id is new, and remembered from now on. Otherwise whether it was the same capture. */
  see(capture: ExportedCapture): 'same' | 'another' | null {
    const { receivedAt, method, target, httpVersion, state, headers, trailers, body } = capture
    const head = JSON.stringify([receivedAt, method, target, httpVersion, state, headers, trailers])
    const id = wordsOf(hash('sha256', this.salt + capture.id, 'buffer'))
    const content = wordsOf(createHash('sha256').update(this.salt).update(head).update(body).digest())
    const at = this.placeOf(id)
    if (this.table[at] !== 0) {
      return this.table[at + 2] === content[0] && this.table[at + 3] === content[1] ? 'same' : 'another'
    }
    if (this.count >= MOST) return null
    this.table.set([...id, ...content], at)
    this.count++
    if (this.count * WORDS * 2 > this.table.length) this.grow()
    return null
  }

  /** Where it is, or would be: an empty place begins with 0. */
  private placeOf([first, second]: readonly [number, number]): number {
    const mask = this.table.length / WORDS - 1
    for (let place = second & mask; ; place = (place + 1) & mask) {
      const at = place * WORDS
      if (this.table[at] === 0 || (this.table[at] === first && this.table[at + 1] === second)) return at
    }
  }

  private grow(): void {
    const before = this.table
    this.table = new Uint32Array(before.length * 2)
    for (let at = 0; at < before.length; at += WORDS) {
      const [first = 0, second = 0] = before.subarray(at, at + 2)
      if (first !== 0) this.table.set(before.subarray(at, at + WORDS), this.placeOf([first, second]))
    }
  }
}

/** The first is never 0. */
function wordsOf(digest: Buffer): readonly [number, number] {
  return [(digest.readUInt32LE(0) | 1) >>> 0, digest.readUInt32LE(4)]
}
