import type { Handlers } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { readFilterText } from '../../../shared/search/read-filter-text.ts'
import type { SavedFilter } from '../../../shared/search/saved-filter.ts'
import type { Store } from '../store/store.ts'

type SearchChannel = Extract<keyof Handlers, `search.${string}` | `filters.${string}`>

export function searchHandlers(
  store: Store,
  filtersChanged: (filters: SavedFilter[]) => void,
): Pick<Handlers, SearchChannel> {
  return {
    'search.values': async (input) => ({ values: await store.slowReader.ask('values', input) }),
    'search.match': async ({ filter, ids }) => {
      if (filter.text !== undefined) readFilterText(filter.text, Date.now())
      return { ids: await store.slowReader.ask('matching', filter, ids) }
    },
    'filters.list': () => store.filters.all(),
    'filters.save': async (filter) => {
      readFilterText(filter.text, Date.now())
      await store.queue.write(() => {
        const owner = store.filters.idOf(filter.name)
        if (owner !== null && owner !== filter.id) {
          throw new AppError('conflict', `There is a filter “${filter.name}” already. Choose another name.`)
        }
        store.filters.save(filter, Date.now())
      })
      filtersChanged(store.filters.all())
      return filter
    },
    'filters.delete': async ({ id }) => {
      await store.queue.write(() => store.filters.delete(id))
      filtersChanged(store.filters.all())
      return {}
    },
  }
}
