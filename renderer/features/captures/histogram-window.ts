/** The time that the histogram shows: bars of equal length that end with the one that now is in. */
export interface HistogramWindow {
  readonly from: number
  readonly to: number
  readonly bars: number
}

const BARS = 60
const BAR_MS = 15_000

/** The last 15 minutes. It moves a bar at a time, so that bars do not flicker. */
export function histogramWindow(now: number): HistogramWindow {
  const to = (Math.floor(now / BAR_MS) + 1) * BAR_MS
  return { from: to - BARS * BAR_MS, to, bars: BARS }
}

/** The bar at a place from 0 (left edge) to 1 (right edge). */
export function barAt(window: HistogramWindow, place: number): number {
  return Math.min(window.bars - 1, Math.max(0, Math.floor(place * window.bars)))
}

/** The time that two bars and those between them cover, whichever comes first. */
export function barsRange(window: HistogramWindow, one: number, other: number): { from: number; to: number } {
  const length = (window.to - window.from) / window.bars
  return {
    from: window.from + Math.min(one, other) * length,
    to: window.from + (Math.max(one, other) + 1) * length,
  }
}

/** Where a range lies in the window, as places from 0 to 1; null if it lies outside of it. */
export function rangePlace(
  window: HistogramWindow,
  from: number | null,
  to: number | null,
): { start: number; end: number } | null {
  const length = window.to - window.from
  const start = Math.max(0, ((from ?? window.from) - window.from) / length)
  const end = Math.min(1, ((to ?? window.to) - window.from) / length)
  return end > start ? { start, end } : null
}
