import type { CaptureDetail } from '../../shared/capture/capture.ts'
import { describeChange } from '../../shared/shape/shape-change.ts'
import { providerById } from '../../shared/signature/catalogue/catalogue.ts'
import { askersOf } from '../../shared/signature/handshake/handshake-recognisers.ts'
import { explainRefusal } from '../../shared/signature/handshake/handshake-refusal.ts'
import { localTime } from './capture-row.ts'
import { printable, printableLines } from './printable.ts'

export type Fact = readonly [name: string, value: string]

/** The longest that an endpoint may delay its answer. One that is later was not noted. */
const ANSWER_MS = 60_000

/** What `show` says of a capture above its headers. */
export function captureFacts(capture: CaptureDetail, now: number): Fact[] {
  return [
    ['id', capture.id],
    ['received', `${localTime(capture.receivedAt)}${capture.remoteAddress ? ` from ${capture.remoteAddress}` : ''}`],
    ...imported(capture),
    ['endpoint', capture.endpoint],
    ...event(capture),
    ['state', state(capture)],
    ['answered', answered(capture, now)],
    ...signature(capture),
    ...capture.shapeChanges.map((change) => ['new shape', printable(describeChange(change))] as const),
    ...(capture.deliveries === 0 ? [] : [['deliveries', String(capture.deliveries)] as const]),
    ...(capture.note === '' ? [] : [['note', printableLines(capture.note)] as const]),
  ]
}

function imported({ imported }: CaptureDetail): Fact[] {
  if (imported === null) return []
  return [['imported', `${localTime(imported.at)}${imported.file === '' ? '' : ` from ${printable(imported.file)}`}`]]
}

/** Names in one column, and never up against their values. */
export function inColumns(facts: ReadonlyArray<Fact>): Fact[] {
  const width = Math.max(...facts.map(([name]) => name.length)) + 2
  return facts.map(([name, value]) => [name.padEnd(width), value])
}

function event({ eventType, eventId, attempt, duplicate, duplicateOf, attemptCounter }: CaptureDetail): Fact[] {
  const facts: Fact[] = eventType === null ? [] : [['event', printable(eventType)]]
  if (eventId !== null) facts.push(['event id', printable(eventId)])
  if (attempt > 1) facts.push(['attempt', String(attempt)])
  if (attemptCounter !== null) facts.push(['counter', `${printable(attemptCounter)} (its provider's own)`])
  if (duplicate) facts.push(['duplicate', duplicateOf === null ? 'of a deleted capture' : `of ${duplicateOf}`])
  return facts
}

function state(capture: CaptureDetail): string {
  const { state, reason } = capture
  // Of a whole request that had no answer, the reason is about the answer.
  return reason === null || (state === 'complete' && capture.answeredStatus === null) ? state : `${state}: ${reason}`
}

/** Left out where no provider is known, unless finding out failed: most captures are of none. */
function signature({ verdict, provider, verdictReason, handshake, handshakeRefusal }: CaptureDetail): Fact[] {
  const facts: Fact[] = handshake === null ? [] : [['handshake', handshakeFact(handshake, handshakeRefusal, provider)]]
  if (verdict === null || (provider === null && verdictReason !== 'check-failed')) return facts
  const by = provider === null ? '' : ` (${provider})`
  const why = verdictReason === null ? '' : `: ${verdictReason}`
  return [...facts, ['signature', `${verdict === 'not-checkable' ? 'not checkable' : verdict}${by}${why}`]]
}

function handshakeFact(kind: string, refusal: string | null, provider: string | null): string {
  if (refusal === null) return kind
  const askers = askersOf(kind, provider).map((id) => providerById(id)?.name ?? id)
  return `${kind}, not answered as it asks. ${explainRefusal(refusal, askers) ?? refusal}`
}

function answered(capture: CaptureDetail, now: number): string {
  const { answeredStatus: status, answeredMs: ms, reason, receivedAt } = capture
  if (status !== null) return `${status}${ms === null ? '' : ` in ${ms.toFixed(1)} ms`}`
  // What was cut at the limit or malformed is answered all the same: its reason says nothing of the answer.
  if (reason !== null && (capture.state === 'complete' || capture.state === 'incomplete')) return `never: ${reason}`
  return now - receivedAt > ANSWER_MS ? 'not known' : 'not yet'
}
