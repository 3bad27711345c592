import { create } from 'zustand'
import { openDialog } from '../../app/dialogs.ts'
import { showToast } from '../../ui/toast.tsx'
import { isSameSide, type SideRef, sideKind } from './side-ref.ts'

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
export function compareWithMarked(shown: SideRef, selection: ReadonlySet<string>): void {
  const { marked } = useMark.getState()
  const [first, second] = [...selection].sort()
  if (shown.kind === 'capture' && selection.size === 2 && first !== undefined && second !== undefined) {
    compare({ kind: 'capture', id: first }, { kind: 'capture', id: second })
  } else if (marked === null) openDialog({ kind: 'compare-with', side: shown })
  else if (isSameSide(marked, shown)) {
    showToast({ text: 'This is what is marked. Open something else and press d.' })
  } else compare(marked, shown)
}

export function compare(left: SideRef, right: SideRef): void {
  openDialog({ kind: 'compare', left, right })
}
