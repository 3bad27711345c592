import { z } from 'zod'
import type { ByteText } from '../export/byte-text.ts'
import type { ExportedCapture, ExportedDelivery } from '../export/exported-capture.ts'
import { captureLine, deliveryLine, LINES_VERSION } from '../export/ndjson-line.ts'
import { foreignEntry } from './foreign-har-entry.ts'
import { HarEntries, type HarEntryText } from './har-entries.ts'
import { type HarEntry, harBody, harEntry, harHeaders } from './har-entry.ts'
import { type ImportItem, type ImportSource, problem } from './import-item.ts'
import { isNestedDeeply } from './nesting.ts'
import { captureOf, checked, deliveryOf, EntryError, EXPORT_AGAIN, LEAVE_OUT } from './read-line.ts'

const NO_BODY = new Uint8Array()

/** What Hookbench itself adds to an entry. */
const ownParts = z.looseObject({ kind: z.enum(['capture', 'delivery']), version: z.number().int() })

/** HTTP Archive 1.2: Hookbench's own as it was; anybody else's as captures with their responses as deliveries. */
export async function* readHar(source: ImportSource): AsyncIterable<ImportItem> {
  const entries = new HarEntries(source.text)
  let captureId: string | null = null
  for await (const piece of source.bytes) {
    for (const entry of entries.take(piece)) {
      const where = `Entry ${entry.number}`
      try {
        for (const item of itemsOf(entry, where, source)) {
          if (item.kind === 'capture') captureId = item.capture.id
          if (item.kind === 'delivery' && item.delivery.captureId !== captureId) {
            throw new EntryError(
              `It is a delivery of capture ${item.delivery.captureId}, which does not stand before it. Put it behind its capture.`,
            )
          }
          yield item
        }
      } catch (error) {
        if (!(error instanceof EntryError)) throw error
        captureId = null
        yield problem(where, error.message, error.next)
      }
    }
  }
  entries.end()
}

function itemsOf({ bytes }: HarEntryText, where: string, source: ImportSource): ImportItem[] {
  const entry = checked(harEntry, parsed(bytes, source.text))
  if (entry._hookbench === undefined) return foreignEntry(entry, where, source)
  const own = checked(ownParts, entry._hookbench)
  if (own.version > LINES_VERSION) {
    throw new EntryError(
      `It is of version ${own.version}, and this Hookbench reads up to ${LINES_VERSION}. Update Hookbench.`,
    )
  }
  return own.kind === 'capture'
    ? [{ kind: 'capture', where, capture: ownCapture(own, entry, source.text) }]
    : [{ kind: 'delivery', where, delivery: ownDelivery(own, entry, source.text) }]
}

function parsed(bytes: Uint8Array, text: ByteText): unknown {
  const json = text.fromUtf8(bytes)
  if (json === null) throw new EntryError('It is not UTF-8. Save the file as UTF-8.')
  if (isNestedDeeply(bytes)) throw new EntryError('It is nested deeper than any HAR.', LEAVE_OUT)
  try {
    return JSON.parse(json)
  } catch {
    throw new EntryError('It is not JSON.', EXPORT_AGAIN)
  }
}

function ownCapture(own: z.output<typeof ownParts>, entry: HarEntry, text: ByteText): ExportedCapture {
  const response = ownResponse(entry)
  const answer = z.looseObject({ isKept: z.boolean() }).safeParse(own.answer)
  const isKept = answer.success && answer.data.isKept
  const line = checked(captureLine, {
    ...own,
    headers: own.headers ?? harHeaders(entry.request.headers),
    bodyBase64: '',
    answer: answer.success
      ? {
          ...answer.data,
          content: isKept ? { headers: answer.data.headers ?? harHeaders(response.headers), bodyBase64: '' } : null,
        }
      : null,
  })
  const capture = captureOf(line, harBody(entry.request, text), text)
  const { content } = capture.answer
  if (content === null) return capture
  return { ...capture, answer: { ...capture.answer, content: { ...content, body: harBody(response, text) } } }
}

function ownDelivery(own: z.output<typeof ownParts>, entry: HarEntry, text: ByteText): ExportedDelivery {
  const { request } = entry
  const response = ownResponse(entry)
  const kept = own.response as { headers?: unknown } | null
  const line = checked(deliveryLine, {
    ...own,
    requestHeaders: own.requestHeaders ?? harHeaders(request.headers),
    requestBodyBase64: '',
    responseBodyBase64: '',
    response: kept && { ...kept, status: response.status, headers: kept.headers ?? harHeaders(response.headers) },
  })
  const isCaptured = own.isCapturedBody === true
  return deliveryOf(line, isCaptured ? null : harBody(request, text), kept === null ? NO_BODY : harBody(response, text))
}

function ownResponse({ response }: HarEntry): NonNullable<HarEntry['response']> {
  if (!response) throw new EntryError('response: it is missing.', EXPORT_AGAIN)
  return response
}
