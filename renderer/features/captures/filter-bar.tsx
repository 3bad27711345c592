import { Bookmark, CircleHelp, Clock, Layers, Pause } from 'lucide-react'
import { useRef, useState } from 'react'
import { runCommand, useCommands } from '../../app/commands.ts'
import { useConnection } from '../../app/engine-queries.ts'
import { Chip } from '../../ui/chip.tsx'
import { Dot } from '../../ui/dot.tsx'
import { formatListTime } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { LiveButton } from '../../ui/live-button.tsx'
import { FilterField } from '../search/filter-field.tsx'
import { FilterHelp } from '../search/filter-help.tsx'
import { toggleGroups, useGrouping } from '../search/group-store.ts'
import { clearFilter, setFilterTime, useFilter } from './filter-store.ts'
import { setPaused, useLive } from './live-store.ts'
import { TimeFilter } from './time-filter.tsx'

/** Narrows the list by the filter's text and by time, and says whether it follows what comes in. */
export function FilterBar({ held }: { readonly held: boolean }) {
  const { text, from, to } = useFilter()
  const grouped = useGrouping((grouping) => grouping.open)
  const paused = useLive((live) => live.paused)
  const connection = useConnection()
  const away = connection === 'down' || connection === 'refused'
  const field = useRef<HTMLInputElement>(null)
  const [helpOpen, setHelpOpen] = useState(false)
  const [timeOpen, setTimeOpen] = useState(false)

  useCommands([
    { id: 'filter.focus', title: 'Filter', group: 'List', keys: ['/'], run: () => field.current?.select() },
    { id: 'filter.time', title: 'Filter by time…', group: 'List', run: () => setTimeOpen(true) },
    { id: 'filter.help', title: 'How to filter…', group: 'List', run: () => setHelpOpen(true) },
    {
      id: 'list.group',
      title: grouped ? 'Close the groups' : 'Group captures',
      group: 'List',
      keys: ['g'],
      run: toggleGroups,
    },
    { id: 'filter.clear', title: 'Clear the filter', group: 'List', run: clearFilter },
    {
      id: 'list.live',
      title: paused ? 'Follow what comes in' : 'Hold the list still',
      group: 'List',
      keys: ['l'],
      run: () => setPaused(!paused),
    },
  ])

  return (
    <div className="flex h-[46px] shrink-0 select-none items-center gap-2 border-b border-line px-2.5">
      <FilterField
        ref={field}
        chips={
          (from !== null || to !== null) && (
            <Chip clearLabel="Clear the time filter" onClear={() => setFilterTime(null, null)}>
              {rangeText(from, to)}
            </Chip>
          )
        }
        actions={
          <>
            {text.trim() !== '' && (
              <IconButton
                label="Save this filter"
                icon={<Bookmark />}
                className="size-6"
                onClick={() => runCommand('filters.save')}
              />
            )}
            <FilterHelp
              open={helpOpen}
              onOpenChange={setHelpOpen}
              trigger={<IconButton label="How to filter" icon={<CircleHelp />} className="size-6" />}
            />
          </>
        }
      />
      <IconButton label="Group captures" shortcut="g" icon={<Layers />} pressed={grouped} onClick={toggleGroups} />
      <TimeFilter
        open={timeOpen}
        onOpenChange={setTimeOpen}
        trigger={<IconButton label="Filter by time" icon={<Clock />} />}
      />
      <LiveButton pressed={!paused} held={held || away} onClick={() => setPaused(!paused)}>
        {away ? <Dot tone="off" /> : held ? <Pause aria-hidden /> : <Dot tone="ok" />}
        {away ? 'Offline' : held ? 'Held' : 'Live'}
      </LiveButton>
    </div>
  )
}

function rangeText(from: number | null, to: number | null): string {
  const now = Date.now()
  const short = (at: number) => formatListTime(at, now).replace(/\.\d+$/, '')
  if (from === null) return `before ${short(to ?? now)}`
  if (to === null) return `since ${short(from)}`
  return `${short(from)} – ${short(to)}`
}
