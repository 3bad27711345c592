import type { Cause } from './cause.ts'
import type { Subject } from './subject.ts'

/** Fewer characters could fit by chance. */
const SHORTEST = 16

/** What arrived is the beginning of the right signature. */
export function cutOffCause({ workings }: Subject): Cause | null {
  for (const { computed, received, keyName, signatureFrom } of workings) {
    if (computed === null || received.length < SHORTEST || received.length >= computed.length) continue
    if (!computed.startsWith(received)) continue
    // Padding of base64 that was lost is a matter of encoding.
    if (computed.slice(received.length).replaceAll('=', '') === '') continue
    return {
      code: 'signature-cut-off',
      certainty: 'proven',
      sentence: `The signature in ${signatureFrom} was cut off: it is the beginning of the right one.`,
      evidence: [`${received.length} of ${computed.length} characters arrived; they fit the secret “${keyName}”.`],
      nextStep: 'Look for a limit on the length of headers, or of a column that the header is kept in.',
    }
  }
  return null
}
