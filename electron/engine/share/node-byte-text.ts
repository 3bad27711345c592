import { isUtf8 } from 'node:buffer'
import type { ByteText } from '../../../shared/export/byte-text.ts'

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

export const nodeByteText: ByteText = {
  base64: (bytes) => buffer(bytes).toString('base64'),
  // Node's own decoder passes over what is not base64.
  fromBase64: (text) => (text.length % 4 === 0 && BASE64.test(text) ? Buffer.from(text, 'base64') : null),
  utf8: (text) => Buffer.from(text, 'utf8'),
  isUtf8,
  fromUtf8: (bytes) => (isUtf8(bytes) ? buffer(bytes).toString('utf8') : null),
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
