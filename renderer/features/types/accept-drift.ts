import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { call } from '../../host.ts'
import { countOf } from '../../ui/format-count.ts'
import { showError, showToast } from '../../ui/toast.tsx'

/** Takes the marks of new shapes off: the user has seen them. */
export async function acceptDrift(captures: ReadonlyArray<Pick<CaptureSummary, 'id'>>): Promise<void> {
  if (captures.length === 0) {
    showToast({ text: 'There is no new shape to accept.' })
    return
  }
  try {
    await call('drift.accept', { ids: captures.map(({ id }) => id) })
    if (captures.length > 1) showToast({ text: `${countOf(captures.length, 'new shape')} accepted`, timeout: 2_000 })
  } catch (error) {
    showError(error)
  }
}
