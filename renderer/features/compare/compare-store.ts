import { create } from 'zustand'
import { openDialog } from '../../app/dialogs.ts'
import { showToast } from '../../ui/toast.tsx'

/** The capture that others are compared with; null: none was marked. */
export const useMark = create<{ readonly markedId: string | null }>(() => ({ markedId: null }))

/** Marks a capture, or takes its mark away. */
export function toggleMark(id: string): void {
  const markedId = useMark.getState().markedId === id ? null : id
  useMark.setState({ markedId })
  if (markedId !== null) showToast({ text: 'Marked. Open another capture and press d to compare.', timeout: 3_000 })
}

/** Compares the two that are selected, else the one shown with the marked one, which is then on the left. */
export function compareWithMarked(shownId: string, selection: ReadonlySet<string>): void {
  const { markedId } = useMark.getState()
  const [first, second] = [...selection].sort()
  if (selection.size === 2 && first !== undefined && second !== undefined) {
    openDialog({ kind: 'compare', leftId: first, rightId: second })
  } else if (markedId === null) {
    showToast({ text: 'Nothing is marked to compare with. Open the other capture and press m, or select two.' })
  } else if (markedId === shownId) {
    showToast({ text: 'This is the marked capture itself. Open another one and press d.' })
  } else openDialog({ kind: 'compare', leftId: markedId, rightId: shownId })
}
