import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { CaptureDetail } from '../../shared/capture/capture.ts'
import { isNotFound } from '../../shared/contract/errors.ts'
import { nullIfNotFound } from '../../shared/contract/null-if-not-found.ts'
import type { DeliveryDetail } from '../../shared/delivery/delivery.ts'
import { type MessageHead, targetOfUrl } from '../../shared/diff/compare-heads.ts'
import { fileContentType } from '../../shared/diff/file-content-type.ts'
import { headerValue } from '../../shared/http/header-pairs.ts'
import type { ContentRef } from '../engine/engine-door.ts'
import { UsageError } from './command-context.ts'
import type { CaptureReader } from './engine-access.ts'
import { findCapture } from './find-capture.ts'
import { isFullId } from './full-id.ts'
import { readAll } from './read-body.ts'

/** One of two things that are compared. */
export interface Side {
  /** What it is. */
  readonly label: string
  /** Null: a file, which has a body only. */
  readonly head: MessageHead | null
  /** Slug, whose ignore rules hold; null: it belongs to none. */
  readonly endpoint: string | null
  /** Without its content encoding. */
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
  /** Why the body is not whole; null: it is. */
  readonly incomplete: string | null
}

type Found =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'input' }
  | { readonly kind: 'capture'; readonly capture: CaptureDetail }
  /** Null: it was not said which half of it. */
  | { readonly kind: 'delivery'; readonly delivery: DeliveryDetail; readonly half: 'sent' | 'response' | null }

const FILE = /[/\\.]/
const HALF = /^([0-9a-f-]{36}):(sent|response)$/i

/**
 * `@path`, and a path with a slash or a dot, is a file, `-` the standard input, anything else a capture or a delivery.
 * Of a delivery, what was sent is compared with a capture, and what came back with anything else.
 */
export async function readSides(
  wanted: readonly [string, string],
  reader: CaptureReader | null,
  stdin: Readable,
): Promise<[Side, Side]> {
  const left = await find(wanted[0], reader)
  const right = await find(wanted[1], reader)
  return [await read(left, right, reader, stdin), await read(right, left, reader, stdin)]
}

async function find(wanted: string, reader: CaptureReader | null): Promise<Found> {
  if (wanted === '-') return { kind: 'input' }
  if (wanted.startsWith('@')) return { kind: 'file', path: wanted.slice(1) }
  if (FILE.test(wanted)) return { kind: 'file', path: wanted }
  const [, halfId, half] = HALF.exec(wanted) ?? []
  if (reader !== null && halfId !== undefined) {
    const delivery = await reader.call('deliveries.get', { id: halfId.toLowerCase() })
    return { kind: 'delivery', delivery, half: half?.toLowerCase() === 'sent' ? 'sent' : 'response' }
  }
  try {
    return { kind: 'capture', capture: await findCapture(reader, wanted) }
  } catch (error) {
    const delivery = reader !== null && isNotFound(error) ? await deliveryOf(reader, wanted) : null
    if (delivery === null) throw error
    return { kind: 'delivery', delivery, half: null }
  }
}

async function deliveryOf(reader: CaptureReader, wanted: string): Promise<DeliveryDetail | null> {
  if (!isFullId(wanted)) return null
  return nullIfNotFound(reader.call('deliveries.get', { id: wanted.toLowerCase() }))
}

async function read(found: Found, other: Found, reader: CaptureReader | null, stdin: Readable): Promise<Side> {
  switch (found.kind) {
    case 'input':
      return fileSide('standard input', await readAll(stdin), undefined)
    case 'file':
      return fileSide(`file ${found.path}`, await readFile(found.path), fileContentType(found.path))
    case 'capture': {
      const { id, method, target, headers, endpoint } = found.capture
      const head = { kind: 'request', method, target, headers } as const
      return messageSide(`capture ${id}`, head, endpoint, reader, { kind: 'capture-body', id, decoded: true })
    }
    case 'delivery':
      return deliverySide(found.delivery, found.half ?? (other.kind === 'capture' ? 'sent' : 'response'), reader)
  }
}

async function deliverySide(
  { id, captureId, method, url, requestHeaders, response, outcome }: DeliveryDetail,
  half: 'sent' | 'response',
  reader: CaptureReader | null,
): Promise<Side> {
  const endpoint = await endpointOf(captureId, reader)
  if (half === 'sent') {
    const head = { kind: 'request', method, target: targetOfUrl(url), headers: requestHeaders } as const
    return messageSide(`request of delivery ${id}`, head, endpoint, reader, {
      kind: 'delivery-request-body',
      id,
      decoded: true,
    })
  }
  if (response === null) {
    const why = outcome.kind === 'failed' ? ` (${outcome.message})` : ''
    throw new UsageError(`Delivery ${id} got no response${why}. What was sent is ${id}:sent.`)
  }
  const { status, statusText, headers } = response
  const head = { kind: 'response', status, statusText, headers } as const
  return messageSide(`response of delivery ${id}`, head, endpoint, reader, {
    kind: 'delivery-response-body',
    id,
    decoded: true,
  })
}

/** Of the capture that it was made from, which may have been deleted since. */
async function endpointOf(captureId: string, reader: CaptureReader | null): Promise<string | null> {
  if (reader === null) return null
  return (await nullIfNotFound(reader.call('captures.get', { id: captureId })))?.endpoint ?? null
}

async function messageSide(
  label: string,
  head: MessageHead,
  endpoint: string | null,
  reader: CaptureReader | null,
  ref: ContentRef,
): Promise<Side> {
  const content = await reader?.content(ref)
  return {
    label,
    head,
    endpoint,
    bytes: content == null ? new Uint8Array() : await readAll(content.bytes),
    contentType: headerValue(head.headers, 'content-type') ?? '',
    incomplete: content?.incomplete ?? null,
  }
}

function fileSide(label: string, bytes: Uint8Array, contentType: string | undefined): Side {
  return { label, head: null, endpoint: null, bytes, contentType, incomplete: null }
}

async function readFile(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path)
    return await file.readFile()
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError(`${path} cannot be read (${reason}). A capture or delivery is named by its id.`, {
      cause: error,
    })
  }
}
