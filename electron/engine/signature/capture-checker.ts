import { reasonOf } from '../../../shared/signature/explain-check.ts'
import type { SnippetLanguage } from '../../../shared/signature/snippets/snippet.ts'
import { snippetFor } from '../../../shared/signature/snippets/snippet-for.ts'
import type { CaptureIdentifier } from '../events/capture-identifier.ts'
import type { CheckedQueries, CheckScan } from '../store/checked-queries.ts'
import type { StoredEvent } from '../store/event-store.ts'
import type { ExampleQueries } from '../store/example-queries.ts'
import type { StoredVerdict } from '../store/verdict-store.ts'
import {
  CHECK_FAILED,
  type CheckedAs,
  type CheckedSlice,
  type ReportAnswer,
  type SnippetAnswer,
} from './checker-answers.ts'
import { identifyCapture, judgeCapture, judgeIdentified } from './judge-capture.ts'
import { reportCapture, wantedUrl } from './report-capture.ts'
import { type FetchedKeys, NO_SETUP, type SigningSetups } from './signing-setup.ts'

/** Captures looked at in one slice, and for how long: then others get their turn. */
const SLICE_CAPTURES = 128
const SLICE_MS = 50

/** Checks captures on a connection of its own. Synchronous: it has a thread for itself. */
export class CaptureChecker {
  private setups: SigningSetups = new Map()
  private readonly queries: CheckedQueries
  private readonly identifier: CaptureIdentifier
  private readonly examples: ExampleQueries

  constructor(queries: CheckedQueries, identifier: CaptureIdentifier, examples: ExampleQueries) {
    this.queries = queries
    this.identifier = identifier
    this.examples = examples
  }

  set(setups: SigningSetups): void {
    this.setups = setups
  }

  /** The next captures of a scan, read from one state of the database: a transaction for each costs as much as a check. */
  slice(scan: CheckScan, fetched: FetchedKeys): CheckedSlice {
    return this.queries.snapshot(() => this.checkNext(scan, fetched))
  }

  private checkNext(scan: CheckScan, fetched: FetchedKeys): CheckedSlice {
    const started = performance.now()
    this.identifier.begin()
    const verdicts: StoredVerdict[] = []
    const events: StoredEvent[] = []
    const wanted: { seq: number; url: string }[] = []
    const failures: { seq: number; message: string }[] = []
    let passed = 0
    let last: number | null = null
    for (const seq of this.queries.seqs(scan, SLICE_CAPTURES)) {
      try {
        const { found, event, url } = this.look(scan, seq, fetched)
        if (event !== null) events.push(event)
        if (url !== null) wanted.push({ seq, url })
        // Most new captures are of no known provider, and have no row to remove.
        if (found !== undefined && (found !== null || scan.kind !== 'new')) verdicts.push({ seq, found })
      } catch (error) {
        // A bug. Whoever can send a request that meets it must not keep all others from being checked.
        if (scan.kind !== 'identify') verdicts.push({ seq, found: CHECK_FAILED })
        failures.push({ seq, message: String((error as Error).stack ?? error) })
      }
      passed++
      last = seq
      if (performance.now() - started > SLICE_MS) break
    }
    return { verdicts, events, wanted, failures, passed, last }
  }

  report(captureId: string, as: CheckedAs, fetched: FetchedKeys, now: number): ReportAnswer {
    const capture = this.queries.byId(captureId)
    if (capture === null) return { kind: 'gone' }
    const examples = this.examples.bodiesLike(captureId, capture.endpoint)
    return reportCapture(captureId, capture, this.setups, as, fetched, now, examples)
  }

  snippet(captureId: string, { provider }: CheckedAs, language: SnippetLanguage, fetched: FetchedKeys): SnippetAnswer {
    const capture = this.queries.byId(captureId)
    if (capture === null) return null
    const setup = this.setups.get(capture.endpoint) ?? NO_SETUP
    const { check, identified } = judgeCapture(capture, setup, fetched, provider)
    if (identified !== null) return snippetFor(check, identified.signer, language)
    return { kind: 'unavailable', language, why: 'Who sent this is not known. Choose the provider of the endpoint.' }
  }

  private look(scan: CheckScan, seq: number, fetched: FetchedKeys): Found {
    const capture = this.queries.bySeq(seq)
    if (capture === null) return scan.kind === 'identify' ? NOTHING : { ...NOTHING, found: null }
    const setup = this.setups.get(capture.endpoint) ?? NO_SETUP
    const identified = identifyCapture(capture, setup)
    if (scan.kind === 'identify') return { ...NOTHING, event: this.identifier.again(seq, capture, identified) }
    // Of what is checked anew the event is known; another provider is a scan of its own, since links go by order.
    const event = scan.kind === 'new' ? this.identifier.ofNew(seq, capture, identified) : null
    const { check } = judgeIdentified(capture, setup, fetched, identified)
    const url = wantedUrl(check)
    if (identified.identified === null) return { found: null, event, url }
    return {
      found: { verdict: check.verdict, provider: identified.identified.id, reason: reasonOf(check) },
      event,
      url,
    }
  }
}

/** What one look at a capture brings. */
interface Found {
  /** Null: no provider is known; undefined: its signature was not checked. */
  readonly found: StoredVerdict['found'] | undefined
  readonly event: StoredEvent | null
  readonly url: string | null
}

const NOTHING: Found = { found: undefined, event: null, url: null }
