import { type RefObject, useLayoutEffect, useState } from 'react'

const FEWEST = 20
const MOST = 200

/** How many characters stand side by side in an element of one font, beside `taken` others; null until it was measured. */
export function useColumns(element: RefObject<HTMLElement | null>, taken: number): number | null {
  const [columns, setColumns] = useState<number | null>(null)
  useLayoutEffect(() => {
    const node = element.current
    if (node === null) return
    const width = characterWidth(getComputedStyle(node).font)
    const measure = () => setColumns(Math.min(MOST, Math.max(FEWEST, Math.floor(node.clientWidth / width) - taken)))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(node)
    return () => observer.disconnect()
  }, [element, taken])
  return columns
}

function characterWidth(font: string): number {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return 8
  context.font = font
  return context.measureText('0').width
}
