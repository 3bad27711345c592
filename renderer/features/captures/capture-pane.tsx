import { SearchX } from 'lucide-react'
import { useEffect } from 'react'
import { subscribe } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { GroupPane } from '../search/group-pane.tsx'
import { useGrouping } from '../search/group-store.ts'
import { CaptureList } from './capture-list.tsx'
import { FilterBar } from './filter-bar.tsx'
import { clearFilter, isFiltered, useFilter } from './filter-store.ts'
import { FirstRun } from './first-run.tsx'
import { Histogram } from './histogram.tsx'
import { percent, SearchStrip } from './search-strip.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { forgetCaptures } from './selection-store.ts'
import { useCaptureFeed } from './use-capture-feed.ts'

/** The list with what narrows it. */
export function CapturePane() {
  const { source, ...state } = useCaptureFeed()
  const { feed, loading, error } = state
  const filtered = useFilter(isFiltered)
  const grouped = useGrouping((grouping) => grouping.open)

  useEffect(
    () =>
      subscribe((event) => {
        if (event.event === 'captures.changed' && event.deletedIds.length > 0) forgetCaptures(event.deletedIds, null)
      }),
    [],
  )

  const content = () => {
    if (feed.rows.length > 0) {
      const { hold, release, loadOlder, askVerdicts, retry } = source
      return (
        <CaptureList
          state={state}
          hold={hold}
          release={release}
          loadOlder={loadOlder}
          askVerdicts={askVerdicts}
          retry={retry}
        />
      )
    }
    if (error !== null)
      return <ErrorState title="The captures could not be loaded" error={error} retry={() => source.reload()} />
    if (loading) return <Spinner label="Loading captures" />
    // A filter that matches rarely is answered in slices.
    if (state.search?.stopped) {
      return (
        <EmptyState icon={<SearchX />} title="Nothing found so far">
          <p>The newest {percent(state.search.share)} of the captures were looked through.</p>
          <Button onClick={source.resumeSearch}>Search on</Button>
        </EmptyState>
      )
    }
    if (feed.next !== null) return <SearchOlder loadOlder={source.loadOlder} next={feed.next} />
    if (filtered) {
      return (
        <EmptyState icon={<SearchX />} title="No capture matches">
          <p>Nothing here is what the filter asks for.</p>
          <Button onClick={clearFilter}>Clear the filter</Button>
        </EmptyState>
      )
    }
    return <FirstRun />
  }

  return (
    <section aria-label="Captures" className="@container relative flex h-full min-w-0 flex-col bg-bg">
      <FilterBar held={feed.held} />
      <Histogram />
      <div className="flex min-h-0 flex-1 flex-col @md:flex-row">
        {grouped && <GroupPane />}
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {content()}
          <SearchStrip state={state} onStop={source.stopSearch} onResume={source.resumeSearch} />
        </div>
      </div>
      <SelectionBar loaded={feed.rows.length} hasOlder={feed.next !== null} />
    </section>
  )
}

function SearchOlder({ loadOlder, next }: { loadOlder(): void; readonly next: number }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each slice that held nothing leads to the next one.
  useEffect(() => {
    loadOlder()
  }, [next])
  return <Spinner label="Searching older captures" />
}
