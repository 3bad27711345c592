import { providers } from '../../../shared/signature/catalogue/catalogue.ts'
import type { Cause } from '../../../shared/signature/cause/cause.ts'
import { diagnose } from '../../../shared/signature/cause/diagnose.ts'
import {
  DIAGNOSIS_MS,
  type DiagnosisContext,
  type SavedKey,
} from '../../../shared/signature/cause/diagnosis-context.ts'
import type { Signer } from '../../../shared/signature/check-signature.ts'
import type { SignatureCheck } from '../../../shared/signature/signature-check.ts'
import type { CheckContext, SignatureKey, SignatureRequest } from '../../../shared/signature/signature-request.ts'
import type { CheckedCapture } from '../store/checked-queries.ts'
import { threadClock } from '../threads/thread-clock.ts'
import { bodyCodecs } from './body-codecs.ts'
import type { CheckedAs, ReportAnswer } from './checker-answers.ts'
import { checkContext, judgeCapture } from './judge-capture.ts'
import { keyOf } from './keys-for.ts'
import { nodeCrypto } from './node-crypto.ts'
import { reportSignature } from './report-signature.ts'
import { type FetchedKeys, NO_SETUP, type SigningSetups } from './signing-setup.ts'

/** Everything about the signature of one capture. `now`: Unix ms of the question; `examples`: bodies of captures like it. */
export function reportCapture(
  captureId: string,
  captured: CheckedCapture,
  setups: SigningSetups,
  { provider, edit }: CheckedAs,
  fetched: FetchedKeys,
  now: number,
  examples: Iterable<Uint8Array> = [],
): Exclude<ReportAnswer, { kind: 'gone' }> {
  const capture = edited(captured, edit)
  const judgement = judgeCapture(capture, setups.get(capture.endpoint) ?? NO_SETUP, fetched, provider)
  const { check, identified, request, keys } = judgement
  const context = checkContext(capture, identified, fetched)
  const causes = causesOf(request, check, keys, identified?.signer ?? null, context, {
    otherKeys: otherKeys(capture, keys, setups),
    examples,
  })
  const report = reportSignature(captureId, judgement, causes, now)
  const url = wantedUrl(check)
  return url === null ? { kind: 'report', report } : { kind: 'wanted', url, report }
}

/** Why a check failed, with what this process can try. */
export function causesOf(
  request: SignatureRequest,
  check: SignatureCheck,
  keys: ReadonlyArray<SignatureKey>,
  signer: Signer | null,
  context: CheckContext,
  known: Pick<DiagnosisContext, 'otherKeys' | 'examples'> = { otherKeys: [] },
): ReadonlyArray<Cause> {
  const budget = { ms: DIAGNOSIS_MS, clock: threadClock }
  return diagnose(
    request,
    check,
    keys,
    { ...known, signer, check: context, providers, codecs: bodyCodecs, budget },
    nodeCrypto,
  )
}

/** The key at this URL has to be fetched first. */
export function wantedUrl(check: SignatureCheck): string | null {
  return check.verdict === 'not-checkable' && check.reason.kind === 'key-not-fetched' ? check.reason.url : null
}

/** Secrets that were not tried: other endpoints', and what this one has for something else. */
function otherKeys(
  { endpoint }: CheckedCapture,
  tried: ReadonlyArray<SignatureKey>,
  setups: SigningSetups,
): SavedKey[] {
  const names = new Set(tried.map(({ name }) => name))
  return [...setups].flatMap(([slug, { secrets }]) =>
    secrets
      .filter(({ name, kind }) => kind === 'secret' && (slug !== endpoint || !names.has(name)))
      .map((secret) => ({ ...keyOf(secret, secret.value), endpoint: slug === endpoint ? null : slug })),
  )
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
