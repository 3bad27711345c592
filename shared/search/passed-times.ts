import { type FilterClock, NO_CLOCK } from './filter-clock.ts'
import type { FilterNode } from './filter-node.ts'
import { movesOn } from './filter-time.ts'
import { parseFilter } from './parse-filter.ts'

/** When captures were received of which a filter may say something else than before; `from` inclusive, `to` exclusive. */
export interface PassedTime {
  readonly from: number
  readonly to: number
}

/** Whether a filter lets other captures through as time passes: `after:10m`, `body.created:>10m`. */
export function changesWithTime(text: string): boolean {
  const parsed = parseFilter(text, NO_CLOCK)
  return parsed.ok && (timesOf(parsed.node).length > 0 || hasMovingValue(parsed.node))
}

/**
 * What `after:10m` and the like have passed over from one moment to another. Only captures that were received then may
 * have come into the filter, or gone out of it. Of times inside captures (`body.created:>10m`) nothing is known here.
 */
export function passedTimes(text: string, before: FilterClock, now: FilterClock): PassedTime[] {
  const times = movingTimes(text, now)
  return movingTimes(text, before).flatMap((from, index) => {
    const to = times[index]
    return to === undefined || to <= from ? [] : [{ from, to }]
  })
}

/** The same times in as few pieces as may be, ascending. */
export function joinedTimes(times: ReadonlyArray<PassedTime>): PassedTime[] {
  const joined: PassedTime[] = []
  for (const time of times.toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1)
    if (last !== undefined && time.from <= last.to) {
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, time.to) }
    } else joined.push(time)
  }
  return joined
}

function movingTimes(text: string, clock: FilterClock): number[] {
  const parsed = parseFilter(text, clock)
  return parsed.ok ? timesOf(parsed.node) : []
}

function timesOf(node: FilterNode): number[] {
  if (node.kind === 'and' || node.kind === 'or') return node.nodes.flatMap(timesOf)
  if (node.kind === 'not') return timesOf(node.node)
  return node.kind === 'time' && movesOn(node.time.text) ? [Math.ceil(node.time.at)] : []
}

/** A value of captures is compared with a time that moves. */
function hasMovingValue(node: FilterNode): boolean {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.nodes.some(hasMovingValue)
    case 'not':
      return hasMovingValue(node.node)
    case 'value':
    case 'named':
    case 'body': {
      const { test } = node
      return test.kind === 'compare' && test.operand.kind === 'time' && movesOn(test.operand.time.text)
    }
    default:
      return false
  }
}
