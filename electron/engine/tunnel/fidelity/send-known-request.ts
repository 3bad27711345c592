import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { HeaderPair } from '../../../../shared/http/header-pairs.ts'
import { PROBE_HEADER, type ProbeArrival } from '../../receiver/probes.ts'
import { replayTarget } from '../../replay/replay-target.ts'
import { SKIP_WARNING_PAGE } from '../skip-warning-page.ts'
import type { TunnelDoor } from '../tunnel-door.ts'
import { BodyComparison } from './body-comparison.ts'
import { framing, type KnownRequest, wholeBody } from './known-request.ts'
import { type PublicAnswer, send } from './send-publicly.ts'

export interface SendKnownOptions {
  /** The public URL. */
  readonly url: string
  /** Base URL of a server to send to in the name of the public URL's host; null: that host itself. */
  readonly server: string | null
  /** `arrival`: the way answers by itself, so only the arrival counts. */
  readonly judge: 'echo' | 'arrival'
  readonly expectProbe: TunnelDoor['expectProbe']
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What became of a known request. */
export type KnownOutcome =
  | {
      readonly kind: 'arrived'
      readonly ms: number
      /** All headers as they were sent. */
      readonly sentHeaders: ReadonlyArray<HeaderPair>
      readonly sentTarget: string
      readonly arrival: ProbeArrival
      /** How the body differs; null if it does not. */
      readonly bodyDifference: string | null
      /** What was answered where the receiver's answer did not come back; null if it did. */
      readonly answeredInstead: string | null
    }
  | { readonly kind: 'refused'; readonly ms: number; readonly status: number | null; readonly how: string }

/** An arrival may be told a moment after its answer, or its failure, is. */
const ARRIVAL_GRACE_MS = 250
const NOTHING_CAME = 'It did not arrive in time.'

/** Sends a known request through the public URL, on a connection of its own, and waits for it here. Never rejects. */
export async function sendKnownRequest(request: KnownRequest, options: SendKnownOptions): Promise<KnownOutcome> {
  const { judge, timeoutMs, signal } = options
  const nonce = randomBytes(16).toString('hex')
  const named = replayTarget(options.url.replace(/\/+$/, ''))
  const { secure, host, port } = options.server === null ? named : replayTarget(options.server)
  const target = { ...named, secure, host, port }
  const sentTarget = `${target.path}${request.path}`
  const sentHeaders: HeaderPair[] = [
    ['Host', target.authority],
    ['User-Agent', 'Hookbench/check'],
    ['Accept', '*/*'],
    ...SKIP_WARNING_PAGE,
    [PROBE_HEADER, nonce],
    ...request.headers,
    ...framing(request.body),
  ]
  const comparison = new BodyComparison(wholeBody(request.body))
  const startedAt = performance.now()
  const elapsed = (): number => Math.max(1, Math.round(performance.now() - startedAt))
  let arrival: ProbeArrival | null = null
  let arrivedMs = 0
  let tell: () => void = () => {}
  const arrived = new Promise<void>((resolve) => {
    tell = resolve
  })
  const stopExpecting = options.expectProbe(
    nonce,
    (request) => {
      arrival = request
      arrivedMs = elapsed()
      tell()
    },
    {
      onBody: comparison.add,
      forwarded: request.headers.some(([name]) => name.toLowerCase() === 'x-forwarded-for'),
    },
  )
  const ended = new AbortController()
  const sending = {
    request,
    target,
    sentTarget,
    sentHeaders,
    timeoutMs,
    signal: AbortSignal.any([signal, ended.signal]),
  }
  try {
    const answer = await settled(judge, send(sending), arrived, timeoutMs, sending.signal)
    if (arrival === null) await Promise.race([arrived, wait(ARRIVAL_GRACE_MS)])
    if (arrival === null) {
      return { kind: 'refused', ms: elapsed(), status: answer?.status ?? null, how: answer?.how ?? NOTHING_CAME }
    }
    const isEcho = judge === 'arrival' || answer?.echo === nonce
    return {
      kind: 'arrived',
      ms: arrivedMs,
      sentHeaders,
      sentTarget,
      arrival,
      bodyDifference: comparison.difference(),
      answeredInstead: isEcho ? null : (answer?.how ?? NOTHING_CAME),
    }
  } finally {
    stopExpecting()
    ended.abort()
  }
}

/** A way that answers by itself may do so long before it hands the request on; null: it arrived without an answer. */
async function settled(
  judge: SendKnownOptions['judge'],
  answering: Promise<PublicAnswer>,
  arrived: Promise<void>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<PublicAnswer | null> {
  if (judge === 'echo') return answering
  const answer = await Promise.race([arrived.then(() => null), answering])
  const mayStillArrive = answer !== null && answer.status !== null && answer.status < 300
  if (mayStillArrive) {
    // That it was broken off ends the waiting; the caller sees what came of it until then.
    await Promise.race([arrived, wait(timeoutMs, undefined, { ref: false, signal }).catch(() => {})])
  }
  return answer
}
