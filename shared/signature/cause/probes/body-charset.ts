import { bytesFromLatin1, latin1FromBytes } from '../../../http/latin1.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { textFromUtf16, utf16Bytes } from '../utf16.ts'
import { signedBody } from './proven-body.ts'

/** A program that read the bytes in one charset and wrote them in another. */
export const bodyCharset: Probe = {
  about: 'the body converted between UTF-8, UTF-16, Latin-1 and Windows-1252, or its Unicode normalized',
  parses: true,
  applies: ({ covers, request }) => covers.body && request.body.length > 0,
  *hypotheses(subject) {
    const { crypto, request } = subject
    if (request.body.some((byte) => byte > 0x7f)) yield* ofOneByte(subject)
    yield* ofTwoBytes(subject)
    const text = crypto.text(request.body)
    for (const form of ['NFC', 'NFD'] as const) {
      const normalized = text.normalize(form)
      if (normalized === text) continue
      yield signedBody(subject, crypto.utf8(normalized), {
        code: 'body-unicode-form',
        sentence: `The Unicode of the body was normalized after it was signed: it was ${form}.`,
        nextStep: 'Find what normalizes text between the sender and here, and let it pass the bytes as they are.',
      })
    }
  },
}

/** Latin-1 and Windows-1252, both ways. */
function* ofOneByte(subject: Subject): Iterable<Hypothesis> {
  const { crypto, request } = subject
  const text = crypto.text(request.body)
  for (const [charset, table] of CHARSETS) {
    const written = encoded(text, table)
    if (written !== null) {
      const twice = !crypto.text(written).includes('\ufffd')
      const what = twice
        ? `its UTF-8 was read as ${charset} and written as UTF-8 again`
        : `it was ${charset}, and became UTF-8`
      yield charsetCause(subject, written, what)
    }
    yield charsetCause(subject, crypto.utf8(decoded(request.body, table)), `it was UTF-8, and became ${charset}`)
  }
  const [before = '', ...after] = latin1FromBytes(request.body).split(REPLACEMENT)
  if (after.length === 0) return
  // What was lost is not known: where it was one character, it can be found.
  for (let byte = 0x80; byte <= 0xff; byte++) {
    const bytes = bytesFromLatin1([before, ...after].join(String.fromCharCode(byte)))
    yield charsetCause(
      subject,
      bytes,
      'it was Latin-1 and was read as UTF-8, which put U+FFFD for what it could not read',
    )
  }
}

/** U+FFFD in UTF-8. */
const REPLACEMENT = '\xef\xbf\xbd'
const BOM = '\ufeff'

/** UTF-16, with a byte order mark and without. */
function* ofTwoBytes(subject: Subject): Iterable<Hypothesis> {
  const { crypto, request } = subject
  const read = textFromUtf16(request.body)
  if (read !== null) {
    const what = `it was UTF-8, and became UTF-16 (${read.bigEndian ? 'big' : 'little'} endian)`
    for (const mark of ['', BOM]) yield charsetCause(subject, crypto.utf8(mark + read.text), what)
    return
  }
  const text = crypto.text(request.body)
  for (const bigEndian of [false, true]) {
    for (const mark of ['', BOM]) {
      const what = `it was UTF-16 (${bigEndian ? 'big' : 'little'} endian), and became UTF-8`
      yield charsetCause(subject, utf16Bytes(mark + text, bigEndian), what)
    }
  }
}

function charsetCause(subject: Subject, body: Uint8Array, what: string): Hypothesis {
  return signedBody(subject, body, {
    code: 'body-charset',
    sentence: `The body was converted to another charset after it was signed: ${what}.`,
    nextStep: 'Find what reads the body as text between the sender and here, and let it pass the bytes as they are.',
  })
}

/** Windows-1252 from 0x80 on; what it leaves free is as in Latin-1. */
const WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'
const CHARSETS: ReadonlyArray<readonly [name: string, table: string]> = [
  ['Latin-1', ''],
  ['Windows-1252', WINDOWS],
]

/** Null: a character that the charset does not have. */
function encoded(text: string, table: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x80) {
      bytes[index] = code
      continue
    }
    const special = table.indexOf(text.charAt(index))
    if (special === -1 && code > 0xff) return null
    bytes[index] = special === -1 ? code : 0x80 + special
  }
  return bytes
}

function decoded(body: Uint8Array, table: string): string {
  return latin1FromBytes(body).replace(
    /[\x80-\x9f]/g,
    (character) => table[character.charCodeAt(0) - 0x80] ?? character,
  )
}
