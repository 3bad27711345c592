import { DEFAULT_ENDPOINT } from '../../../shared/endpoint/endpoint.ts'
import type { CaptureCounts } from '../store/capture-counts.ts'
import {
  DAY_MS,
  DEFAULT_SHARE,
  MALFORMED_BYTES,
  MALFORMED_CAPTURES,
  type RetentionRules,
} from '../store/retention-limits.ts'
import type { EndpointTally, ImportTally } from './import-messages.ts'

const MIB = 1024 * 1024

export interface RoomHere {
  readonly rules: RetentionRules
  readonly counts: CaptureCounts
  /** Of the database. */
  readonly usedBytes: number
  readonly now: number
}

/** What the user's own limits would delete once this has come in; a sentence each, none if all of it stays. */
export function retentionLosses({ endpoints, settings: brought }: ImportTally, room: RoomHere): string[] {
  const { rules, counts, usedBytes, now } = room
  const { settings } = rules
  const all = [...endpoints.values()]
  const losses: string[] = []
  const count = (captures: number, limit: number, what: string): void => {
    if (captures <= limit) return
    losses.push(
      `${what} at most ${number(limit)} captures, and there would be ${number(captures)}: the oldest ${number(captures - limit)} would be deleted.`,
    )
  }
  const bytes = (size: number, limit: number, what: string): void => {
    if (size <= limit) return
    losses.push(
      `${what} at most ${number(limit / MIB)} MiB, and there would be ${number(size / MIB)} MiB: the oldest would be deleted.`,
    )
  }
  const age = (days: number | null, oldest: number, what: string): void => {
    if (days === null || oldest >= now - days * DAY_MS) return
    losses.push(
      `${what} captures for ${days} days, and the oldest in the file is of ${day(oldest)}: what is older would be deleted at once.`,
    )
  }
  count(counts.total().captures + sum(all, unpinned), settings.maxCaptures, 'Settings keep')
  bytes(usedBytes + sum(all, ({ bytes: size, pinnedBytes }) => size - pinnedBytes), settings.maxBytes, 'Settings keep')
  age(settings.maxAgeDays, Math.min(...all.map(({ oldest }) => oldest)), 'Settings keep')
  const malformed = counts.malformed()
  count(
    malformed.captures + sum(all, (each) => each.malformed),
    MALFORMED_CAPTURES,
    'Of malformed requests Hookbench keeps',
  )
  bytes(
    malformed.bytes + sum(all, (each) => each.malformedBytes),
    MALFORMED_BYTES,
    'Of malformed requests Hookbench keeps',
  )
  for (const [slug, tally] of endpoints) {
    const known = rules.endpoints.find((endpoint) => endpoint.slug === slug)
    const { maxAgeDays, maxCaptures, maxBytes } = known?.retention ?? brought.get(slug)?.retention ?? NO_LIMITS
    const share = slug === DEFAULT_ENDPOINT ? DEFAULT_SHARE : null
    const here = counts.wellFormed(slug)
    const what = `The endpoint ${slug} keeps`
    const most = maxCaptures ?? (share && Math.ceil(settings.maxCaptures * share))
    const largest = maxBytes ?? (share && Math.ceil(settings.maxBytes * share))
    if (most !== null) count(here.captures + unpinned(tally) - tally.malformed, most, what)
    if (largest !== null) bytes(here.bytes + tally.bytes - tally.pinnedBytes - tally.malformedBytes, largest, what)
    age(maxAgeDays, tally.oldest, what)
  }
  return losses
}

const NO_LIMITS = { maxAgeDays: null, maxCaptures: null, maxBytes: null }

function unpinned({ captures, pinned }: EndpointTally): number {
  return captures - pinned
}

function sum(tallies: ReadonlyArray<EndpointTally>, of: (tally: EndpointTally) => number): number {
  return tallies.reduce((total, tally) => total + of(tally), 0)
}

function number(value: number): string {
  return Math.ceil(value).toLocaleString('en')
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
