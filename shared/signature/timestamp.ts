import type { TimestampRule } from './scheme.ts'
import type { SignatureProblem, TimestampCheck } from './signature-check.ts'

/** Unix ms of a timestamp as a provider writes it, or null. */
export function parseTimestamp(text: string, unit: TimestampRule['unit']): number | null {
  const trimmed = text.trim()
  switch (unit) {
    case 's':
      return digits(trimmed, 1000)
    case 'ms':
      return digits(trimmed, 1)
    case 's-or-ms':
      return digits(trimmed, trimmed.length > 11 ? 1 : 1000)
    case 'iso':
      return isoTime(trimmed)
    case 'http-date':
      return HTTP_DATE.test(trimmed) ? timeOrNull(Date.parse(trimmed)) : isoTime(trimmed)
  }
}

/** The same, by a rule that may know when its provider began to send timestamps. */
export function readTimestamp(text: string, rule: Pick<TimestampRule, 'unit' | 'earliest'>): number | null {
  const at = parseTimestamp(text, rule.unit)
  return at !== null && at < (rule.earliest ?? Number.NEGATIVE_INFINITY) ? null : at
}

export function writeTimestamp(at: number, unit: TimestampRule['unit']): string {
  switch (unit) {
    case 's':
    case 's-or-ms':
      return String(Math.floor(at / 1000))
    case 'ms':
      return String(Math.floor(at))
    case 'iso':
      return new Date(at).toISOString()
    case 'http-date':
      return new Date(at).toUTCString()
  }
}

const DIGITS = /^\d{1,15}$/
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:GMT|UTC|[+-]\d{4})$/
const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?/

function digits(text: string, scale: number): number | null {
  return DIGITS.test(text) ? Number(text) * scale : null
}

/** Senders write more decimals than milliseconds, and leave out the zone where they mean UTC. */
function isoTime(text: string): number | null {
  const time = ISO.exec(text)?.[0]
  if (time === undefined) return null
  const zone = /^\d*\s?(Z|[+-]\d{2}:?\d{2})?$/i.exec(text.slice(time.length))
  if (zone === null) return null
  return timeOrNull(Date.parse(`${time.replace(' ', 'T')}${offset(zone[1])}`))
}

function offset(zone: string | undefined): string {
  if (zone === undefined) return 'Z'
  return zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
}

function timeOrNull(time: number): number | null {
  return Number.isNaN(time) ? null : time
}

/** How old a timestamp is, against what the provider accepts. */
export function judgeTimestamp(
  timestamp: { readonly from: string; readonly text: string; readonly at: number },
  rule: Pick<TimestampRule, 'maxAgeSeconds' | 'maxFutureSeconds' | 'exclusive'>,
  context: { readonly now: number; readonly toleranceSeconds?: number | undefined },
): TimestampCheck {
  const maxAgeSeconds = context.toleranceSeconds ?? rule.maxAgeSeconds
  const maxFutureSeconds = rule.maxFutureSeconds === null ? null : (context.toleranceSeconds ?? rule.maxFutureSeconds)
  const ageSeconds = (context.now - timestamp.at) / 1000
  return {
    ...timestamp,
    ageSeconds,
    maxAgeSeconds,
    maxFutureSeconds,
    state: stateOf(ageSeconds, maxAgeSeconds, maxFutureSeconds, rule.exclusive === true),
    staleAt: maxAgeSeconds === null ? null : timestamp.at + maxAgeSeconds * 1000,
  }
}

function stateOf(
  age: number,
  maxAge: number | null,
  maxFuture: number | null,
  exclusive: boolean,
): TimestampCheck['state'] {
  if (maxAge !== null && (exclusive ? age >= maxAge : age > maxAge)) return 'too-old'
  if (maxFuture !== null && -age > maxFuture) return 'in-future'
  return maxAge === null && maxFuture === null ? 'not-limited' : 'fresh'
}

/** Null where the timestamp is right. */
export function timestampProblem(check: TimestampCheck | null): SignatureProblem | null {
  if (check?.state === 'too-old') {
    return { kind: 'timestamp-too-old', ageSeconds: check.ageSeconds, maxAgeSeconds: check.maxAgeSeconds ?? 0 }
  }
  if (check?.state === 'in-future') {
    return {
      kind: 'timestamp-in-future',
      aheadSeconds: -check.ageSeconds,
      maxFutureSeconds: check.maxFutureSeconds ?? 0,
    }
  }
  return null
}
