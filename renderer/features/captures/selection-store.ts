import { create } from 'zustand'

interface SelectionState {
  /** The capture that the detail shows. */
  readonly selectedId: string | null
  /** What actions on several captures act on: always holds `selectedId`, unless nothing is selected. */
  readonly selection: ReadonlySet<string>
  /** Where a range that shift extends began. */
  readonly anchorId: string | null
  /** In a narrow window the detail lies over the list; this says whether it does. */
  readonly detailOpen: boolean
}

const NOTHING: ReadonlySet<string> = new Set()

export const useSelection = create<SelectionState>(() => ({
  selectedId: null,
  selection: NOTHING,
  anchorId: null,
  detailOpen: false,
}))

/** Selects one capture and nothing else. */
export function selectCapture(id: string): void {
  useSelection.setState({ selectedId: id, selection: new Set([id]), anchorId: id })
}

/** Selects a capture and shows its detail, also where that covers the list. */
export function openCapture(id: string): void {
  selectCapture(id)
  showDetail()
}

export function showDetail(): void {
  useSelection.setState({ detailOpen: true })
}

export function closeDetail(): void {
  useSelection.setState({ detailOpen: false })
}

/** Adds a capture to the selection, or takes it out (Ctrl or ⌘ click). */
export function toggleInSelection(id: string): void {
  const { selection } = useSelection.getState()
  const next = new Set(selection)
  if (!next.delete(id)) next.add(id)
  const selectedId = next.has(id) ? id : ([...next].at(-1) ?? null)
  useSelection.setState({ selection: next, selectedId, anchorId: selectedId })
}

/** Selects everything between the anchor and a capture (shift), in the order in which the list shows them. */
export function extendSelection(id: string, shownIds: readonly string[]): void {
  const { anchorId, selectedId } = useSelection.getState()
  const from = shownIds.indexOf(anchorId ?? selectedId ?? id)
  const to = shownIds.indexOf(id)
  if (to === -1) return
  if (from === -1) {
    selectCapture(id)
    return
  }
  useSelection.setState({
    selectedId: id,
    selection: new Set(shownIds.slice(Math.min(from, to), Math.max(from, to) + 1)),
    anchorId: shownIds[from] ?? id,
  })
}

/** Selects everything that the list has loaded; the detail stays with what it shows. */
export function selectAll(shownIds: readonly string[]): void {
  const { selectedId } = useSelection.getState()
  const shown = selectedId !== null && shownIds.includes(selectedId) ? selectedId : (shownIds[0] ?? null)
  useSelection.setState({ selectedId: shown, selection: new Set(shownIds), anchorId: shown })
}

/** Leaves only the capture that the detail shows. */
export function collapseSelection(): void {
  const { selectedId } = useSelection.getState()
  useSelection.setState({ selection: selectedId ? new Set([selectedId]) : NOTHING, anchorId: selectedId })
}

export function clearSelection(): void {
  useSelection.setState({ selectedId: null, selection: NOTHING, anchorId: null, detailOpen: false })
}

/** Drops captures that are gone, and shows `next` if the one shown was among them. */
export function forgetCaptures(ids: readonly string[], next: string | null): void {
  const { selectedId, selection, anchorId } = useSelection.getState()
  const gone = new Set(ids)
  const wasShown = selectedId !== null && gone.has(selectedId)
  const left = new Set([...selection].filter((id) => !gone.has(id)))
  const shown = wasShown ? next : selectedId
  if (shown) left.add(shown)
  useSelection.setState({
    selectedId: shown,
    selection: left,
    anchorId: anchorId && gone.has(anchorId) ? shown : anchorId,
    ...(shown === null ? { detailOpen: false } : {}),
  })
}
