import type { Cause } from './cause.ts'
import type { Subject } from './subject.ts'

/** Fewer characters could fit by chance. */
const SHORTEST = 16

const NEXT_STEP = 'Look for a limit on the length of headers, or of a column that the header is kept in.'
const ED25519_BYTES = 64

function tooShort(signatureFrom: string, bytes: number): Cause {
  return {
    code: 'signature-cut-off',
    certainty: 'seen',
    sentence: `The signature in ${signatureFrom} is too short to be whole.`,
    evidence: [`An Ed25519 signature has ${ED25519_BYTES} bytes, and ${bytes} arrived.`],
    nextStep: NEXT_STEP,
  }
}

/** What arrived is the beginning of the right signature. */
export function cutOffCause({ workings, crypto }: Subject): Cause | null {
  for (const { computed, received, keyName, signatureFrom, algorithm } of workings) {
    if (algorithm === 'Ed25519') {
      const bytes = crypto.decode(received, /^[0-9a-f]+$/i.test(received) ? 'hex' : 'base64')?.length ?? ED25519_BYTES
      if (bytes < ED25519_BYTES) return tooShort(signatureFrom, bytes)
    }
    if (computed === null || received.length < SHORTEST || received.length >= computed.length) continue
    if (!computed.startsWith(received)) continue
    // Padding of base64 that was lost is a matter of encoding.
    if (computed.slice(received.length).replaceAll('=', '') === '') continue
    return {
      code: 'signature-cut-off',
      certainty: 'proven',
      sentence: `The signature in ${signatureFrom} was cut off: it is the beginning of the right one.`,
      evidence: [`${received.length} of ${computed.length} characters arrived; they fit the secret “${keyName}”.`],
      nextStep: NEXT_STEP,
    }
  }
  return null
}
