/** A text of UTF-16 or UTF-32, as latin1 holds its bytes. */
export interface WideText {
  /** The same text, of which each character is a byte of UTF-8; lone surrogates have three, as in WTF-8. */
  readonly utf8: string
  /** As it was spelled: order of bytes, mark, and what was left over at its end. */
  spell(utf8: string): string
}

interface Form {
  /** Bytes of the mark at the beginning. */
  readonly mark: number
  /** Of a unit. */
  readonly width: 2 | 4
  readonly isLittle: boolean
}

/**
 * Null: it is neither. `latin1`: its bytes. What is malformed in it is kept, so that it does not hide what is around it;
 * `unreadable`: it has characters that do not exist.
 */
export function readWideText(latin1: string, charset: string | undefined): WideText | 'unreadable' | null {
  const stated = statedForm(latin1, charset)
  const form = sniffedForm(latin1, stated) ?? stated
  if (form === null) return null
  const { mark, width } = form
  const end = latin1.length - ((latin1.length - mark) % width)
  const points = pointsOf(latin1, mark, end, form)
  if (points === null) return 'unreadable'
  // Nobody says that it is text: numbers in two bytes each begin likewise.
  if (stated === null && points.includes(0)) return 'unreadable'
  const [head, tail] = [latin1.slice(0, mark), latin1.slice(end)]
  return { utf8: utf8FromPoints(points), spell: (utf8) => head + spelled(utf8, form) + tail }
}

function statedForm(latin1: string, charset: string | undefined): Form | null {
  if (latin1.startsWith('\xff\xfe\0\0')) return { mark: 4, width: 4, isLittle: true }
  if (latin1.startsWith('\0\0\xfe\xff')) return { mark: 4, width: 4, isLittle: false }
  if (latin1.startsWith('\xff\xfe')) return { mark: 2, width: 2, isLittle: true }
  if (latin1.startsWith('\xfe\xff')) return { mark: 2, width: 2, isLittle: false }
  const [, bits, end] = /^(?:utf-?(16|32)|ucs-?[24])[-_]?(le|be)?/i.exec(charset ?? '') ?? []
  if (bits === undefined && !/^ucs-?[24]/i.test(charset ?? '')) return null
  const isFour = bits === '32' || /^ucs-?4/i.test(charset ?? '')
  // RFC 2781: without a mark it is big-endian.
  return { mark: 0, width: isFour ? 4 : 2, isLittle: /le$/i.test(end ?? '') }
}

/** Two characters of ASCII show how wide they are (RFC 4627, 3); some send so without a word. */
function sniffedForm(latin1: string, stated: Form | null): Form | null {
  if (stated !== null && stated.mark > 0) return null
  const start = latin1.slice(0, 8)
  if (/^[\t\n\r\x20-\x7e]\0\0\0[\t\n\r\x20-\x7e]\0\0\0/.test(start)) return { mark: 0, width: 4, isLittle: true }
  if (/^\0\0\0[\t\n\r\x20-\x7e]\0\0\0[\t\n\r\x20-\x7e]/.test(start)) return { mark: 0, width: 4, isLittle: false }
  if (/^[\t\n\r\x20-\x7e]\0[\t\n\r\x20-\x7e]\0/.test(start)) return { mark: 0, width: 2, isLittle: true }
  if (/^\0[\t\n\r\x20-\x7e]\0[\t\n\r\x20-\x7e]/.test(start)) return { mark: 0, width: 2, isLittle: false }
  return null
}

/** Null: a unit is beyond what Unicode has. */
function pointsOf(latin1: string, from: number, to: number, { width, isLittle }: Form): Uint32Array | null {
  const points = new Uint32Array((to - from) / width)
  let count = 0
  for (let at = from; at < to; at += width) {
    let unit = 0
    for (let byte = 0; byte < width; byte++)
      unit += latin1.charCodeAt(at + (isLittle ? byte : width - 1 - byte)) * 256 ** byte
    if (unit > 0x10ffff) return null
    const before = width === 2 && count > 0 ? (points[count - 1] as number) : 0
    const isPair = before >= 0xd800 && before < 0xdc00 && unit >= 0xdc00 && unit < 0xe000
    if (isPair) points[count - 1] = 0x10000 + ((before - 0xd800) << 10) + (unit - 0xdc00)
    else points[count++] = unit
  }
  return points.subarray(0, count)
}

const PIECE = 4096

function utf8FromPoints(points: Uint32Array): string {
  const pieces: string[] = []
  let bytes: number[] = []
  for (const point of points) {
    if (point < 0x80) bytes.push(point)
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63))
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63))
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63))
    if (bytes.length < PIECE) continue
    pieces.push(String.fromCharCode(...bytes))
    bytes = []
  }
  return pieces.join('') + String.fromCharCode(...bytes)
}

/** Undoes the two above. What redaction writes is ASCII, so all is well formed. */
function spelled(utf8: string, { width, isLittle }: Form): string {
  const pieces: string[] = []
  let bytes: number[] = []
  const put = (unit: number): void => {
    for (let byte = 0; byte < width; byte++) bytes.push((unit >>> (8 * (isLittle ? byte : width - 1 - byte))) & 0xff)
  }
  for (let at = 0; at < utf8.length; ) {
    const first = utf8.charCodeAt(at)
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    let point = length === 1 ? first : first & (0xff >> (length + 1))
    for (let next = 1; next < length; next++) point = (point << 6) | (utf8.charCodeAt(at + next) & 63)
    at += length
    if (width === 4 || point < 0x10000) put(point)
    else {
      put(0xd800 + ((point - 0x10000) >> 10))
      put(0xdc00 + ((point - 0x10000) & 0x3ff))
    }
    if (bytes.length < PIECE) continue
    pieces.push(String.fromCharCode(...bytes))
    bytes = []
  }
  return pieces.join('') + String.fromCharCode(...bytes)
}
