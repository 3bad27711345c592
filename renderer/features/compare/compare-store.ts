import { create } from 'zustand'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { openDialog } from '../../app/dialogs.ts'
import { showToast } from '../../ui/toast.tsx'
import { isSameSide, type SideRef, sideKind } from './side-ref.ts'

type OrderedCapture = Pick<CaptureSummary, 'id' | 'seq'>

interface Mark {
  /** What others are compared with; null: nothing was marked. */
  readonly marked: SideRef | null
}

export const useMark = create<Mark>(() => ({ marked: null }))

/** The half of a delivery that is in view and that keys mean; null: the capture itself. */
export const useShownSide = create<{ readonly side: SideRef | null }>(() => ({ side: null }))

/** Marks something, or takes its mark away. */
export function toggleMark(side: SideRef): void {
  const { marked } = useMark.getState()
  const isMarked = marked !== null && isSameSide(marked, side)
  useMark.setState({ marked: isMarked ? null : side })
  if (!isMarked) {
    showToast({ text: `${sideKind(side)} marked. Open what to compare it with and press d.`, timeout: 3_000 })
  }
}

/** Compares the two captures that are selected, else what is shown with what is marked, which is then on the left. */
export function compareWithMarked(shown: SideRef, selected: readonly CaptureSummary[]): void {
  const { marked } = useMark.getState()
  const [one, other] = selected
  if (shown.kind === 'capture' && selected.length === 2 && one !== undefined && other !== undefined) {
    compareInOrder(one, other)
  } else if (marked === null) openDialog({ kind: 'compare-with', side: shown })
  else if (isSameSide(marked, shown)) {
    showToast({ text: 'This is what is marked. Open something else and press d.' })
  } else compare(marked, shown)
}

/** What came first on the left. An id does not tell: those of imported captures are made at import. */
export function compareInOrder(one: OrderedCapture, other: OrderedCapture): void {
  const [older, newer] = one.seq < other.seq ? [one, other] : [other, one]
  compare({ kind: 'capture', id: older.id }, { kind: 'capture', id: newer.id })
}

export function compare(left: SideRef, right: SideRef): void {
  openDialog({ kind: 'compare', left, right })
}
