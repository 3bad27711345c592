import { bytesFromLatin1, latin1FromBytes } from '../http/latin1.ts'

/** The body with one text (latin1) put in the place of another, once; null if it is not there. Nothing else moves. */
export function replaceInBody(body: Uint8Array, before: string, after: string): Uint8Array | null {
  if (before === '') return null
  const text = latin1FromBytes(body)
  const at = text.indexOf(before)
  return at === -1 ? null : bytesFromLatin1(text.slice(0, at) + after + text.slice(at + before.length))
}
