import type { Cause } from '../../../shared/signature/cause/cause.ts'
import { coverageOf } from '../../../shared/signature/cause/coverage.ts'
import type { Content, ContentPart } from '../../../shared/signature/crypto.ts'
import { explainCheck, reasonOf } from '../../../shared/signature/explain-check.ts'
import type { SignatureCheck, TimestampCheck, Working } from '../../../shared/signature/signature-check.ts'
import {
  REPORTED_CONTENT_BYTES,
  REPORTED_WORKINGS,
  type ReportedProvider,
  type ReportedTimestamp,
  type ReportedWorking,
  type SignatureReport,
} from '../../../shared/signature/signature-report.ts'
import type { Identified, Judgement } from './judge-capture.ts'

/** What was found of a capture, as the user's own screen shows it. `now`: Unix ms of the question. */
export function reportSignature(
  captureId: string,
  { check, identified, request }: Judgement,
  causes: ReadonlyArray<Cause>,
  now: number,
): SignatureReport {
  return {
    captureId,
    verdict: check.verdict,
    provider: identified === null ? null : reportProvider(identified),
    judgedAt: check.judgedAt,
    reason: reasonOf(check),
    explanation: explainCheck(check, identified === null ? null : senderName(identified)),
    workings: workingsOf(check)
      .slice(0, REPORTED_WORKINGS)
      .map((working) => reportWorking(working, identified, now)),
    causes: causes.map((cause) => ({ ...cause, evidence: [...cause.evidence] })),
    publicUrl: coversUrl(identified) ? request.publicUrl : null,
  }
}

function coversUrl(identified: Identified | null): boolean {
  if (identified === null) return false
  const { signer } = identified
  return coverageOf('scheme' in signer ? [signer.scheme] : signer.provider.schemes).url
}

function workingsOf(check: SignatureCheck): ReadonlyArray<Working> {
  switch (check.verdict) {
    case 'valid':
      return [check.working]
    case 'invalid':
      return check.workings
    case 'not-checkable':
      return []
  }
}

function senderName({ signer }: Identified): string {
  return 'scheme' in signer ? 'your own scheme' : signer.provider.name
}

function reportProvider({ signer, id, known, alternatives }: Identified): ReportedProvider {
  const others = alternatives.map((other) => ({ id: other.id, name: other.name }))
  if ('scheme' in signer) {
    return { id, name: 'Own scheme', docsUrl: null, certainty: null, notes: null, known, alternatives: others }
  }
  const { name, docsUrl, confidence, notes } = signer.provider
  return { id, name, docsUrl, certainty: confidence.scheme, notes, known, alternatives: others }
}

function reportWorking(working: Working, identified: Identified | null, now: number): ReportedWorking {
  // What a token is compared with is the secret itself, and that is shown only where the user asks to see it.
  const computed = isToken(working, identified) ? null : working.computed
  const { schemeName, algorithm, signatureFrom, signatureValue, keyName, received, matches, timestamp } = working
  return {
    schemeName,
    algorithm,
    signatureFrom,
    signatureValue,
    keyName,
    signedContent: reportContent(working.signedContent),
    computed,
    received,
    firstDifference: matches || computed === null ? null : firstDifference(computed, received),
    matches,
    timestamp: timestamp === null ? null : reportTimestamp(timestamp, now),
    conditions: working.conditions.map((condition) => ({ ...condition })),
  }
}

function isToken({ schemeIndex }: Working, identified: Identified | null): boolean {
  if (identified === null) return false
  const { signer } = identified
  const scheme = 'scheme' in signer ? signer.scheme : signer.provider.schemes[schemeIndex]
  return scheme?.kind === 'token' || scheme?.kind === 'basic'
}

function firstDifference(left: string, right: string): number | null {
  const length = Math.max(left.length, right.length)
  for (let index = 0; index < length; index++) if (left[index] !== right[index]) return index
  return null
}

function reportTimestamp(timestamp: TimestampCheck, now: number): ReportedTimestamp {
  const { staleAt, ...rest } = timestamp
  return { ...rest, ageNowSeconds: (now - timestamp.at) / 1000, staleNow: staleAt !== null && now >= staleAt }
}

function reportContent(content: Content): ReportedWorking['signedContent'] {
  const pieces: ReportedWorking['signedContent']['pieces'] = []
  let size = 0
  let room = REPORTED_CONTENT_BYTES
  for (const part of content) {
    if (isSecret(part)) {
      size += part.secret.length
      pieces.push({ kind: 'secret', size: part.secret.length })
      continue
    }
    const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)
    size += bytes.length
    if (room > 0 && bytes.length > 0) {
      pieces.push({ kind: 'bytes', base64: bytes.subarray(0, room).toString('base64') })
    }
    room -= bytes.length
  }
  return { pieces, size, cut: room < 0 }
}

function isSecret(part: ContentPart): part is { readonly secret: Uint8Array } {
  return typeof part === 'object' && 'secret' in part
}
