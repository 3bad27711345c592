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

/** As many as one call to the engine takes. */
export const MOST_SELECTED = 10_000

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

/** Adds a capture to the selection, or takes it out (Ctrl or ⌘ click). A full selection takes in no more. */
export function toggleInSelection(id: string): void {
  const { selection } = useSelection.getState()
  const next = new Set(selection)
  if (!next.delete(id)) {
    if (next.size >= MOST_SELECTED) return
    next.add(id)
  }
  const selectedId = next.has(id) ? id : ([...next].at(-1) ?? null)
  useSelection.setState({ selection: next, selectedId, anchorId: selectedId })
}

/** Selects all between the anchor and a capture (shift), as the list shows them: as many from the anchor on as may be. */
export function extendSelection(id: string, shownIds: readonly string[]): void {
  const { anchorId, selectedId } = useSelection.getState()
  const from = shownIds.indexOf(anchorId ?? selectedId ?? id)
  const to = shownIds.indexOf(id)
  if (to === -1) return
  if (from === -1) {
    selectCapture(id)
    return
  }
  const end = Math.max(from - MOST_SELECTED + 1, Math.min(from + MOST_SELECTED - 1, to))
  useSelection.setState({
    selectedId: shownIds[end] ?? id,
    selection: new Set(shownIds.slice(Math.min(from, end), Math.max(from, end) + 1)),
    anchorId: shownIds[from] ?? id,
  })
}

/** Selects everything that the list has loaded, the newest first as far as may be; the detail stays with what it shows. */
export function selectAll(shownIds: readonly string[]): void {
  const { selectedId } = useSelection.getState()
  const ids = shownIds.slice(0, MOST_SELECTED)
  const shown = selectedId !== null && ids.includes(selectedId) ? selectedId : (ids[0] ?? null)
  useSelection.setState({ selectedId: shown, selection: new Set(ids), anchorId: shown })
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
