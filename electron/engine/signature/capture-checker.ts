import { providers } from '../../../shared/signature/catalogue/catalogue.ts'
import type { Cause } from '../../../shared/signature/cause/cause.ts'
import { diagnose } from '../../../shared/signature/cause/diagnose.ts'
import {
  DIAGNOSIS_MS,
  type DiagnosisContext,
  type SavedKey,
} from '../../../shared/signature/cause/diagnosis-context.ts'
import { reasonOf } from '../../../shared/signature/explain-check.ts'
import type { SignatureCheck } from '../../../shared/signature/signature-check.ts'
import type { SignatureKey } from '../../../shared/signature/signature-request.ts'
import type { CheckedQueries, CheckScan } from '../store/checked-queries.ts'
import type { StoredVerdict } from '../store/verdict-store.ts'
import { bodyCodecs } from './body-codecs.ts'
import type { CheckedAs, CheckedSlice, ReportAnswer } from './checker-messages.ts'
import { type CheckedCapture, checkContext, type Judgement, judgeCapture } from './judge-capture.ts'
import { keyOf } from './keys-for.ts'
import { nodeCrypto } from './node-crypto.ts'
import { reportSignature } from './report-signature.ts'
import { type FetchedKeys, NO_SETUP, type SigningSetup, type SigningSetups } from './signing-setup.ts'

/** Captures looked at in one slice, and for how long: then others get their turn. */
const SLICE_CAPTURES = 128
const SLICE_MS = 50

/** Checks captures on a connection of its own. Synchronous: it has a thread for itself. */
export class CaptureChecker {
  private setups: SigningSetups = new Map()
  private readonly queries: CheckedQueries

  constructor(queries: CheckedQueries) {
    this.queries = queries
  }

  set(setups: SigningSetups): void {
    this.setups = setups
  }

  /** The next captures of a scan. */
  slice(scan: CheckScan, fetched: FetchedKeys): CheckedSlice {
    const started = performance.now()
    const verdicts: StoredVerdict[] = []
    const wanted: { seq: number; url: string }[] = []
    const failures: { seq: number; message: string }[] = []
    let passed = 0
    let last: number | null = null
    for (const seq of this.queries.seqs(scan, SLICE_CAPTURES)) {
      try {
        const { found, url } = this.check(seq, fetched)
        if (url !== null) wanted.push({ seq, url })
        // Most new captures are of no known provider, and have no row to remove.
        if (found !== null || scan.kind !== 'new') verdicts.push({ seq, found })
      } catch (error) {
        // A bug. Whoever can send a request that meets it must not keep all others from being checked.
        verdicts.push({ seq, found: { verdict: 'not-checkable', provider: null, reason: 'check-failed' } })
        failures.push({ seq, message: String((error as Error).stack ?? error) })
      }
      passed++
      last = seq
      if (performance.now() - started > SLICE_MS) break
    }
    return { verdicts, wanted, failures, passed, last }
  }

  report(captureId: string, { provider, edit }: CheckedAs, fetched: FetchedKeys, now: number): ReportAnswer {
    const captured = this.queries.byId(captureId)
    if (captured === null) return { kind: 'gone' }
    const capture = edited(captured, edit)
    const setup = this.setupOf(capture)
    const judgement = judgeCapture(capture, setup, fetched, provider)
    const causes = this.causesOf(capture, judgement, fetched)
    const report = reportSignature(captureId, judgement, causes, now)
    const url = wantedUrl(judgement.check)
    return url === null ? { kind: 'report', report } : { kind: 'wanted', url, report }
  }

  private check(seq: number, fetched: FetchedKeys): { found: StoredVerdict['found']; url: string | null } {
    const capture = this.queries.bySeq(seq)
    if (capture === null) return { found: null, url: null }
    const { check, identified } = judgeCapture(capture, this.setupOf(capture), fetched)
    const url = wantedUrl(check)
    if (identified === null) return { found: null, url }
    return { found: { verdict: check.verdict, provider: identified.id, reason: reasonOf(check) }, url }
  }

  private causesOf(capture: CheckedCapture, judgement: Judgement, fetched: FetchedKeys): ReadonlyArray<Cause> {
    const { check, identified, request, keys } = judgement
    const context: DiagnosisContext = {
      signer: identified?.signer ?? null,
      check: checkContext(capture, identified, fetched),
      otherKeys: this.otherKeys(capture, keys),
      providers,
      codecs: bodyCodecs,
      budget: { ms: DIAGNOSIS_MS, clock: () => performance.now() },
    }
    return diagnose(request, check, keys, context, nodeCrypto)
  }

  /** Secrets that were not tried: other endpoints', and what this one has for something else. */
  private otherKeys({ endpoint }: CheckedCapture, tried: ReadonlyArray<SignatureKey>): SavedKey[] {
    const names = new Set(tried.map(({ name }) => name))
    return [...this.setups].flatMap(([slug, { secrets }]) =>
      secrets
        .filter(({ name, kind }) => kind === 'secret' && (slug !== endpoint || !names.has(name)))
        .map((secret) => ({ ...keyOf(secret, secret.value), endpoint: slug === endpoint ? null : slug })),
    )
  }

  private setupOf({ endpoint }: CheckedCapture): SigningSetup {
    return this.setups.get(endpoint) ?? NO_SETUP
  }
}

function edited(captured: CheckedCapture, edit: CheckedAs['edit']): CheckedCapture {
  if (edit === undefined) return captured
  return {
    ...captured,
    method: edit.method ?? captured.method,
    headers: edit.headers ?? captured.headers,
    body: edit.body ?? captured.body,
    state: edit.body === undefined ? captured.state : 'complete',
  }
}

function wantedUrl(check: SignatureCheck): string | null {
  return check.verdict === 'not-checkable' && check.reason.kind === 'key-not-fetched' ? check.reason.url : null
}
