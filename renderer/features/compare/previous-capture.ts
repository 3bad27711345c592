import type { CaptureDetail, CaptureSummary } from '../../../shared/capture/capture.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { call } from '../../host.ts'
import { captureTitle } from '../captures/capture-title.ts'

const PAGE = 100
/** Pages, some of them empty: the filter is answered in slices. */
const MOST_PAGES = 50

/** The newest capture before this one with its event type, at the same endpoint; without a type, on the same path. */
export async function previousOfType(capture: CaptureDetail): Promise<CaptureSummary> {
  const [found] = await capturesOfType(capture, 1)
  if (found !== undefined) return found
  throw new AppError('not-found', `There is no capture of ${captureTitle(capture)} before this one.`)
}

/** Newest first, at most `limit` of those before this one. */
export async function capturesOfType(capture: CaptureDetail, limit: number): Promise<CaptureSummary[]> {
  const title = captureTitle(capture)
  const found: CaptureSummary[] = []
  let before: number | null = capture.seq
  for (let page = 0; page < MOST_PAGES && before !== null && found.length < limit; page++) {
    const { captures, next }: { captures: CaptureSummary[]; next: number | null } = await call('captures.list', {
      endpoint: capture.endpoint,
      before,
      limit: PAGE,
    })
    found.push(...captures.filter((one) => one.eventType === capture.eventType && captureTitle(one) === title))
    before = next
  }
  return found.slice(0, limit)
}
