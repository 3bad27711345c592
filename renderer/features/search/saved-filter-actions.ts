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
    await call('filters.save', { ...filter, ...now })
    showToast({
      text: `Filter ${filter.name} updated`,
      action: { label: 'Undo', run: () => void call('filters.save', filter).catch(showError) },
    })
  } catch (error) {
    showError(error)
  }
}
