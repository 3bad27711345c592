/** Bytes as text and back. Passed in: the language alone has no fast way for it. */
export interface ByteText {
  base64(bytes: Uint8Array): string
  /** Null if it is not base64. */
  fromBase64(text: string): Uint8Array | null
  utf8(text: string): Uint8Array
  isUtf8(bytes: Uint8Array): boolean
  /** Null unless the bytes are valid UTF-8. A byte order mark stays. */
  fromUtf8(bytes: Uint8Array): string | null
}
