import type { SavedFilter } from '../../../shared/search/saved-filter.ts'
import { call } from '../../host.ts'
import { showError, showToast } from '../../ui/toast.tsx'

/** Deletes a saved filter and offers to bring it back. */
export async function deleteFilter(filter: SavedFilter): Promise<void> {
  try {
    await call('filters.delete', { id: filter.id })
    showToast({
      text: `Filter ${filter.name} deleted`,
      timeout: 10_000,
      action: { label: 'Undo', run: () => void call('filters.save', filter).catch(showError) },
    })
  } catch (error) {
    showError(error)
  }
}

/** Makes a saved filter what the list is narrowed to now. */
export async function updateFilter(filter: SavedFilter, now: Pick<SavedFilter, 'text' | 'endpoint'>): Promise<void> {
  try {
    await call('filters.save', { ...filter, text: now.text, endpoint: now.endpoint })
    showToast({
      text: `Filter ${filter.name} updated`,
      action: { label: 'Undo', run: () => void call('filters.save', filter).catch(showError) },
    })
  } catch (error) {
    showError(error)
  }
}

/** Puts a filter before or behind the one beside it. */
export async function moveFilter(filters: readonly SavedFilter[], index: number, by: -1 | 1): Promise<void> {
  const ids = filters.map(({ id }) => id)
  const [moved] = ids.splice(index, 1)
  if (moved === undefined) return
  try {
    await call('filters.order', { ids: ids.toSpliced(index + by, 0, moved) })
  } catch (error) {
    showError(error)
  }
}
