export const HEX_ROW_BYTES = 16

/** One row of a hex dump. */
export interface HexRow {
  /** Of its first byte, as it is shown. */
  readonly offset: string
  /** `4f`, one for each byte; the last row may be short. */
  readonly bytes: ReadonlyArray<string>
  /** Printable ASCII, a dot for the rest. */
  readonly text: string
}

export function hexRowCount(size: number): number {
  return Math.ceil(size / HEX_ROW_BYTES)
}

/** Row `index` of the whole; `bytes` is that whole. */
export function hexRow(bytes: Uint8Array, index: number): HexRow {
  const start = index * HEX_ROW_BYTES
  const row = bytes.subarray(start, start + HEX_ROW_BYTES)
  return {
    offset: start.toString(16).padStart(8, '0'),
    bytes: Array.from(row, (byte) => HEX[byte] as string),
    text: Array.from(row, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join(''),
  }
}

/** A row as one line of text, the way `hexdump -C` prints it. */
export function hexLine(row: HexRow): string {
  const cells = Array.from({ length: HEX_ROW_BYTES }, (_, index) => row.bytes[index] ?? '  ')
  return `${row.offset}  ${cells.slice(0, 8).join(' ')}  ${cells.slice(8).join(' ')}  ${row.text}`
}

/** A row with blanks in the place of the bytes before `start` and from `end` on, counted from the row's first byte. */
export function hexPart({ offset, bytes, text }: HexRow, start: number, end: number): HexRow {
  const isIn = (index: number) => index >= start && index < end
  return {
    offset,
    bytes: bytes.map((byte, index) => (isIn(index) ? byte : '  ')),
    text: Array.from(text, (char, index) => (isIn(index) ? char : ' ')).join(''),
  }
}

/** Where in its line bytes of a row stand, as digits and as characters; `start` and `end` count from the row's first byte. */
export function hexPlaces(start: number, end: number): Array<readonly [from: number, to: number]> {
  if (start >= end) return []
  const digits = (index: number) => OFFSET_WIDTH + index * 3 + (index < HEX_ROW_BYTES / 2 ? 0 : 1)
  return [
    [digits(start), digits(end - 1) + 2],
    [TEXT_AT + start, TEXT_AT + end],
  ]
}

/** The offset and two spaces. */
const OFFSET_WIDTH = 10
/** Behind the digits, the space between their halves, and two spaces. */
const TEXT_AT = OFFSET_WIDTH + HEX_ROW_BYTES * 3 + 2

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
