import type { Handlers } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { MOST_SAVED_FILTERS, type SavedFilter } from '../../../shared/search/saved-filter.ts'
import { countCaptures, groupCaptures } from '../search/group-captures.ts'
import type { AskStore, Query } from '../store/read-queries.ts'
import type { Store } from '../store/store.ts'
import { checkFilter } from './check-filter.ts'

type SearchChannel = Extract<keyof Handlers, `search.${string}` | `filters.${string}`>

export function searchHandlers(
  store: Store,
  filtersChanged: (filters: SavedFilter[]) => void,
): Pick<Handlers, SearchChannel> {
  const ask: AskStore<Query> = (query, ...args) => store.slowReader.ask(query, ...args)
  return {
    'search.values': async (input) => ({ values: await store.slowReader.ask('values', input) }),
    'search.match': async ({ filter, ids }) => {
      checkFilter(filter)
      return { ids: await ask('matching', filter, ids) }
    },
    'search.count': (input) => {
      checkFilter(input.filter)
      return countCaptures(ask, input)
    },
    'search.groups': (input) => {
      checkFilter(input.filter)
      return groupCaptures(ask, input)
    },
    'filters.list': () => store.filters.all(),
    'filters.save': async (filter) => {
      checkFilter({ text: filter.text })
      await store.queue.write(() => {
        const owner = store.filters.idOf(filter.name)
        if (owner !== null && owner !== filter.id) {
          throw new AppError('conflict', `There is a filter “${filter.name}” already. Choose another name.`)
        }
        if (store.filters.countBeside(filter.id) >= MOST_SAVED_FILTERS) {
          const most = `There are ${MOST_SAVED_FILTERS} saved filters, the most there may be.`
          throw new AppError('conflict', `${most} Delete one first.`)
        }
        store.filters.save(filter, Date.now())
      })
      filtersChanged(store.filters.all())
      return filter
    },
    'filters.order': async ({ ids }) => {
      await store.queue.write(() => store.filters.order(ids))
      const filters = store.filters.all()
      filtersChanged(filters)
      return filters
    },
    'filters.delete': async ({ id }) => {
      await store.queue.write(() => store.filters.delete(id))
      filtersChanged(store.filters.all())
      return {}
    },
  }
}
