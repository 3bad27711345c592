import { type ContentType, contentTypeParam } from '../http/content-type.ts'
import { latin1FromBytes } from '../http/latin1.ts'

/** What kind of view suits a body. */
export type BodyKind = 'empty' | 'json' | 'ndjson' | 'xml' | 'html' | 'text' | 'form' | 'multipart' | 'image' | 'binary'

/** How much of the beginning of a body `bodyKind` wants to see. */
export const SNIFFED_BYTES = 4096

/** From what the sender said and, where that is vague or plainly wrong, from the first bytes. */
export function bodyKind(contentType: ContentType, start: Uint8Array, size: number): BodyKind {
  if (size === 0) return 'empty'
  const isWide = /^(utf-?16|utf-?32|ucs-?2)/i.test(contentTypeParam(contentType, 'charset') ?? '')
  const looksBinary = !isWide && isBinary(start)
  const named = namedKind(contentType.mediaType)
  if (named === 'image') return imageType(start) === null && !looksBinary ? textKind(start) : 'image'
  if (named === 'multipart') return 'multipart'
  if (named !== null && !looksBinary) return named
  if (imageType(start) !== null) return 'image'
  return looksBinary ? 'binary' : textKind(start)
}

/** The image format that the bytes begin like, as a media type a browser can show. */
export function imageType(start: Uint8Array): string | null {
  return IMAGE_SIGNATURES.find(([, signature, at]) => startsWith(start, signature, at))?.[0] ?? null
}

function namedKind(mediaType: string): BodyKind | null {
  if (/^application\/(x-ndjson|ndjson|jsonl|x-jsonlines|jsonlines|json-seq)$/.test(mediaType)) return 'ndjson'
  if (/^(application|text)\/(.+\+)?json5?$/.test(mediaType)) return 'json'
  if (mediaType === 'text/html' || mediaType === 'application/xhtml+xml') return 'html'
  // An SVG may carry scripts: it is shown as the text that it is.
  if (/^(application|text)\/(.+\+)?xml$/.test(mediaType) || mediaType === 'image/svg+xml') return 'xml'
  if (mediaType === 'application/x-www-form-urlencoded') return 'form'
  if (mediaType.startsWith('multipart/')) return 'multipart'
  if (mediaType.startsWith('image/')) return 'image'
  // `text/plain` is what senders say who did not think about it, so the bytes decide.
  return null
}

function textKind(start: Uint8Array): BodyKind {
  const head = latin1FromBytes(start.subarray(0, 512))
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
  if (/^[{[]/.test(head)) return looksLikeJsonLines(start) ? 'ndjson' : 'json'
  if (/^<(!doctype html|html)\b/i.test(head)) return 'html'
  if (/^<(\?xml|[a-z][\w:.-]*[\s>/])/i.test(head)) return 'xml'
  return 'text'
}

/** More than one whole object or array, each on a line of its own. */
function looksLikeJsonLines(start: Uint8Array): boolean {
  const lines = latin1FromBytes(start.subarray(0, SNIFFED_BYTES)).split('\n')
  const whole = lines.slice(0, -1).filter((line) => line.trim() !== '')
  return whole.length > 0 && (lines.at(-1) ?? '').trim() !== '' && whole.every(isJsonContainer)
}

function isJsonContainer(line: string): boolean {
  if (!/^\s*[{[]/.test(line)) return false
  try {
    JSON.parse(line)
    return true
  } catch {
    // Then this line is no record of its own.
    return false
  }
}

/** Has what text has not: a NUL outside UTF-16, or many control characters. */
function isBinary(start: Uint8Array): boolean {
  if (startsWith(start, [0xff, 0xfe]) || startsWith(start, [0xfe, 0xff])) return false
  const seen = start.subarray(0, SNIFFED_BYTES)
  let controls = 0
  for (const byte of seen) {
    if (byte === 0) return true
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) controls++
  }
  return controls * 20 > seen.length
}

function startsWith(bytes: Uint8Array, signature: ReadonlyArray<number>, at = 0): boolean {
  return bytes.length >= at + signature.length && signature.every((byte, index) => bytes[at + index] === byte)
}

const IMAGE_SIGNATURES: ReadonlyArray<readonly [type: string, signature: ReadonlyArray<number>, at: number]> = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0],
  ['image/jpeg', [0xff, 0xd8, 0xff], 0],
  ['image/gif', [0x47, 0x49, 0x46, 0x38], 0],
  ['image/webp', [0x57, 0x45, 0x42, 0x50], 8],
  ['image/avif', [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66], 4],
  ['image/bmp', [0x42, 0x4d], 0],
  ['image/x-icon', [0, 0, 1, 0], 0],
]
