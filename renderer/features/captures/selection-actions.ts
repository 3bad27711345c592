import { openDialog } from '../../app/dialogs.ts'
import { acceptDrift } from '../types/accept-drift.ts'
import { deleteCaptures, togglePinned } from './capture-actions.ts'
import { neighbourOf } from './selected-captures.ts'
import { captureFeed } from './use-capture-feed.ts'
import { selectedCaptures } from './use-selected-captures.ts'

// Each acts on those of the selection that are in view, and on no other.

export function pinSelected(): void {
  void togglePinned(selectedCaptures().captures)
}

export function tagSelected(): void {
  const { captures } = selectedCaptures()
  if (captures.length > 0) openDialog({ kind: 'tags', captures })
}

export function replaySelected(): void {
  // Oldest first: the order in which they came.
  const captureIds = [...selectedCaptures().captures].sort((one, other) => one.seq - other.seq).map(({ id }) => id)
  if (captureIds.length > 0) openDialog({ kind: 'replay-run', captureIds })
}

export function deleteSelected(): void {
  const { captures } = selectedCaptures()
  void deleteCaptures(
    captures.map(({ id }) => id),
    neighbourOf(captures, captureFeed.state().feed.rows),
  )
}

export function acceptSelectedDrift(): void {
  void acceptDrift(selectedCaptures().captures.filter(({ drifts }) => drifts))
}
