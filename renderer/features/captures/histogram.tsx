import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { useCommands } from '../../app/commands.ts'
import { countOf } from '../../ui/format-count.ts'
import { formatTime } from '../../ui/format-time.ts'
import { setFilterTime, useFilter } from './filter-store.ts'
import { type Brush, brushAfterKey } from './histogram-brush.ts'
import { barAt, barsRange, rangePlace } from './histogram-window.ts'
import { type Histogram as Counts, useHistogram } from './use-histogram.ts'

interface Drawing {
  readonly brush: Brush
  readonly over: Counts
}

/**
 * What came in the last 15 minutes, a bar each 15 s. Drawing over it filters by time; so do the arrows and Enter when it has
 * the focus, and the clock beside the filter.
 */
export function Histogram() {
  const { endpoint, text, from, to } = useFilter()
  const newest = useHistogram(endpoint, text)
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  const brush = drawing?.brush ?? null
  // What is drawn over stands still: else the bars, and with them the time that is meant, would move on beneath it.
  const hasMovedOn = drawing !== null && drawing.over.window.from !== newest?.window.from
  const histogram = hasMovedOn ? drawing.over : newest
  const setBrush = (next: Brush | null) => setDrawing(next && histogram && { brush: next, over: histogram })
  const slider = useRef<HTMLDivElement>(null)
  useCommands([
    { id: 'filter.histogram', title: 'Filter by the histogram', group: 'List', run: () => slider.current?.focus() },
  ])

  const barUnder = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect()
    return histogram ? barAt(histogram.window, (event.clientX - box.left) / box.width) : 0
  }
  const finish = () => {
    if (brush && histogram) {
      const range = barsRange(histogram.window, brush.start, brush.end)
      setFilterTime(range.from, range.to)
    }
    setBrush(null)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (!histogram || event.ctrlKey || event.metaKey || event.altKey) return
    const moved = brushAfterKey(brush, event.key, event.shiftKey, histogram.window.bars)
    if (moved !== null) setBrush(moved)
    else if ((event.key === 'Enter' || event.key === ' ') && brush !== null) finish()
    else if (event.key === 'Escape' && brush !== null) setBrush(null)
    else if (event.key === 'Escape' && (from !== null || to !== null)) setFilterTime(null, null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const drawn = brush && histogram ? barsRange(histogram.window, brush.start, brush.end) : { from, to }
  const place =
    histogram && (drawn.from !== null || drawn.to !== null) ? rangePlace(histogram.window, drawn.from, drawn.to) : null

  return (
    <div className="flex h-[46px] shrink-0 gap-2 border-b border-line px-2.5 pt-2">
      <div
        className="relative flex h-full min-w-0 flex-1 touch-none select-none"
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          // Escape is the histogram's while one draws.
          event.preventDefault()
          slider.current?.focus({ preventScroll: true })
          setBrush({ start: barUnder(event), end: barUnder(event) })
        }}
        onPointerMove={(event) => brush && setBrush({ ...brush, end: barUnder(event) })}
        onPointerUp={finish}
        onPointerCancel={() => setBrush(null)}
      >
        <div
          role="img"
          aria-label={histogram ? summary(histogram) : 'Captures of the last 15 minutes'}
          className="flex h-full min-w-0 flex-1 items-end gap-0.5"
        >
          {histogram && <Bars histogram={histogram} />}
        </div>
        {place && (
          <div
            className="pointer-events-none absolute inset-y-0 rounded-t-xs border-x border-accent bg-accent/15"
            style={{ left: `${place.start * 100}%`, width: `${(place.end - place.start) * 100}%` }}
          />
        )}
        <div
          ref={slider}
          role="slider"
          tabIndex={0}
          aria-label="Filter by time, with Shift and arrows for more than a bar"
          aria-valuemin={0}
          aria-valuemax={(histogram?.window.bars ?? 1) - 1}
          aria-valuenow={brush?.end ?? (histogram?.window.bars ?? 1) - 1}
          aria-valuetext={histogram && brush ? brushText(histogram, brush) : 'Nothing chosen'}
          onKeyDown={onKeyDown}
          onBlur={() => setBrush(null)}
          className="pointer-events-none absolute inset-0 rounded-xs outline-offset-2"
        />
        {histogram && brush && (
          <span
            aria-hidden
            className="pointer-events-none absolute top-full left-1/2 z-10 mt-1 -translate-x-1/2 rounded-md border border-line-strong bg-panel px-2 py-0.5 text-tiny whitespace-nowrap text-dim shadow-lift"
          >
            {brushText(histogram, brush)}
          </span>
        )}
      </div>
      <span aria-hidden className="shrink-0 self-end pb-1 text-tiny text-faint">
        last 15 min{histogram?.searched !== undefined && histogram.searched < 1 && ', in part'}
      </span>
    </div>
  )
}

function Bars({ histogram: { window, total, failed } }: { readonly histogram: Counts }) {
  const highest = Math.max(1, ...total)
  return total.map((count, index) => {
    const { from, to } = barsRange(window, index, index)
    return (
      <div
        key={from}
        title={`${clock(from)} to ${clock(to)}: ${countOf(count, 'capture')}, ${failed[index] ?? 0} failed`}
        className="flex h-full min-w-0 flex-1 flex-col justify-end"
      >
        {count === 0 ? (
          // Where nothing came, the ground is seen.
          <div className="h-px bg-line" />
        ) : (
          <div
            className="relative min-h-0.5 overflow-hidden rounded-t-xs bg-line-strong"
            style={{ height: `${(count / highest) * 100}%` }}
          >
            <div
              className="absolute inset-x-0 bottom-0 bg-bad opacity-75"
              style={{ height: `${((failed[index] ?? 0) / count) * 100}%` }}
            />
          </div>
        )}
      </div>
    )
  })
}

function brushText({ window, total, failed }: Counts, { start, end }: Brush): string {
  const [first, last] = [Math.min(start, end), Math.max(start, end)]
  const range = barsRange(window, first, last)
  const sum = (counts: readonly number[]) => counts.slice(first, last + 1).reduce((all, one) => all + one, 0)
  return `${clock(range.from)} to ${clock(range.to)}: ${countOf(sum(total), 'capture')}, ${sum(failed)} failed`
}

function clock(time: number): string {
  return formatTime(time).slice(0, 8)
}

function summary({ total, failed }: Counts): string {
  const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0)
  return `Last 15 minutes: ${countOf(sum(total), 'capture')}, ${sum(failed)} failed`
}
