import type { SignatureCrypto } from '../crypto.ts'
import type { Provider } from '../provider.ts'
import type { Scheme } from '../scheme.ts'
import type { SignatureCheck, Working } from '../signature-check.ts'
import type { SignatureKey, SignatureRequest } from '../signature-request.ts'
import type { Coverage } from './coverage.ts'
import type { DiagnosisContext } from './diagnosis-context.ts'

/** What is diagnosed, and what probes ask of it. */
export interface Subject {
  readonly request: SignatureRequest
  readonly check: SignatureCheck
  readonly keys: ReadonlyArray<SignatureKey>
  readonly context: DiagnosisContext
  readonly crypto: SignatureCrypto
  /** Null for a scheme that the user set up. */
  readonly provider: Provider | null
  /** The signer's schemes whose signature the request has; all of them if it has none. */
  readonly schemes: ReadonlyArray<Scheme>
  /** What was compared and did not fit. */
  readonly workings: ReadonlyArray<Working>
  readonly covers: Coverage
}
