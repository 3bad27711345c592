/** More than this in a row is no honest encoding. */
export const MOST_CODINGS = 4

/** The codings of a `Content-Encoding`, in the order in which they were applied (RFC 9110, 8.4). */
export function listedCodings(encoding: string): string[] {
  return encoding
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
}

/** Some senders leave the zlib header of `deflate` out (RFC 9110, 8.4.1.2). It begins with 8 in the low bits. */
export function isZlib(bytes: Uint8Array): boolean {
  return ((bytes[0] ?? 0) & 0x0f) === 8
}
