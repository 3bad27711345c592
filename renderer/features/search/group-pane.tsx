import { X } from 'lucide-react'
import { useMemo } from 'react'
import { type GroupedBy, groupedBy } from '../../../shared/search/group.ts'
import { groupingOf, groupText, withGroup } from '../../../shared/search/narrow-filter.ts'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { SidePane } from '../../ui/side-pane.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { TallyList } from '../../ui/tally-list.tsx'
import { asCaptureFilter, setFilterText, useFilter } from '../captures/filter-store.ts'
import { useProviderNames } from '../signature/use-providers.ts'
import { groupBy, toggleGroups, useGrouping } from './group-store.ts'
import { type Groups, useGroups } from './use-groups.ts'

const NAMES: Readonly<Record<GroupedBy, string>> = {
  endpoint: 'Endpoint',
  provider: 'Provider',
  event: 'Event type',
  'event-id': 'Event id',
  method: 'Method',
  path: 'Path',
  status: 'Status',
}

const NONE: Readonly<Record<GroupedBy, string>> = {
  endpoint: 'no endpoint',
  provider: 'no known provider',
  event: 'no event type',
  'event-id': 'no event id',
  method: 'no method',
  path: 'no path',
  status: 'not answered',
}

const OPTIONS = groupedBy.options.map((value) => ({ value, label: `By ${NAMES[value].toLowerCase()}` }))

/** What the list shows, by what captures have in common. Choosing a group narrows the filter to it, choosing it again not. */
export function GroupPane() {
  const by = useGrouping((grouping) => grouping.by)
  const filter = useFilter()
  const { rest, chosen } = useMemo(() => groupingOf(filter.text, by), [filter.text, by])
  const groups = useGroups(asCaptureFilter({ ...filter, text: rest }), by)

  return (
    <SidePane label="Groups">
      <div className="flex shrink-0 items-center gap-1 px-1.5 py-1.5">
        <Select label="Group by" value={by} options={OPTIONS} onChange={groupBy} className="min-w-0 flex-1" />
        <IconButton label="Close the groups" icon={<X />} onClick={toggleGroups} />
      </div>
      <GroupList by={by} groups={groups} chosen={chosen} />
    </SidePane>
  )
}

interface GroupListProps {
  readonly by: GroupedBy
  readonly groups: Groups
  readonly chosen: ReadonlySet<string>
}

function GroupList({ by, groups: { data, error }, chosen }: GroupListProps) {
  const providerNames = useProviderNames()
  if (data === null) {
    if (error === null) return <Spinner label="Counting" />
    return (
      <p role="alert" className="px-3 py-2 text-small text-bad">
        {error instanceof Error ? error.message : String(error)}
      </p>
    )
  }
  if (data.groups.length === 0) return <p className="px-3 py-2 text-small text-faint">There is nothing to group.</p>
  const labelOf = (value: string | null) => {
    if (value === null) return NONE[by]
    return by === 'provider' ? (providerNames.get(value) ?? value) : value
  }
  const texts = new Map(data.groups.map(({ value }) => [groupText(by, value), value]))
  return (
    <>
      <TallyList
        label={`Captures by ${NAMES[by].toLowerCase()}`}
        items={data.groups.map(({ value, count }) => ({
          key: groupText(by, value),
          label: labelOf(value),
          count,
          isNone: value === null,
        }))}
        chosen={chosen}
        onChoose={(key) => setFilterText(withGroup(useFilter.getState().text, by, texts.get(key) ?? null))}
      />
      <p role="status" className="shrink-0 border-t border-line px-3 py-1 text-tiny text-faint empty:hidden">
        {noteOf(data)}
      </p>
    </>
  )
}

function noteOf({ more, count, searched }: { more: number; count: number; searched: number }): string {
  const notes = []
  if (more > 0) notes.push(`${formatCount(more)} more, smaller ones.`)
  if (searched < 1) {
    notes.push(`Counted ${countOf(count, 'capture')}: the newest ${Math.floor(searched * 100)} % were looked through.`)
  }
  return notes.join(' ')
}
