import { z } from 'zod'
import type { ByteText } from '../export/byte-text.ts'
import type { HeaderPair } from '../http/header-pairs.ts'
import { headerFromText } from '../http/header-text.ts'
import { bytesOf, checkedBody, EntryError, LEAVE_OUT } from './read-line.ts'

/** Left out or null, as some writers have it. */
const text = z
  .string()
  .nullish()
  .transform((given) => given ?? '')
const header = z.object({ name: z.string(), value: text })
const headers = z
  .array(header)
  .nullish()
  .transform((given) => given ?? [])
const content = z.object({ text: z.string().nullish(), encoding: z.string().nullish() })
const param = z.object({ name: z.string(), value: z.string().nullish(), fileName: z.string().nullish() })

/** What is read of an entry. Writers differ, so that nothing else of it is asked for. */
export const harEntry = z.object({
  startedDateTime: z.string(),
  time: z.number().nullish(),
  request: z.object({
    method: z.string(),
    url: z.string(),
    httpVersion: text,
    headers,
    postData: content
      .extend({ mimeType: text, params: z.array(param).nullish(), _encoding: z.string().nullish() })
      .nullish(),
    /** Bytes that are no text, as HTTP Toolkit and Hookbench write them. */
    _content: content.nullish(),
  }),
  /** Missing where none came. */
  response: z
    .object({
      status: z.number().int().nullish(),
      statusText: text,
      httpVersion: text,
      headers,
      content: content.nullish(),
    })
    .nullish(),
  timings: z.object({ receive: z.number().nullish() }).nullish(),
  comment: text,
  _hookbench: z.unknown().optional(),
})

export type HarEntry = z.output<typeof harEntry>

/** As pairs of latin1. Chrome writes several values of a name as lines of one; any other line end is left to be refused. */
export function harHeaders(headers: HarEntry['request']['headers']): HeaderPair[] {
  return headers.flatMap(({ name, value }) =>
    value.split('\n').map((each) => [headerFromText(name), headerFromText(each)] as const),
  )
}

/** The bytes of a request's or a response's body. */
export function harBody(message: HarEntry['request'] | NonNullable<HarEntry['response']>, text: ByteText): Uint8Array {
  if ('content' in message) return contentBytes(message.content, 'response.content.text', text)
  if ('_content' in message && message._content) return contentBytes(message._content, 'request._content.text', text)
  const data = 'postData' in message ? message.postData : null
  if (!data) return new Uint8Array()
  return contentBytes({ text: data.text, encoding: data.encoding ?? data._encoding }, 'request.postData.text', text)
}

function contentBytes(
  content: { text?: string | null | undefined; encoding?: string | null | undefined } | null | undefined,
  what: string,
  text: ByteText,
): Uint8Array {
  if (!content?.text) return new Uint8Array()
  if (!content.encoding) return checkedBody(text.utf8(content.text))
  if (content.encoding.toLowerCase() === 'base64') return bytesOf(content.text, what, text)
  throw new EntryError(`${what} has the encoding ${content.encoding.slice(0, 40)}; known is base64.`, LEAVE_OUT)
}
