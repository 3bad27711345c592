import type { DecodeContent } from '../../../shared/export/redact-exported.ts'
import { contentEncoding } from '../../../shared/http/content-encoding.ts'
import { decodeBody } from '../content/decode-body.ts'

/** For redaction in a thread of its own: what is decoded is not cached, and decoding may take its time. */
export const decodeContent: DecodeContent = async (headers, body) => {
  const encoding = contentEncoding(headers)
  return encoding === null || body.length === 0 ? null : decodeBody(body, encoding)
}
