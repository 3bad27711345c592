import type { CaptureSummary } from '../../shared/capture/capture.ts'
import type { CaptureFilter } from '../../shared/capture/capture-filter.ts'
import type { CaptureReader } from './engine-access.ts'

const PAGE = 500

/** Captures page by page, newest first, until the limit or the end. */
export async function* capturesNewestFirst(
  reader: CaptureReader,
  filter: CaptureFilter,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<CaptureSummary> {
  let left = limit
  let before: number | null = null
  while (left > 0) {
    const page: { captures: CaptureSummary[]; next: number | null } = await reader.call('captures.list', {
      ...filter,
      limit: Math.min(PAGE, left),
      ...(before === null ? {} : { before }),
    })
    yield* page.captures
    left -= page.captures.length
    if (page.next === null) return
    before = page.next
  }
}
