import type { SchemePlace } from '../check-scheme.ts'
import type { SignatureCrypto } from '../crypto.ts'
import type { CheckInput, Outcome } from '../outcome.ts'
import type { RequestReader } from '../request-reader.ts'
import type { Signed, SigningTime } from '../sign-request.ts'
import type { SignatureKey } from '../signature-request.ts'

/** A scheme that the declarative form cannot say. */
export interface CustomScheme {
  check(input: CheckInput, place: SchemePlace): Outcome
  /** Absent where only the provider can hold the key. */
  sign?(request: RequestReader, key: SignatureKey, time: SigningTime, crypto: SignatureCrypto): Signed
}
