import { AppError } from '../../../shared/contract/errors.ts'
import type { ParsedTarget } from '../../../shared/delivery/resolve-target.ts'
import type { DeliveryRecord, StoredRequest } from '../store/delivery-record.ts'
import { deliveryNotSent, deliveryOfOutcome } from './delivery-of-outcome.ts'
import { type PreparedRequest, type PublicUrls, prepareRequest } from './prepare-request.ts'
import type { SigningOrder } from './sign-replay.ts'
import type { WireClient } from './wire/wire-client.ts'

export interface SendOrder {
  readonly kind: 'replay' | 'forward'
  /** As the user wrote it. */
  readonly url: string
  /** An `AppError` says why the URL cannot be used. */
  readonly target: ParsedTarget | AppError
  readonly keepHost: boolean
  readonly allowSelfSigned: boolean
  /** See `RequestSource`. */
  readonly publicUrls?: PublicUrls | null | undefined
  readonly leaveOut?: ReadonlyArray<string> | undefined
  /** Left out: the captured signature is sent as it is. */
  readonly signing?: SigningOrder | undefined
}

export interface Sending {
  readonly client: WireClient
  readonly newId: () => string
  readonly now: () => number
}

/** Sends an unedited capture, for runs and forwards. What cannot be sent is a failed delivery that says why. */
export async function sendCapture(
  { client, newId, now }: Sending,
  order: SendOrder,
  captured: StoredRequest,
): Promise<DeliveryRecord> {
  const facts = { id: newId(), captured, kind: order.kind, startedAt: now(), requestBody: null }
  let request: PreparedRequest
  try {
    if (order.target instanceof AppError) throw order.target
    const { target, keepHost, allowSelfSigned, publicUrls, leaveOut, signing } = order
    const options = { keepHost, allowSelfSigned, publicUrls, leaveOut, signing, now: facts.startedAt }
    request = prepareRequest({ captured, target, ...options })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return deliveryNotSent(facts, order.url, error.message)
  }
  return deliveryOfOutcome({ ...facts, requestBody: request.body }, request, await client.send(request.wire))
}
