import type { Cause } from './cause.ts'
import { quoteCaptured } from './quote-captured.ts'
import type { Subject } from './subject.ts'

/** Lengths of the hashes that signatures are made with; anything else was never one. */
const HASH_BYTES: ReadonlySet<number> = new Set([16, 20, 28, 32, 48, 64])

/** What arrived can be no HMAC at all, as `undefined` and `[object Object]`: another secret would not mend it. */
export function misshapenCause(subject: Subject): Cause | null {
  const hashed = subject.workings.filter(({ algorithm, computed }) => computed !== null && algorithm.startsWith('HMAC'))
  const [first] = hashed
  if (first === undefined || first.computed === null) return null
  if (hashed.length < subject.workings.length || hashed.some(({ received }) => isHash(received, subject))) return null
  const hex = /^[0-9a-f]+$/i.test(first.computed)
  return {
    code: 'signature-malformed',
    certainty: 'seen',
    sentence: `What stands in the ${first.signatureFrom} is no signature: it is not ${first.computed.length} ${hex ? 'hexadecimal characters' : 'characters of base64'}.`,
    evidence: [`Received ${quoteCaptured(first.received, subject)}.`],
    nextStep:
      'Look how the sender fills the header in: a value that was not set, a placeholder that was left there, or one that was cut off.',
  }
}

function isHash(received: string, { crypto }: Subject): boolean {
  return (['hex', 'base64', 'base64url'] as const).some((encoding) =>
    HASH_BYTES.has(crypto.decode(received, encoding)?.length ?? 0),
  )
}
