import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { NotCheckableReason, SignatureProblem } from '../../../shared/signature/signature-check.ts'

/** `check-failed`: a bug, which the engine's log tells of. */
type Reason = SignatureProblem['kind'] | NotCheckableReason['kind'] | 'check-failed'

/** The sign of a verdict in a column of many; the words beside it say the same. */
export const VERDICT_SIGNS = { valid: '✓', invalid: '✗', 'not-checkable': '–' } as const

export const VERDICT_WORDS = {
  valid: 'signature valid',
  invalid: 'signature invalid',
  'not-checkable': 'signature not checked',
} as const

/** A verdict with its short reason, for a tooltip and for screen readers; null while it is not known. */
export function verdictInWords(
  { verdict, verdictReason }: Pick<CaptureSummary, 'verdict' | 'verdictReason'>,
  providerName: string | undefined,
): string | null {
  if (verdict === null) return null
  const reason = reasonInWords(verdictReason, providerName)
  return reason === null ? VERDICT_WORDS[verdict] : `${VERDICT_WORDS[verdict]}: ${reason}`
}

/** What was wrong with a signature, or missing to check it, in a few words; null for a code that is not known here. */
export function reasonInWords(reason: string | null, providerName: string | undefined): string | null {
  if (reason === 'no-key' && providerName !== undefined) return `no secret for ${providerName}`
  return reason !== null && Object.hasOwn(REASONS, reason) ? REASONS[reason as Reason] : null
}

const REASONS: Readonly<Record<Reason, string>> = {
  'signature-missing': 'there is no signature',
  'signature-malformed': 'its header is malformed',
  'version-unknown': 'it is of another version',
  'timestamp-missing': 'there is no timestamp',
  'timestamp-malformed': 'the timestamp cannot be read',
  'timestamp-too-old': 'the timestamp was too old',
  'timestamp-in-future': 'the timestamp is in the future',
  'content-missing': 'something that is signed is missing',
  'condition-failed': 'a value beside it is wrong',
  'key-url-untrusted': 'its key is at a strange address',
  'no-key-of-that-id': 'no key has the id that it names',
  'signatures-contradict': 'its header is there twice, with different values',
  'signature-mismatch': 'it does not fit what came',
  'provider-unknown': 'nothing says who sent it',
  'provider-unsigned': 'the provider signs nothing',
  'scheme-unknown': 'how the provider signs is not known',
  'no-key': 'no secret of the provider is set',
  'key-unusable': 'the secret cannot be used',
  'no-signature': 'the request carries none',
  'key-not-fetched': 'the public key is being fetched',
  'key-unreachable': 'the public key could not be fetched',
  'public-url-unknown': 'the public URL is not known',
  'body-incomplete': 'the body did not come whole',
  'body-too-long': 'the body is too long',
  'check-failed': 'checking it failed, and the log says why',
}
