import { create } from 'zustand'
import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import type { SavedFilter } from '../../../shared/search/saved-filter.ts'
import { localZone } from '../../local-clock.ts'

interface FilterState {
  /** Slug; null shows all endpoints. */
  readonly endpoint: string | null
  readonly text: string
  /** From inclusive, to exclusive, in unix ms; null is open. */
  readonly from: number | null
  readonly to: number | null
}

type AskedFilter = Pick<FilterState, 'endpoint' | 'text'> & Partial<FilterState>

/** What the list is narrowed to. */
export const useFilter = create<FilterState>(() => ({ endpoint: null, text: '', from: null, to: null }))

export function showEndpoint(slug: string | null): void {
  useFilter.setState({ endpoint: slug })
}

export function setFilterText(text: string): void {
  useFilter.setState({ text })
}

/** Narrows the list to a filter that was saved, and to nothing else. */
export function showSavedFilter({ text, endpoint }: SavedFilter): void {
  useFilter.setState({ endpoint, text, from: null, to: null })
}

export function setFilterTime(from: number | null, to: number | null): void {
  useFilter.setState({ from, to })
}

/** Shows everything of the chosen endpoint again. */
export function clearFilter(): void {
  useFilter.setState({ text: '', from: null, to: null })
}

export function isFiltered({ text, from, to }: FilterState): boolean {
  return text.trim() !== '' || from !== null || to !== null
}

/** The filter as the engine takes it: what is not set is left out. */
export function asCaptureFilter({ endpoint, text, from = null, to = null }: AskedFilter): CaptureFilter {
  return {
    ...(endpoint !== null ? { endpoint } : {}),
    ...(text.trim() !== '' ? { text: text.trim(), zone: localZone() } : {}),
    ...(from !== null ? { from } : {}),
    ...(to !== null ? { to } : {}),
  }
}
