import { useSyncExternalStore } from 'react'
import type { CaptureDetail, CaptureSummary } from '../../../shared/capture/capture.ts'
import { queryClient } from '../../app/query-client.ts'
import { isNarrow } from '../../app/use-is-narrow.ts'
import { type SelectedCaptures, seenOf } from './selected-captures.ts'
import { useSelection } from './selection-store.ts'
import { captureFeed } from './use-capture-feed.ts'

/** Whatever acts on the selection takes it from here, so that all actions mean the same. */
export function selectedCaptures(): SelectedCaptures {
  const { selection, selectedId, detailOpen } = useSelection.getState()
  const isInView = selectedId !== null && (detailOpen || !isNarrow())
  const detail = isInView ? queryClient.getQueryData<CaptureDetail>(['capture', selectedId]) : undefined
  const { rows } = captureFeed.state().feed
  if (madeFrom.selection !== selection || madeFrom.rows !== rows || madeFrom.detail !== detail) {
    madeFrom = { selection, rows, detail }
    const seen = seenOf(selection, rows, detail ?? null)
    // The same as long as nothing of it changes: rows come all the time.
    if (!isSame(last, seen)) last = seen
  }
  return last
}

export function useSelectedCaptures(): SelectedCaptures {
  return useSyncExternalStore(subscribe, selectedCaptures)
}

let last: SelectedCaptures = { captures: [], unseen: 0 }
let madeFrom: {
  readonly selection?: ReadonlySet<string>
  readonly rows?: readonly CaptureSummary[]
  readonly detail?: CaptureDetail | undefined
} = {}

function isSame(one: SelectedCaptures, other: SelectedCaptures): boolean {
  return (
    one.unseen === other.unseen &&
    one.captures.length === other.captures.length &&
    one.captures.every((capture, index) => capture === other.captures[index])
  )
}

function subscribe(listener: () => void): () => void {
  const stops = [
    captureFeed.subscribe(listener),
    useSelection.subscribe(listener),
    queryClient.getQueryCache().subscribe(listener),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
