import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { ProgressStrip } from '../../ui/progress-strip.tsx'
import { useSteady } from '../body/use-steady.ts'
import type { FeedState } from './capture-feed-source.ts'

interface SearchStripProps {
  readonly state: FeedState
  onStop(): void
  onResume(): void
}

/** How far a search has come that takes longer than a moment, with a way to end it. */
export function SearchStrip({ state, onStop, onResume }: SearchStripProps) {
  const { search, loadingOlder, feed } = state
  const isRunning = search !== null && loadingOlder && !search.stopped
  // Between two answers there is a moment without a question.
  const shown = useSteady(isRunning ? search : null)
  const found = `${formatCount(feed.rows.length)} found`
  if (search?.stopped) {
    // Without rows the list says it.
    if (feed.rows.length === 0) return null
    return (
      <ProgressStrip action={<Button onClick={onResume}>Search on</Button>}>
        Stopped: {found} in the newest {percent(search.share)} of the captures.
      </ProgressStrip>
    )
  }
  if (shown === null) return null
  return (
    <ProgressStrip
      late
      action={<Button onClick={onStop}>Stop</Button>}
      bar={<ProgressBar label="Search" value={shown.share} max={1} />}
    >
      Searching: {found}, {percent(shown.share)} looked through
    </ProgressStrip>
  )
}

/** Rounded down: it is 100 % only when nothing is left. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`
}
