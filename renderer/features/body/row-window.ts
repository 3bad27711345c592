import { type RefObject, useEffect, useState } from 'react'

export const ROW_HEIGHT = 19
/** Browsers place nothing below some 17 million pixels; longer texts scroll by their share instead. */
const TALLEST = 15_000_000

interface RowWindow {
  readonly first: number
  /** Exclusive. */
  readonly last: number
  /** Where the first row stands, in pixels from the top of the whole. */
  readonly top: number
  readonly height: number
}

/** The rows of equal height that are in view; works for any number of rows, where TanStack Virtual ends at the browser's limit. */
export function rowWindow(rows: number, scrollTop: number, viewHeight: number): RowWindow {
  const natural = rows * ROW_HEIGHT
  const height = Math.min(natural, TALLEST)
  const visible = Math.ceil(viewHeight / ROW_HEIGHT) + 1
  const range = Math.max(1, height - viewHeight)
  const share = Math.min(1, Math.max(0, scrollTop / range))
  const offset = natural > TALLEST ? share * (natural - viewHeight) : scrollTop
  const first = Math.max(0, Math.min(rows - 1, Math.floor(offset / ROW_HEIGHT)))
  return { first, last: Math.min(rows, first + visible), top: scrollTop - (offset - first * ROW_HEIGHT), height }
}

/** The scroll position that brings a row to the middle. */
export function scrollTopOfRow(rows: number, row: number, viewHeight: number): number {
  const natural = rows * ROW_HEIGHT
  const offset = Math.max(0, row * ROW_HEIGHT - viewHeight / 2)
  if (natural <= TALLEST) return offset
  return (offset / Math.max(1, natural - viewHeight)) * (TALLEST - viewHeight)
}

/** Follows the scrolling and the size of an element. */
export function useRowWindow(element: RefObject<HTMLElement | null>, rows: number): RowWindow & { viewHeight: number } {
  const [view, setView] = useState({ scrollTop: 0, viewHeight: 600 })
  useEffect(() => {
    const node = element.current
    if (node === null) return
    const measure = () => setView({ scrollTop: node.scrollTop, viewHeight: node.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(node)
    node.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      node.removeEventListener('scroll', measure)
    }
  }, [element])
  return { ...rowWindow(rows, view.scrollTop, view.viewHeight), viewHeight: view.viewHeight }
}
