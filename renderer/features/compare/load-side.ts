import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { nullIfNotFound } from '../../../shared/contract/null-if-not-found.ts'
import type { DeliveryDetail } from '../../../shared/delivery/delivery.ts'
import { type MessageHead, targetOfUrl } from '../../../shared/diff/compare-heads.ts'
import { fileContentType } from '../../../shared/diff/file-content-type.ts'
import { contentEncoding } from '../../../shared/http/content-encoding.ts'
import { headerValue } from '../../../shared/http/header-pairs.ts'
import { call } from '../../host.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { formatFullTime } from '../../ui/format-time.ts'
import { captureTitle } from '../captures/capture-title.ts'
import { type SideRef, sideKind } from './side-ref.ts'

/** One side, with everything but its bytes. */
export interface Side {
  readonly ref: SideRef
  readonly kind: string
  readonly title: string
  readonly note: string
  /** Null: it has a body only. */
  readonly head: MessageHead | null
  /** Slug, whose rules hold; null: it belongs to none. */
  readonly endpoint: string | null
  readonly eventType: string | null
  /** Undefined: nothing is known of it; it is taken for what the other side is. */
  readonly contentType: string | undefined
  /** Undone for comparing; null: there is none. */
  readonly encoding: string | null
  readonly size: number
  readonly body: SideBody
}

export type SideBody =
  | { readonly kind: 'kept'; readonly path: string; readonly decodedPath: string }
  | { readonly kind: 'own'; readonly blob: Blob }

const LARGEST_OWN = 512 * 1024 * 1024

export async function loadSide(ref: SideRef): Promise<Side> {
  switch (ref.kind) {
    case 'capture':
      return captureSide(ref, await call('captures.get', { id: ref.id }))
    case 'sent':
    case 'response': {
      const delivery = await call('deliveries.get', { id: ref.deliveryId })
      // Null: it was deleted. What was sent from it stands by itself.
      const capture = await nullIfNotFound(call('captures.get', { id: delivery.captureId }))
      return deliverySide(ref, delivery, capture)
    }
    case 'own':
      return ownSide(ref)
  }
}

function captureSide(ref: SideRef, capture: CaptureDetail): Side {
  const { id, method, target, headers, endpoint, receivedAt, bodySize } = capture
  return {
    ref,
    kind: sideKind(ref),
    title: captureTitle(capture),
    note: `${endpoint}, ${formatFullTime(receivedAt)}`,
    head: { kind: 'request', method, target, headers },
    endpoint,
    eventType: capture.eventType,
    contentType: headerValue(headers, 'content-type') ?? '',
    encoding: contentEncoding(headers),
    size: bodySize,
    body: { kind: 'kept', path: `/captures/${id}/body`, decodedPath: `/captures/${id}/decoded-body` },
  }
}

function deliverySide(
  ref: SideRef & { kind: 'sent' | 'response' },
  delivery: DeliveryDetail,
  capture: CaptureDetail | null,
): Side {
  const { id, method, url, requestHeaders, requestBodySize, response, outcome, startedAt } = delivery
  const half = ref.kind === 'sent' ? 'request-body' : 'response-body'
  if (half === 'response-body' && (response === null || outcome.kind !== 'answered')) {
    throw new AppError('not-found', 'This delivery got no response. Compare what was sent instead.')
  }
  const head: MessageHead =
    half === 'request-body' || response === null
      ? { kind: 'request', method, target: targetOfUrl(url), headers: requestHeaders }
      : { kind: 'response', status: response.status, statusText: response.statusText, headers: response.headers }
  return {
    ref,
    kind: sideKind(ref),
    title: head.kind === 'request' ? `${method} ${url}` : `${head.status} from ${url}`,
    note: `${delivery.kind}${delivery.edited ? ', edited' : ''}, ${formatFullTime(startedAt)}`,
    head,
    endpoint: capture?.endpoint ?? null,
    eventType: capture?.eventType ?? null,
    contentType: headerValue(head.headers, 'content-type') ?? '',
    encoding: contentEncoding(head.headers),
    size: head.kind === 'request' || outcome.kind !== 'answered' ? requestBodySize : outcome.bodySize,
    body: { kind: 'kept', path: `/deliveries/${id}/${half}`, decodedPath: `/deliveries/${id}/decoded-${half}` },
  }
}

function ownSide(ref: SideRef & { kind: 'own' }): Side {
  const { blob, name } = ref
  if (blob.size > LARGEST_OWN) {
    throw new AppError('invalid-input', `${name} is larger than 512 MiB. Compare a part of it, or use cmp.`)
  }
  return {
    ref,
    kind: sideKind(ref),
    title: name,
    note: formatBytes(blob.size),
    head: null,
    endpoint: null,
    eventType: null,
    contentType: fileContentType(name),
    encoding: null,
    size: blob.size,
    body: { kind: 'own', blob },
  }
}
