import type { CaptureDetail, CaptureSummary } from '../../../shared/capture/capture.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { quoteFilterText } from '../../../shared/search/quoted-text.ts'
import { call } from '../../host.ts'
import { captureTitle } from '../captures/capture-title.ts'
import { firstAttempts } from './first-attempts.ts'

const PAGE = 100
/** Some of them empty: a filter is answered in slices. */
const MOST_PAGES = 50

/** The capture of the event before, of the same type and at the same endpoint; without a type, of the same path. */
export async function previousOfType(captureId: string): Promise<CaptureSummary> {
  const capture = await call('captures.get', { id: captureId })
  const found =
    capture.eventType === null
      ? (await capturesOfType(capture, { limit: 1 }))[0]
      : (await call('captures.previousOfType', { id: captureId })).capture
  if (found != null) return found
  throw new AppError('not-found', `There is no other ${captureTitle(capture)} before this one.`)
}

/** The attempt before this one of the same event; of the first, the one behind it. */
export async function otherAttempt(captureId: string): Promise<CaptureSummary> {
  const { captures } = await call('captures.attempts', { id: captureId })
  const at = captures.findIndex(({ id }) => id === captureId)
  const other = captures[at - 1] ?? captures[at + 1]
  if (other !== undefined) return other
  throw new AppError('not-found', 'No other capture tells of the same event.')
}

/** Newest first, at most `limit` of those before this one; `firstOnly`: one for each other event. */
export async function capturesOfType(
  capture: CaptureDetail,
  { limit, firstOnly = false }: { readonly limit: number; readonly firstOnly?: boolean },
): Promise<CaptureSummary[]> {
  const { endpoint, eventType, seq } = capture
  const title = captureTitle(capture)
  const found: CaptureSummary[] = []
  let before: number | null = seq
  for (let page = 0; page < MOST_PAGES && before !== null && found.length < limit; page++) {
    const { captures, next }: { captures: CaptureSummary[]; next: number | null } = await call('captures.list', {
      endpoint,
      ...(eventType === null ? {} : { text: `event:${quoteFilterText(eventType)}` }),
      before,
      limit: PAGE,
    })
    const alike = captures.filter((one) => one.eventType === eventType && captureTitle(one) === title)
    found.push(...(firstOnly ? firstAttempts(alike, capture) : alike))
    before = next
  }
  return found.slice(0, limit)
}
