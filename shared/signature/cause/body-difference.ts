import { latin1FromBytes } from '../../http/latin1.ts'
import type { Fit } from './attempt.ts'
import { quoteCaptured } from './quote-captured.ts'
import type { Subject } from './subject.ts'

const BEFORE = 12
const AFTER = 28

/** Where the body that was signed and the one that arrived part, as evidence. */
export function bodyDifference(subject: Subject, fit: Fit): string[] {
  const received = subject.request.body
  const signed = fit.attempt.request.body
  const at = firstDifference(received, signed)
  const part = (bytes: Uint8Array) =>
    quoteCaptured(latin1FromBytes(bytes.subarray(Math.max(0, at - BEFORE), at + AFTER)), subject)
  const sizes = `Received ${count(received.length)}; the signature belongs to ${count(signed.length)}.`
  return [sizes, `From byte ${at} on: received ${part(received)}, signed ${part(signed)}.`]
}

function firstDifference(left: Uint8Array, right: Uint8Array): number {
  const shorter = Math.min(left.length, right.length)
  let at = 0
  while (at < shorter && left[at] === right[at]) at++
  return at
}

function count(bytes: number): string {
  return bytes === 1 ? '1 byte' : `${bytes} bytes`
}
