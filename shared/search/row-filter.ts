import { type CaptureSummary, LISTED_TARGET_LENGTH } from '../capture/capture.ts'
import type { CaptureFilter } from '../capture/capture-filter.ts'
import { clockOf, type FilterClock } from './filter-clock.ts'
import type { FilterNode } from './filter-node.ts'
import { termMatcher } from './matches-filter.ts'
import { parseFilter } from './parse-filter.ts'
import type { SearchedCapture } from './searched-capture.ts'

/** Null: the row of a list does not tell; who has the rest of the capture must be asked. */
export type RowAnswer = boolean | null

/** Asks a filter of rows of the list. A text that is no filter lets nothing through. */
export function rowFilter(filter: CaptureFilter, clock: FilterClock): (row: CaptureSummary) => RowAnswer {
  const parsed = parseFilter(filter.text ?? '', clockOf(filter, clock))
  const asksText = parsed.ok ? rowMatcher(parsed.node) : () => false
  return (row) => {
    if (filter.endpoint !== undefined && row.endpoint !== filter.endpoint) return false
    if (filter.from !== undefined && row.receivedAt < filter.from) return false
    if (filter.to !== undefined && row.receivedAt >= filter.to) return false
    return asksText(row)
  }
}

/** The same of the text alone. */
export function rowMatcher(node: FilterNode): (row: CaptureSummary) => RowAnswer {
  switch (node.kind) {
    case 'and': {
      const matchers = node.nodes.map(rowMatcher)
      return (row) => combined(matchers, row, false)
    }
    case 'or': {
      const matchers = node.nodes.map(rowMatcher)
      return (row) => combined(matchers, row, true)
    }
    case 'not': {
      const asks = rowMatcher(node.node)
      return (row) => {
        const answer = asks(row)
        return answer === null ? null : !answer
      }
    }
    default: {
      const matches = termMatcher(node)
      return (row) => told(() => matches(new RowView(row)))
    }
  }
}

/** `decisive` of one decides all; else one that is not known leaves it open. */
function combined(
  matchers: ReadonlyArray<(row: CaptureSummary) => RowAnswer>,
  row: CaptureSummary,
  decisive: boolean,
): RowAnswer {
  let answer: RowAnswer = !decisive
  for (const asks of matchers) {
    const one = asks(row)
    if (one === decisive) return decisive
    if (one === null) answer = null
  }
  return answer
}

const NOT_IN_ROW = new Error('A row of the list does not tell')

function told(ask: () => boolean): RowAnswer {
  try {
    return ask()
  } catch (error) {
    if (error === NOT_IN_ROW) return null
    throw error
  }
}

/** A row as a filter looks at it. What it does not hold cannot be asked. */
class RowView implements SearchedCapture {
  readonly #row: CaptureSummary
  readonly id: string
  readonly receivedAt: number
  readonly endpoint: string
  readonly method: string | null
  readonly eventType: string | null
  readonly eventId: string | null
  readonly isDuplicate: boolean
  readonly state: CaptureSummary['state']
  readonly bodySize: number
  readonly answeredStatus: number | null
  readonly answeredMs: number | null
  readonly pinned: boolean
  readonly verdict: CaptureSummary['verdict']
  readonly provider: string | null
  readonly handshake: string | null
  readonly drifts: boolean
  readonly attempt: number

  constructor(row: CaptureSummary) {
    this.#row = row
    this.id = row.id
    this.receivedAt = row.receivedAt
    this.endpoint = row.endpoint
    this.method = row.method
    this.eventType = row.eventType
    this.eventId = row.eventId
    this.isDuplicate = row.duplicate
    this.state = row.state
    this.bodySize = row.bodySize
    this.answeredStatus = row.answeredStatus
    this.answeredMs = row.answeredMs
    this.pinned = row.pinned
    this.verdict = row.verdict
    this.provider = row.provider
    this.handshake = row.handshake
    this.drifts = row.drifts
    this.attempt = row.attempt
  }

  /** Lists cut it. */
  get target(): string | null {
    const { target } = this.#row
    if (target !== null && target.length >= LISTED_TARGET_LENGTH) throw NOT_IN_ROW
    return target
  }

  /** Forwards count among the deliveries, so only none of them tells. */
  get isReplayed(): boolean {
    if (this.#row.deliveries > 0) throw NOT_IN_ROW
    return false
  }

  headers(): never {
    throw NOT_IN_ROW
  }

  note(): string {
    if (this.#row.hasNote) throw NOT_IN_ROW
    return ''
  }

  tags(): ReadonlyArray<string> {
    return this.#row.tags
  }

  body(): null {
    if (this.#row.bodySize > 0) throw NOT_IN_ROW
    return null
  }
}
