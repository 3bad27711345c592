import type { SchemePlace } from '../check-scheme.ts'
import type { Content, SignatureAlgorithm } from '../crypto.ts'
import { type CheckInput, invalid, type Outcome } from '../outcome.ts'
import type { NamedPublicKeys } from '../public-keys.ts'
import type { ConditionCheck, SignatureProblem, TimestampCheck, Working } from '../signature-check.ts'
import { concludeMatch } from './check-hmac.ts'

/** A signature by a private key over a text that was put together by code. */
export interface PublicKeyClaim {
  readonly algorithm: SignatureAlgorithm
  readonly algorithmName: string
  readonly from: string
  /** As received. */
  readonly value: string
  readonly signature: Uint8Array
  readonly keys: ReadonlyArray<NamedPublicKeys>
  /** Names the one key of a set that counts. */
  readonly keyId?: string | null
  /** Signed in one of these ways. */
  readonly contents: ReadonlyArray<Content>
  readonly timestamp?: TimestampCheck | null
  readonly conditions?: ReadonlyArray<ConditionCheck>
}

export function comparePublicKeys({ crypto }: CheckInput, place: SchemePlace, claim: PublicKeyClaim): Outcome {
  const workings: Working[] = []
  let problem: SignatureProblem = { kind: 'signature-mismatch' }
  for (const { name, keys } of claim.keys) {
    const fitting = keys.filter(({ id }) => id === null || (claim.keyId ?? null) === null || id === claim.keyId)
    if (fitting.length === 0) problem = { kind: 'no-key-of-that-id', id: claim.keyId ?? '' }
    for (const signedContent of fitting.length === 0 ? [] : claim.contents) {
      const working: Working = {
        ...place,
        algorithm: claim.algorithmName,
        signatureFrom: claim.from,
        signatureValue: claim.value,
        keyName: name,
        signedContent,
        computed: null,
        received: claim.value,
        matches: fitting.some((key) => crypto.verify(key, claim.algorithm, signedContent, claim.signature)),
        timestamp: claim.timestamp ?? null,
        conditions: claim.conditions ?? [],
      }
      if (working.matches) return concludeMatch(working)
      workings.push(working)
    }
  }
  return invalid(workings.length > 0 ? { kind: 'signature-mismatch' } : problem, workings)
}
