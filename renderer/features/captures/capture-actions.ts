import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { call } from '../../host.ts'
import { countOf } from '../../ui/format-count.ts'
import { showError, showToast } from '../../ui/toast.tsx'
import { forgetCaptures } from './selection-store.ts'

/** Pins captures, or unpins them if all of them are pinned. */
export async function togglePinned(captures: readonly CaptureSummary[]): Promise<void> {
  if (captures.length === 0) return
  const pinned = !captures.every((capture) => capture.pinned)
  try {
    await call('captures.setPinned', { ids: captures.map((capture) => capture.id), pinned })
    if (captures.length > 1) {
      showToast({ text: `${countOf(captures.length, 'capture')} ${pinned ? 'pinned' : 'unpinned'}`, timeout: 2_000 })
    }
  } catch (error) {
    showError(error)
  }
}

/** Takes captures off the list and offers to bring them back; `next` is shown in their place. */
export async function deleteCaptures(ids: readonly string[], next: string | null): Promise<void> {
  if (ids.length === 0) return
  // Before the engine tells that they are gone, which would leave nothing to show.
  forgetCaptures(ids, next)
  try {
    const { deleted, undoUntil } = await call('captures.delete', { ids: [...ids] })
    showToast({
      text: `${countOf(deleted, 'capture')} deleted`,
      timeout: Math.min(30_000, Math.max(3_000, undoUntil - Date.now())),
      action: { label: 'Undo', run: () => void restoreCaptures(ids) },
    })
  } catch (error) {
    showError(error)
  }
}

async function restoreCaptures(ids: readonly string[]): Promise<void> {
  try {
    const { restored } = await call('captures.undelete', { ids: [...ids] })
    if (restored < ids.length) {
      showToast({
        text: `${countOf(ids.length - restored, 'capture')} could not be brought back: too late.`,
        tone: 'bad',
      })
    }
  } catch (error) {
    showError(error)
  }
}
