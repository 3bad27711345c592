import type { SchemePlace } from '../check-scheme.ts'
import type { Content, HmacHash } from '../crypto.ts'
import { decodeSecret } from '../decode-secret.ts'
import { readKeys } from '../key-reading.ts'
import { type CheckInput, invalid, type Outcome } from '../outcome.ts'
import type { SecretDecoding } from '../scheme.ts'
import type { ConditionCheck, SignatureProblem, TimestampCheck, Working } from '../signature-check.ts'
import { timestampProblem } from '../timestamp.ts'

/** An HMAC whose text was put together by code. */
export interface HmacClaim {
  readonly hash: HmacHash
  readonly encoding: 'hex' | 'base64'
  /** Signed in one of these ways. */
  readonly contents: ReadonlyArray<Content>
  readonly secret?: SecretDecoding
  readonly timestamp?: TimestampCheck | null
  readonly conditions?: ReadonlyArray<ConditionCheck>
}

/** Judges the values of a header as such an HMAC. */
export function checkHmac(
  input: CheckInput,
  place: SchemePlace,
  claim: HmacClaim & { readonly header: string; readonly prefix?: string },
): Outcome {
  const from = `header ${claim.header}`
  const values = input.request.headers(claim.header)
  if (values.length === 0) return invalid({ kind: 'signature-missing', where: from })
  const prefix = claim.prefix ?? ''
  const received = values
    .map((value) => value.trim())
    .filter((value) => value.startsWith(prefix) && value.length > prefix.length)
    .map((value) => value.slice(prefix.length))
  if (received.length === 0)
    return invalid({ kind: 'signature-malformed', where: from, value: '', why: 'It is empty.' })
  return compareHmac(input, place, { ...claim, from, value: values.join(', '), received })
}

/** Compares signatures that were found elsewhere. */
export function compareHmac(
  { keys, crypto }: CheckInput,
  place: SchemePlace,
  claim: HmacClaim & { readonly from: string; readonly value: string; readonly received: ReadonlyArray<string> },
): Outcome {
  const read = readKeys(keys, (key) => {
    const decoded = decodeSecret(key.value, claim.secret ?? { decode: 'text' }, crypto)
    return decoded.kind === 'unusable' ? decoded : { name: key.name, secret: decoded.key }
  })
  if (read.kind !== 'keys') return read
  const workings: Working[] = []
  for (const key of read.keys) {
    for (const signedContent of claim.contents) {
      const computed = crypto.hmac(claim.hash, key.secret, signedContent, claim.encoding)
      const fits = claim.received.find((signature) => crypto.equal(computed, signature))
      const working: Working = {
        ...place,
        algorithm: `HMAC-${claim.hash.toUpperCase()}`,
        signatureFrom: claim.from,
        signatureValue: claim.value,
        keyName: key.name,
        signedContent,
        computed,
        received: fits ?? claim.received[0] ?? '',
        matches: fits !== undefined,
        timestamp: claim.timestamp ?? null,
        conditions: claim.conditions ?? [],
      }
      if (working.matches) return concludeMatch(working)
      workings.push(working)
    }
  }
  return invalid({ kind: 'signature-mismatch' }, workings)
}

/** The signature fits; now what stands beside it has to. */
export function concludeMatch(working: Working): Outcome {
  const failed = working.conditions.find((condition) => !condition.holds)
  const problem: SignatureProblem | null =
    timestampProblem(working.timestamp) ??
    (failed === undefined ? null : { kind: 'condition-failed', condition: failed })
  return problem === null ? { kind: 'valid', working } : invalid(problem, [working])
}
