import { DEFAULT_ENDPOINT } from '../../../shared/endpoint/endpoint.ts'
import type { RetentionSettings } from '../../../shared/settings/settings.ts'
import type { CaptureCount, CaptureCounts } from './capture-counts.ts'
import type { DatabasePages } from './database-pages.ts'
import type { StoredEndpoint } from './endpoint-store.ts'
import { MALFORMED } from './rows.ts'

export const DAY_MS = 86_400_000
/** Of the general limits: junk that is sent to a public URL must not push out what matters. */
export const DEFAULT_SHARE = 0.8
export const MALFORMED_CAPTURES = 2000
export const MALFORMED_BYTES = 32 * 1024 * 1024
/** More than there is. */
export const ALL: CaptureCount = { captures: Number.POSITIVE_INFINITY, bytes: 0 }
/** Of an endpoint, the first that came in are looked at for their age. */
const LOOKED_AT = 100

/** What the user has set. */
export interface RetentionRules {
  readonly settings: RetentionSettings
  readonly endpoints: ReadonlyArray<StoredEndpoint>
}

interface Sizes {
  readonly counts: CaptureCounts
  readonly pages: DatabasePages
}

export interface Limit {
  readonly reason: string
  /** SQL for the captures that it is about; null if the pinned ones among them do not matter. */
  readonly where: string | null
  /** SQL for the sequence numbers to erase, oldest first. */
  readonly oldest: string
  readonly values: unknown[]
  /** What is too much beside what is pinned; a figure above 0 says that there is. */
  readonly excess: (pinned: CaptureCount) => CaptureCount
}

/** Every limit that holds now, each with the captures that it would erase. */
export function retentionLimits(
  { settings, endpoints }: RetentionRules,
  { counts, pages }: Sizes,
  now: number,
): Limit[] {
  const limits: Limit[] = [
    {
      reason: `malformed requests are kept up to ${MALFORMED_CAPTURES}`,
      ...unpinned(`c.state = ${MALFORMED}`, []),
      excess: (pinned) => {
        const { captures, bytes } = counts.malformed()
        return {
          captures: captures - pinned.captures - MALFORMED_CAPTURES,
          bytes: bytes - pinned.bytes - MALFORMED_BYTES,
        }
      },
    },
    ...endpoints.flatMap((endpoint) => endpointLimits(endpoint, settings, counts, now)),
  ]
  if (settings.maxAgeDays !== null) limits.push(ageLimit(settings.maxAgeDays, now))
  limits.push({
    reason: `at most ${settings.maxCaptures.toLocaleString('en')} captures are kept`,
    ...unpinned('1', []),
    excess: (pinned) => tooMany(counts.total(), pinned, settings.maxCaptures),
  })
  limits.push({
    reason: `at most ${Math.round(settings.maxBytes / 1024 / 1024).toLocaleString('en')} MiB are kept`,
    ...unpinned('1', []),
    excess: (pinned) => tooLarge(pages.usedBytes, pinned, settings.maxBytes),
  })
  return limits
}

function tooMany(count: CaptureCount, pinned: CaptureCount, limit: number): CaptureCount {
  return { captures: count.captures - pinned.captures - limit, bytes: 0 }
}

function tooLarge(bytes: number, pinned: CaptureCount, limit: number): CaptureCount {
  return { captures: 0, bytes: bytes - pinned.bytes - limit }
}

function endpointLimits(
  endpoint: StoredEndpoint,
  settings: RetentionSettings,
  counts: CaptureCounts,
  now: number,
): Limit[] {
  const { slug, retention } = endpoint
  const share = slug === DEFAULT_ENDPOINT ? DEFAULT_SHARE : null
  const maxCaptures = retention.maxCaptures ?? (share === null ? null : Math.ceil(settings.maxCaptures * share))
  const maxBytes = retention.maxBytes ?? (share === null ? null : Math.ceil(settings.maxBytes * share))
  const own = unpinned(`c.endpoint = ? AND c.state <> ${MALFORMED}`, [slug])
  const limits: Limit[] = []
  if (retention.maxAgeDays !== null) limits.push(endpointAgeLimit(slug, retention.maxAgeDays, now))
  if (maxCaptures !== null) {
    limits.push({
      reason: `the endpoint ${slug} keeps at most ${maxCaptures.toLocaleString('en')} captures`,
      ...own,
      excess: (pinned) => tooMany(counts.wellFormed(slug), pinned, maxCaptures),
    })
  }
  if (maxBytes !== null) {
    limits.push({
      reason: `the endpoint ${slug} keeps at most ${Math.round(maxBytes / 1024 / 1024).toLocaleString('en')} MiB of bodies`,
      ...own,
      excess: (pinned) => tooLarge(counts.wellFormed(slug).bytes, pinned, maxBytes),
    })
  }
  return limits
}

function ageLimit(days: number, now: number): Limit {
  return {
    reason: ageReason(days),
    where: null,
    oldest: `SELECT c.seq, c.body_size FROM captures c LEFT JOIN marks m ON m.seq = c.seq
      WHERE c.received_at < ? AND coalesce(m.pinned, 0) = 0 AND m.trashed_at IS NULL ORDER BY c.received_at`,
    values: [now - days * DAY_MS],
    excess: () => ALL,
  }
}

/**
 * Looks at the first that came in only: there is no index for the times of one endpoint, and a look at all that is old
 * would take longer than the loop that receives has. A clock that jumped delays the end of what came in then.
 */
function endpointAgeLimit(slug: string, days: number, now: number): Limit {
  const { oldest } = unpinned('c.endpoint = ?', [slug])
  return {
    reason: ageReason(days),
    where: null,
    oldest: `SELECT seq, body_size FROM (${oldest} LIMIT ${LOOKED_AT}) WHERE received_at < ?`,
    values: [slug, now - days * DAY_MS],
    excess: () => ALL,
  }
}

function ageReason(days: number): string {
  return `captures are kept for ${days} days`
}

function unpinned(where: string, values: unknown[]): Pick<Limit, 'where' | 'oldest' | 'values'> {
  const oldest = `SELECT c.seq, c.body_size, c.received_at FROM captures c LEFT JOIN marks m ON m.seq = c.seq
    WHERE ${where} AND coalesce(m.pinned, 0) = 0 AND m.trashed_at IS NULL ORDER BY c.seq`
  return { where, oldest, values }
}
