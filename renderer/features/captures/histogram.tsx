import { type PointerEvent, useState } from 'react'
import { countOf } from '../../ui/format-count.ts'
import { formatTime } from '../../ui/format-time.ts'
import { setFilterTime, useFilter } from './filter-store.ts'
import { barAt, barsRange, rangePlace } from './histogram-window.ts'
import { type Histogram as Counts, useHistogram } from './use-histogram.ts'

interface Brush {
  readonly start: number
  readonly end: number
}

/** What came in the last 15 minutes, a bar each 15 s. Drawing over it filters by time; so does the clock beside the filter. */
export function Histogram() {
  const { endpoint, text, from, to } = useFilter()
  const histogram = useHistogram(endpoint, text)
  const [brush, setBrush] = useState<Brush | null>(null)

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

  const drawn = brush && histogram ? barsRange(histogram.window, brush.start, brush.end) : { from, to }
  const place =
    histogram && (drawn.from !== null || drawn.to !== null) ? rangePlace(histogram.window, drawn.from, drawn.to) : null

  return (
    <div className="flex h-[46px] shrink-0 gap-2 border-b border-line px-2.5 pt-2">
      <div
        role="img"
        aria-label={histogram ? summary(histogram) : 'Captures of the last 15 minutes'}
        className="relative flex h-full min-w-0 flex-1 touch-none items-end gap-0.5 select-none"
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          setBrush({ start: barUnder(event), end: barUnder(event) })
        }}
        onPointerMove={(event) => brush && setBrush({ ...brush, end: barUnder(event) })}
        onPointerUp={finish}
        onPointerCancel={() => setBrush(null)}
      >
        {histogram && <Bars histogram={histogram} />}
        {place && (
          <div
            className="pointer-events-none absolute inset-y-0 rounded-t-xs border-x border-accent bg-accent/15"
            style={{ left: `${place.start * 100}%`, width: `${(place.end - place.start) * 100}%` }}
          />
        )}
      </div>
      <span aria-hidden className="shrink-0 self-end pb-1 text-tiny text-faint">
        last 15 min
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

function clock(time: number): string {
  return formatTime(time).slice(0, 8)
}

function summary({ total, failed }: Counts): string {
  const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0)
  return `Last 15 minutes: ${countOf(sum(total), 'capture')}, ${sum(failed)} failed`
}
