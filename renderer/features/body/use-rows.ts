import { useEffect, useRef, useState } from 'react'
import type { RowsOfText, TextRow } from './body-protocol.ts'
import type { OpenBody } from './open-body.ts'

const PAGE = 200
const KEPT_PAGES = 24

/** Rows of a body from its worker, page by page; undefined for those that are on their way. */
export function useRows(
  body: OpenBody,
  { mode, columns }: RowsOfText,
  first: number,
  last: number,
): (index: number) => TextRow | undefined {
  const pages = useRef(new Map<number, TextRow[] | 'asked'>())
  const [, setArrived] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another body, mode or width has other rows.
  useEffect(() => {
    pages.current = new Map()
  }, [body, mode, columns])

  useEffect(() => {
    const held = pages.current
    for (let page = Math.floor(first / PAGE); page <= Math.floor(Math.max(first, last - 1) / PAGE); page++) {
      if (held.has(page)) continue
      held.set(page, 'asked')
      body.ask('rows', { mode, columns, from: page * PAGE, to: (page + 1) * PAGE }).then(
        (rows) => {
          held.set(page, rows)
          forgetOldest(held, page)
          setArrived((count) => count + 1)
        },
        // The body was closed while it was asked; nobody looks at it any more.
        () => held.delete(page),
      )
    }
  }, [body, mode, columns, first, last])

  return (index) => {
    const page = pages.current.get(Math.floor(index / PAGE))
    return page === undefined || page === 'asked' ? undefined : page[index % PAGE]
  }
}

function forgetOldest(pages: Map<number, TextRow[] | 'asked'>, keep: number): void {
  for (const page of pages.keys()) {
    if (pages.size <= KEPT_PAGES) return
    if (page !== keep) pages.delete(page)
  }
}
