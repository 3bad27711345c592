import { ArrowDown, ArrowUp, Bookmark, Ellipsis, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import type { SavedFilter } from '../../../shared/search/saved-filter.ts'
import { useCommands } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { useSavedFilters } from '../../app/engine-queries.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { SidebarItem, SidebarSection } from '../../ui/sidebar.tsx'
import { showToast } from '../../ui/toast.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { showSavedFilter, useFilter } from '../captures/filter-store.ts'
import { deleteFilter, moveFilter, updateFilter } from './saved-filter-actions.ts'
import { useFilterCounts } from './use-filter-counts.ts'

/** Filters under a name, with how many captures match: choosing one narrows the list to it. */
export function SavedFilterSection() {
  const filters = useSavedFilters().data ?? []
  const counts = useFilterCounts(filters)
  const save = saveCurrent
  useCommands([
    { id: 'filters.save', title: 'Save the filter…', group: 'List', keys: ['Mod+s'], run: save },
    ...filters.map((filter) => ({
      id: `filters.show.${filter.id}`,
      title: `Filter: ${visibleText(filter.name)}`,
      group: 'List',
      run: () => showSavedFilter(filter),
    })),
  ])

  return (
    <SidebarSection title="Saved filters" addLabel="Save the filter" onAdd={save}>
      {filters.length === 0 && (
        <p className="px-2 text-small text-faint">Filters that you come back to. None saved yet.</p>
      )}
      {filters.map((filter, index) => (
        <FilterItem
          key={filter.id}
          filter={filter}
          count={counts.get(filter.id)}
          isFirst={index === 0}
          isLast={index === filters.length - 1}
          move={(by) => void moveFilter(filters, index, by)}
        />
      ))}
    </SidebarSection>
  )
}

/** Asks for a name for what the list is narrowed to. */
function saveCurrent(): void {
  const { text, endpoint } = useFilter.getState()
  if (text.trim() === '') {
    showToast({ text: 'Type a filter first, then save it under a name.' })
    return
  }
  openDialog({
    kind: 'save-filter',
    filter: { id: crypto.randomUUID(), name: '', text: text.trim(), endpoint, position: null },
    isNew: true,
  })
}

interface FilterItemProps {
  readonly filter: SavedFilter
  readonly count: string | undefined
  readonly isFirst: boolean
  readonly isLast: boolean
  move(by: -1 | 1): void
}

function FilterItem({ filter, count, isFirst, isLast, move }: FilterItemProps) {
  const { text, endpoint } = useFilter()
  const name = visibleText(filter.name)
  return (
    <SidebarItem
      icon={<Bookmark aria-hidden />}
      label={name}
      title={filter.endpoint === null ? filter.text : `${filter.text}, of the endpoint ${filter.endpoint}`}
      count={count}
      current={text.trim() === filter.text && endpoint === filter.endpoint}
      onClick={() => showSavedFilter(filter)}
      actions={
        <Menu
          align="end"
          trigger={<IconButton label={`Actions on ${name}`} icon={<Ellipsis />} />}
          entries={[
            {
              label: 'Rename…',
              icon: <Pencil />,
              run: () => openDialog({ kind: 'save-filter', filter, isNew: false }),
            },
            {
              label: 'Update to the filter as it is now',
              icon: <RefreshCw />,
              disabled: text.trim() === '',
              run: () => void updateFilter(filter, { text: text.trim(), endpoint }),
            },
            { label: 'Move up', icon: <ArrowUp />, disabled: isFirst, run: () => move(-1) },
            { label: 'Move down', icon: <ArrowDown />, disabled: isLast, run: () => move(1) },
            'line',
            { label: 'Delete', icon: <Trash2 />, danger: true, run: () => void deleteFilter(filter) },
          ]}
        />
      }
    />
  )
}
