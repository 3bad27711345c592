/** Bytes (latin1) where all but the unreserved characters of URLs, or all that is `reserved`, are written as `%41`. */
export function percentEncoded(bytes: string, reserved = /[^\w.~-]/g): string {
  return bytes.replace(reserved, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}
