import type { ExportedCapture } from '../../../shared/export/exported-capture.ts'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import type { ExportQueries } from '../store/export-queries.ts'
import { IMPORTING } from '../store/importing.ts'
import { SeenCaptures } from './seen-captures.ts'

/** Whether an id can be kept: nothing has it, the same capture has it, or another one. */
export type IdFate = 'free' | 'same' | 'taken'

/** What has an id, and is not on the disk yet. */
interface UnderWay {
  readonly captures: Map<string, ExportedCapture>
  readonly deliveries: Set<string>
}

/** Looks ids of a file up among those that are here, and among those of the file that are on their way to the disk. */
export class ImportCollisions {
  private readonly queries: ExportQueries
  /** By batch: those that were handed over, oldest first, and at the end the one that is being made. */
  private underWay: UnderWay[] = [nothingYet()]
  /** Of a file that is only looked at, nothing gets to the disk. */
  private readonly seen = new SeenCaptures()

  constructor(queries: ExportQueries) {
    this.queries = queries
  }

  /** If nothing of the file is written. */
  fateIfWritten(capture: ExportedCapture): IdFate {
    const stored = this.stored(capture.id)
    if (stored !== null) return fateBeside(stored, capture)
    const before = this.seen.see(capture)
    if (before === null) return 'free'
    return before === 'same' ? 'same' : 'taken'
  }

  /** A free id is taken from now on: the capture will be handed over. */
  take(capture: ExportedCapture): IdFate {
    const other = this.onItsWay(capture.id) ?? this.stored(capture.id)
    if (other !== null) return fateBeside(other, capture)
    this.underWay.at(-1)?.captures.set(capture.id, capture)
    return 'free'
  }

  /** Likewise for a delivery; whether it was free. */
  takeDelivery(id: string): boolean {
    if (this.underWay.some(({ deliveries }) => deliveries.has(id)) || this.queries.hasDelivery(id)) return false
    this.underWay.at(-1)?.deliveries.add(id)
    return true
  }

  handedOver(): void {
    this.underWay.push(nothingYet())
  }

  /** The oldest batch that was handed over is on disk. */
  written(): void {
    this.underWay.shift()
  }

  private onItsWay(id: string): ExportedCapture | undefined {
    for (const { captures } of this.underWay) {
      const capture = captures.get(id)
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

function nothingYet(): UnderWay {
  return { captures: new Map(), deliveries: new Set() }
}

function fateBeside(other: ExportedCapture | 'trashed', capture: ExportedCapture): IdFate {
  return other !== 'trashed' && isSameCapture(other, capture) ? 'same' : 'taken'
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
