import { latin1FromBytes } from '../../http/latin1.ts'
import type { Fit } from './attempt.ts'
import { blotted, quoteCaptured } from './quote-captured.ts'
import type { Subject } from './subject.ts'

const BEFORE = 12
const AFTER = 28
/** Looked at around the difference, so that a secret that the quote would cut in two is still found. */
const AROUND = 4096

/** Where the body that was signed and the one that arrived part, as evidence. */
export function bodyDifference(subject: Subject, fit: Fit): string[] {
  const received = subject.request.body
  const signed = fit.attempt.request.body
  const at = firstDifference(received, signed)
  const sizes = `Received ${count(received.length)}; the signature belongs to ${count(signed.length)}.`
  const pieces = `received ${quoteAt(received, at, subject)}, signed ${quoteAt(signed, at, subject)}`
  return [sizes, `From byte ${Math.max(0, at - BEFORE)} on: ${pieces}.`]
}

function quoteAt(bytes: Uint8Array, at: number, subject: Subject): string {
  const from = Math.max(0, at - AROUND)
  const text = blotted(latin1FromBytes(bytes.subarray(from, at + AROUND)), subject)
  return quoteCaptured(text.slice(Math.max(0, at - BEFORE) - from, at + AFTER - from), subject)
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
