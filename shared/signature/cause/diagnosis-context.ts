import type { Signer } from '../check-signature.ts'
import type { Provider } from '../provider.ts'
import type { CheckContext, SignatureKey } from '../signature-request.ts'

/** What a diagnosis may look at and use, beside the request and its check. */
export interface DiagnosisContext {
  /** Who the check was made for. */
  readonly signer: Signer | null
  readonly check: CheckContext
  /** Secrets that are saved and were not tried: other endpoints', and those of this one for other providers. */
  readonly otherKeys: ReadonlyArray<SavedKey>
  /** Those whose schemes are tried: the catalogue. */
  readonly providers: ReadonlyArray<Provider>
  /**
   * Bodies of other captures that the same program may have written, those with a right signature first: how it orders its
   * keys is learned from them. Read one by one, and only where that can help.
   */
  readonly examples?: Iterable<Uint8Array> | undefined
  /** Absent: nothing is compressed or decompressed. */
  readonly codecs?: BodyCodecs | undefined
  readonly budget: ProbeBudget
}

export interface SavedKey extends SignatureKey {
  /** Slug of the endpoint it is saved at; null: of this one, for another provider. */
  readonly endpoint: string | null
}

export interface ProbeBudget {
  readonly ms: number
  /** Monotonic, in ms; best of the thread's own work. */
  readonly clock: () => number
}

export type CompressionName = 'gzip' | 'deflate' | 'br' | 'zstd'

export interface BodyCodecs {
  /** Null: not compressed so, or it grows beyond `limit` bytes. */
  decompress(bytes: Uint8Array, coding: CompressionName, limit: number): Uint8Array | null
  /** The spellings that common programs give a compressed body, made one by one. */
  compress(bytes: Uint8Array, coding: CompressionName): Iterable<Uint8Array>
}

/** Below the 50 ms that a diagnosis may take, since the probe that is under way is let end. */
export const DIAGNOSIS_MS = 40
