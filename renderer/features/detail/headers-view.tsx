import { useMemo, useState } from 'react'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { type HeaderView, headerViews } from '../../../shared/http/header-views.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PairTable } from '../../ui/pair-table.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ViewBar } from '../../ui/view-bar.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import type { KnownMoment } from '../readings/relative-time.ts'
import { HeaderViewNote } from './header-view-note.tsx'
import { splitHeaders } from './split-headers.ts'

const MANY = 15
const NONE: readonly string[] = []

interface HeadersViewProps {
  readonly headers: HeaderPairs
  readonly trailers: HeaderPairs
  /** Names of headers that the tunnel added, which stand apart. */
  readonly addedNames?: readonly string[]
  /** When they came, which times in them are held against. */
  readonly beside?: KnownMoment | null
}

/** Headers as they came: order, case and duplicates. What can be read from them stands below, never in their place. */
export function HeadersView({ headers, trailers, addedNames = NONE, beside = null }: HeadersViewProps) {
  const { own, added } = useMemo(() => splitHeaders(headers, addedNames), [headers, addedNames])
  const [filter, setFilter] = useState('')
  if (headers.length === 0 && trailers.length === 0) {
    return <EmptyState title="No headers">None are known of this request.</EmptyState>
  }
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <ViewBar>
        {headers.length > MANY ? (
          <TextField
            label="Filter headers"
            hideLabel
            placeholder="Filter headers"
            value={filter}
            onChange={setFilter}
            className="flex-1"
          />
        ) : (
          <span className="flex-1">As received: order, case and duplicates</span>
        )}
        <CopyButton
          what="Headers"
          text={() => headers.map(([name, value]) => `${headerText(name)}: ${headerText(value)}\n`).join('')}
        />
      </ViewBar>
      <div data-scroller="" className="min-h-0 flex-1 overflow-auto">
        <Pairs label="Headers" pairs={own} filter={filter} beside={beside} />
        {added.length > 0 && (
          <>
            <SmallTitle className="px-4 pt-4 pb-1.5">Added by the tunnel</SmallTitle>
            <Pairs label="Added by the tunnel" pairs={added} filter={filter} beside={beside} />
          </>
        )}
        {trailers.length > 0 && (
          <>
            <SmallTitle className="px-4 pt-4 pb-1.5">Trailers, after the body</SmallTitle>
            <Pairs label="Trailers" pairs={trailers} filter={filter} beside={beside} />
          </>
        )}
      </div>
    </div>
  )
}

function Pairs({
  label,
  pairs,
  filter,
  beside,
}: {
  readonly label: string
  readonly pairs: HeaderPairs
  readonly filter: string
  readonly beside: KnownMoment | null
}) {
  const views = useMemo(
    () => new Map<number, HeaderView>(headerViews(pairs).map(({ index, view }) => [index, view])),
    [pairs],
  )
  const wanted = filter.toLowerCase()
  const rows = pairs.flatMap(([rawName, rawValue], index) => {
    const name = headerText(rawName)
    const value = headerText(rawValue)
    if (!`${name}: ${value}`.toLowerCase().includes(wanted)) return []
    const view = views.get(index)
    return [
      {
        key: String(index),
        name,
        value,
        ...(view === undefined ? {} : { note: <HeaderViewNote view={view} beside={beside} /> }),
        action: <CopyButton text={value} what={visibleText(name)} />,
      },
    ]
  })
  if (rows.length === 0) return <EmptyState title="No header matches" />
  return <PairTable label={label} rows={rows} />
}
