import type { ExportedCapture } from '../../../shared/export/exported-capture.ts'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import type { ExportQueries } from '../store/export-queries.ts'
import { IMPORTING } from '../store/importing.ts'

/** Whether an id can be kept: nothing has it, the same capture has it, or another one. */
export type IdFate = 'free' | 'same' | 'taken'

/** Looks captures of a file up among those that are here, and among those of the file that are on their way to the disk. */
export class ImportCollisions {
  private readonly queries: ExportQueries
  /** By batch: those that were handed over, oldest first, and at the end the one that is being made. */
  private underWay: Array<Map<string, ExportedCapture>> = [new Map()]

  constructor(queries: ExportQueries) {
    this.queries = queries
  }

  fateOf(capture: ExportedCapture): IdFate {
    const other = this.onItsWay(capture.id) ?? this.stored(capture.id)
    if (other === null) return 'free'
    return other !== 'trashed' && isSameCapture(other, capture) ? 'same' : 'taken'
  }

  /** It will be handed over. */
  add(capture: ExportedCapture): void {
    this.underWay.at(-1)?.set(capture.id, capture)
  }

  handedOver(): void {
    this.underWay.push(new Map())
  }

  /** The oldest batch that was handed over is on disk. */
  written(): void {
    this.underWay.shift()
  }

  private onItsWay(id: string): ExportedCapture | undefined {
    for (const batch of this.underWay) {
      const capture = batch.get(id)
      if (capture !== undefined) return capture
    }
    return undefined
  }

  private stored(id: string): ExportedCapture | 'trashed' | null {
    const found = this.queries.find(id)
    if (found === null) return null
    // What is in the trash is not here for anybody who looks.
    if (found.trashedAt !== null && found.trashedAt !== IMPORTING) return 'trashed'
    return this.queries.anyCapture(found.seq)
  }
}

/** By what was received; what stands beside it may have been changed by a person. */
function isSameCapture(one: ExportedCapture, other: ExportedCapture): boolean {
  return (
    one.receivedAt === other.receivedAt &&
    one.method === other.method &&
    one.target === other.target &&
    one.httpVersion === other.httpVersion &&
    one.state === other.state &&
    isSamePairs(one.headers, other.headers) &&
    isSamePairs(one.trailers, other.trailers) &&
    Buffer.compare(one.body, other.body) === 0
  )
}

function isSamePairs(one: HeaderPairs, other: HeaderPairs): boolean {
  return (
    one.length === other.length &&
    one.every(([name, value], index) => name === other[index]?.[0] && value === other[index]?.[1])
  )
}
