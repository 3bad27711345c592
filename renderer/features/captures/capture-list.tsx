import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { type MouseEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { countOf } from '../../ui/format-count.ts'
import { useProviderNames } from '../signature/use-providers.ts'
import type { FeedState } from './capture-feed-source.ts'
import { CaptureRow, ROW_HEIGHT } from './capture-row.tsx'
import { useListKeys } from './list-keys.ts'
import { setPaused, useLive } from './live-store.ts'
import { extendSelection, openCapture, toggleInSelection, useSelection } from './selection-store.ts'

/** How near to the end of what is loaded the next page is asked for, in rows. */
const LOAD_AHEAD = 40
/** How long rows in view stand without a verdict before it is asked for. */
const ASK_VERDICTS_MS = 700

interface CaptureListProps {
  readonly state: FeedState
  hold(): void
  release(): void
  loadOlder(): void
  /** For the rows from a `seq` on. */
  askVerdicts(newest: number, count: number): void
  retry(): void
}

/** The live list: follows the newest while at the top, holds still while the user reads further down. */
export function CaptureList({ state, hold, release, loadOlder, askVerdicts, retry }: CaptureListProps) {
  const { feed, loadingOlder, error } = state
  const { rows } = feed
  const scroller = useRef<HTMLDivElement>(null)
  const selectedId = useSelection((selection) => selection.selectedId)
  const selection = useSelection((one) => one.selection)
  const paused = useLive((live) => live.paused)
  // In whole minutes, so that rows are not drawn anew for it.
  const today = Math.floor(Date.now() / 60_000) * 60_000

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  })
  const items = virtualizer.getVirtualItems()
  const shownIndex = items.findIndex((item) => rows[item.index]?.id === selectedId)
  const lastIndex = items.at(-1)?.index ?? 0

  const atTop = () => (scroller.current?.scrollTop ?? 0) <= ROW_HEIGHT / 2
  const onScroll = () => {
    if (!atTop() || paused) hold()
    else if (feed.held) follow()
  }
  const follow = () => {
    leftBehind.current = true
    release()
  }

  // The row that is being read must not be pushed out of view by what comes in, unless the user went to the newest.
  const leftBehind = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is being read.
  useLayoutEffect(() => {
    leftBehind.current = false
  }, [selectedId])
  useLayoutEffect(() => {
    const shown = Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT)
    if (feed.held || leftBehind.current || shown < 3) return
    if (rows.findIndex((row) => row.id === selectedId) >= shown - 2) hold()
  }, [rows, selectedId, feed.held, hold])

  useLayoutEffect(() => {
    if (paused) hold()
    else if ((scroller.current?.scrollTop ?? 0) <= ROW_HEIGHT / 2) release()
  }, [paused, hold, release])

  useEffect(() => {
    if (feed.next !== null && !loadingOlder && error === null && lastIndex >= rows.length - LOAD_AHEAD) loadOlder()
  }, [feed.next, loadingOlder, error, lastIndex, rows.length, loadOlder])

  const providerNames = useProviderNames()
  const unjudged = items.map((item) => rows[item.index]).find((row) => row?.verdict === null)?.seq
  useEffect(() => {
    if (unjudged === undefined) return
    const timer = setInterval(() => askVerdicts(unjudged, items.length), ASK_VERDICTS_MS)
    return () => clearInterval(timer)
  }, [unjudged, items.length, askVerdicts])

  const toNewest = () => {
    setPaused(false)
    follow()
    scroller.current?.scrollTo({ top: 0 })
  }

  useListKeys({
    rows,
    reveal: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    toNewest,
    focusList: () => scroller.current?.focus(),
  })

  const onRowClick = (event: MouseEvent, id: string) => {
    if (event.shiftKey) {
      extendSelection(
        id,
        rows.map((row) => row.id),
      )
    } else if (event.metaKey || event.ctrlKey) toggleInSelection(id)
    else openCapture(id)
  }

  return (
    <div className="@container relative flex min-h-0 flex-1 flex-col">
      {feed.waitingCount > 0 && (
        <div className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
          <Button
            look="primary"
            className="pointer-events-auto rounded-full shadow-lift"
            icon={<ArrowUp />}
            onClick={toNewest}
          >
            {feed.waitingCount.toLocaleString('en')} new
          </Button>
        </div>
      )}
      <div
        ref={scroller}
        role="listbox"
        aria-label="Captures"
        aria-multiselectable="true"
        aria-activedescendant={shownIndex === -1 || selectedId === null ? undefined : optionId(selectedId)}
        data-command-arrows=""
        tabIndex={0}
        onScroll={onScroll}
        className={classNames(
          'group/list min-h-0 flex-1 select-none overflow-y-auto overscroll-contain [overflow-anchor:none]',
          // The row shown carries the focus ring; the list itself does where there is none.
          shownIndex === -1 ? '-outline-offset-2' : 'outline-none',
        )}
      >
        <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const capture = rows[item.index]
            if (!capture) return null
            const selected = selection.has(capture.id)
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and the keys; see list-keys.ts.
              <div
                key={capture.id}
                id={optionId(capture.id)}
                role="option"
                tabIndex={-1}
                aria-selected={selected}
                aria-posinset={item.index + 1}
                aria-setsize={feed.next === null ? rows.length : -1}
                onClick={(event) => onRowClick(event, capture.id)}
                // Shift and click would select text.
                onMouseDown={(event) => event.shiftKey && event.preventDefault()}
                className="absolute inset-x-0 top-0 cursor-default outline-none"
                style={{ height: ROW_HEIGHT, transform: `translateY(${item.start}px)` }}
              >
                <CaptureRow
                  capture={capture}
                  current={capture.id === selectedId}
                  selected={selected}
                  today={today}
                  providerName={capture.provider === null ? undefined : providerNames.get(capture.provider)}
                />
              </div>
            )
          })}
        </div>
      </div>
      {error !== null && rows.length > 0 && (
        <div role="alert" className="flex items-center gap-3 border-t border-line bg-panel px-3 py-1.5">
          <span className="min-w-0 flex-1">
            {error instanceof Error ? error.message : String(error)} {countOf(rows.length, 'capture')} loaded.
          </span>
          <Button onClick={retry}>Try again</Button>
        </div>
      )}
    </div>
  )
}

function optionId(id: string): string {
  return `capture-${id}`
}
