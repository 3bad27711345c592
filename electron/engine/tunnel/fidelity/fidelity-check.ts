import { pairsFromFlat } from '../../../../shared/http/header-pairs.ts'
import {
  FIDELITY_ITEMS,
  type FidelityItem,
  type FidelityItemId,
  type FidelityResult,
} from '../../../../shared/tunnel/fidelity.ts'
import type { TunnelKindId } from '../../../../shared/tunnel/tunnel-kind.ts'
import { BODY_TRIALS, LARGE_BODY_TRIALS } from './body-trials.ts'
import { type HeaderAdditions, headerAdditions } from './compare-headers.ts'
import { HEADER_TRIALS } from './header-trials.ts'
import { judgeTrial } from './judge-trial.ts'
import { METHOD_TRIALS } from './method-trials.ts'
import { PATH_TRIALS } from './path-trials.ts'
import { type SendKnownOptions, sendKnownRequest } from './send-known-request.ts'
import type { Trial } from './trial.ts'

export interface FidelityCheckOptions
  extends Pick<SendKnownOptions, 'url' | 'server' | 'judge' | 'expectProbe' | 'signal'> {
  readonly via: TunnelKindId
  /** Whether the tunnel is still the one that is checked. */
  readonly isOpen: () => boolean
  /** What is tried next, and what is known so far. */
  readonly onProgress: (current: FidelityItemId | null, items: ReadonlyArray<FidelityItem>) => void
}

export interface FidelityFindings extends HeaderAdditions {
  readonly items: FidelityItem[]
  readonly ended: 'whole' | 'broken-off'
}

const LARGE = new Set(LARGE_BODY_TRIALS.map(({ id }) => id))
const TRIALS = new Map(
  [...HEADER_TRIALS, ...PATH_TRIALS, ...METHOD_TRIALS, ...BODY_TRIALS, ...LARGE_BODY_TRIALS].map((trial) => [
    trial.id,
    trial,
  ]),
)
/** smee posts on what was posted as JSON, to one path. */
const SMEE_CARRIES = new Set(HEADER_TRIALS.map(({ id }) => id))
const BROKEN_OFF = 'The check was broken off.'
const LOST = 'The tunnel was lost meanwhile.'

/** Tries one thing after another, so that none disturbs the next. Never rejects for what a tunnel does. */
export async function checkFidelity(options: FidelityCheckOptions): Promise<FidelityFindings> {
  const items: FidelityItem[] = []
  let additions: HeaderAdditions = { added: [], removed: [] }
  let tooLarge: FidelityItemId | null = null
  let broken: string | null = null
  for (const id of FIDELITY_ITEMS) {
    const trial = TRIALS.get(id)
    if (trial === undefined) throw new Error(`There is no trial for ${id}`)
    broken ??= whyBroken(options)
    const why = broken ?? whyNot(id, options.via, tooLarge)
    if (why !== null) {
      items.push({ id, result: { kind: 'not-tried', why } })
      continue
    }
    options.onProgress(id, items)
    const { result, seen } = await run(trial, options)
    // What was cut off in the middle says nothing about the tunnel.
    broken = whyBroken(options)
    items.push({
      id,
      result: broken !== null && result.kind === 'refused' ? { kind: 'not-tried', why: broken } : result,
    })
    if (id === 'header-values' && seen !== null) additions = seen
    if (LARGE.has(id) && result.kind === 'refused' && result.status === 413) tooLarge = id
  }
  options.onProgress(null, items)
  return { items, ...additions, ended: broken === null ? 'whole' : 'broken-off' }
}

function whyBroken({ signal, isOpen }: FidelityCheckOptions): string | null {
  if (signal.aborted) return BROKEN_OFF
  return isOpen() ? null : LOST
}

function whyNot(id: FidelityItemId, via: TunnelKindId, tooLarge: FidelityItemId | null): string | null {
  if (via === 'smee' && !SMEE_CARRIES.has(id)) return whySmeeCannot(id)
  if (tooLarge !== null && LARGE.has(id)) return 'A smaller body was too large already.'
  return null
}

function whySmeeCannot(id: FidelityItemId): string {
  if (id.startsWith('path-')) return 'smee has one path for each channel, and passes none on.'
  if (id.startsWith('method-')) return 'smee passes POST on, and nothing else.'
  if (LARGE.has(id)) return 'smee carries JSON only, and answers before it passes anything on.'
  if (id === 'twenty-at-once') return 'smee limits how much may be posted to it, and would refuse what comes after.'
  return 'smee carries JSON and forms only: it parses what is posted, and writes it anew.'
}

interface TrialRun {
  readonly result: FidelityResult
  readonly seen: HeaderAdditions | null
}

async function run(trial: Trial, options: FidelityCheckOptions): Promise<TrialRun> {
  const requests = await trial.requests(options.via === 'smee' ? '' : '/hookbench-check')
  const outcomes = await Promise.all(
    requests.map((request) => sendKnownRequest(request, { ...options, timeoutMs: trial.timeoutMs })),
  )
  const [first] = outcomes
  const seen =
    first?.kind === 'arrived' ? headerAdditions(first.sentHeaders, pairsFromFlat(first.arrival.headers)) : null
  return { result: judgeTrial(trial, requests, outcomes), seen }
}
