import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { visibleText } from './visible-text.ts'

interface PairRow {
  readonly key: string
  readonly name: ReactNode
  readonly value: ReactNode
  /** What else there is to say about the value, below it. */
  readonly note?: ReactNode
  /** Shown at the end of the row. */
  readonly action?: ReactNode
}

interface PairTableProps {
  readonly label: string
  readonly nameHeading?: string
  readonly valueHeading?: string
  readonly rows: readonly PairRow[]
}

/** A hostile request has ten thousand headers: of more than this only those in view are drawn. */
const DRAWN_AT_ONCE = 200
/** Of a row with one line; others are measured. */
const ROW_HEIGHT = 30

/** Names and values as evidence: in order, selectable, never cut. It scrolls with the box marked `data-scroller`. */
export function PairTable({ label, nameHeading = 'Name', valueHeading = 'Value', rows }: PairTableProps) {
  return (
    <table
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className="w-full table-fixed border-collapse text-left font-mono text-small"
    >
      <colgroup>
        <col className="w-[34%]" />
        <col />
        <col className="w-9" />
      </colgroup>
      <thead className="sr-only">
        <tr>
          <th scope="col">{nameHeading}</th>
          <th scope="col">{valueHeading}</th>
          <th scope="col">Actions</th>
        </tr>
      </thead>
      {rows.length > DRAWN_AT_ONCE ? (
        <RowsInView rows={rows} />
      ) : (
        <tbody>
          {rows.map((row, index) => (
            <Row key={row.key} row={row} index={index} />
          ))}
        </tbody>
      )}
    </table>
  )
}

function RowsInView({ rows }: { readonly rows: readonly PairRow[] }) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const [top, setTop] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above may have another height with other rows.
  useLayoutEffect(() => {
    const box = body.current?.closest<HTMLElement>('[data-scroller]') ?? null
    setScroller(box)
    if (box && body.current) {
      setTop(body.current.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop)
    }
  }, [rows])
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.key ?? index,
    scrollMargin: top,
    overscan: 10,
  })
  const items = virtualizer.getVirtualItems()
  const before = (items[0]?.start ?? top) - top
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top)
  return (
    <tbody ref={body}>
      <Gap height={before} />
      {items.map(({ index }) => {
        const row = rows[index]
        return row && <Row key={row.key} row={row} index={index} measure={virtualizer.measureElement} />
      })}
      <Gap height={after} />
    </tbody>
  )
}

/** In the place of rows that are out of view. */
function Gap({ height }: { readonly height: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={3} className="p-0" style={{ height: Math.max(0, height) }} />
    </tr>
  )
}

interface RowProps {
  readonly row: PairRow
  readonly index: number
  measure?(element: HTMLElement | null): void
}

function Row({ row, index, measure }: RowProps) {
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      className="group border-b border-line/60 align-top hover:bg-raised/60"
    >
      <th scope="row" className="py-1.5 pr-3 pl-4 font-normal break-words text-code-key">
        <PairText text={row.name} />
      </th>
      <td className="py-1.5 pr-2 break-words whitespace-pre-wrap">
        <PairText text={row.value} />
        {row.note !== undefined && <div className="pt-0.5 font-sans text-dim">{row.note}</div>}
      </td>
      <td className="py-0.5 pr-2 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">{row.action}</td>
    </tr>
  )
}

function PairText({ text }: { readonly text: ReactNode }) {
  return typeof text === 'string' ? <bdi>{visibleText(text, { lines: true })}</bdi> : text
}
