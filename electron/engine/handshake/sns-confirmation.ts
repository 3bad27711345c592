import { AppError } from '../../../shared/contract/errors.ts'
import { parseJson } from '../../../shared/parse-json.ts'
import { textAt } from '../../../shared/signature/handshake/handshake-answers.ts'
import { isTrustedSubscribeUrl } from '../../../shared/signature/handshake/subscribe-url.ts'
import type { SignatureReport } from '../../../shared/signature/signature-report.ts'
import { getTrustedText, TRUSTED_TIMEOUT_MS, type TrustedConnection } from '../signature/get-trusted-text.ts'
import type { StoredRequest } from '../store/delivery-record.ts'

export interface SnsConfirmationOptions {
  readonly readRequest: (captureId: string) => Promise<StoredRequest | null>
  /** Judged as Amazon's. */
  readonly report: (captureId: string) => Promise<SignatureReport>
  readonly connection?: TrustedConnection | undefined
}

/**
 * Confirms a subscription of Amazon SNS: calls the URL that its request names, once the request's signature is known to be
 * right and the URL to be Amazon's own. Throws `AppError` otherwise. Answers with the sequence number of the capture.
 */
export async function confirmSubscription(
  captureId: string,
  { readRequest, report, connection }: SnsConfirmationOptions,
): Promise<number> {
  const request = await readRequest(captureId)
  if (request === null) throw new AppError('not-found', `There is no capture ${captureId}. It may have been deleted.`)
  const url = subscribeUrl(request)
  const { verdict, explanation } = await report(captureId)
  if (verdict !== 'valid') {
    throw new AppError(
      'conflict',
      `The subscription was not confirmed: its signature is not right. ${explanation ?? ''}`,
    )
  }
  const timeout = AbortSignal.timeout(TRUSTED_TIMEOUT_MS)
  try {
    await getTrustedText(url, timeout, connection)
  } catch (error) {
    const why = timeout.aborted ? 'It did not answer in time' : (error as Error).message.replace(/\.$/, '')
    const message = `Amazon did not take the confirmation: ${why}. Ask for another one in its console.`
    throw new AppError('unavailable', message, { cause: error })
  }
  return request.seq
}

/** Looked at before the signature: whose host it is counts whatever is signed. */
function subscribeUrl({ body }: StoredRequest): string {
  const json = parseJson(Buffer.from(body).toString('utf8'))
  const url = textAt(json, '/SubscribeURL')
  if (textAt(json, '/Type') !== 'SubscriptionConfirmation' || url === null) {
    throw new AppError('invalid-input', 'This capture is no request to confirm a subscription of Amazon SNS.')
  }
  if (isTrustedSubscribeUrl(url)) return url
  throw new AppError(
    'refused',
    'The subscription was not confirmed: its URL is not at https://sns.REGION.amazonaws.com.',
  )
}
