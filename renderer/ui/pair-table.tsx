import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'

export interface PairRow {
  readonly key: string
  readonly name: ReactNode
  readonly value: ReactNode
  /** What else there is to say about the value, below it. */
  readonly note?: ReactNode
  /** Shown at the end of the row. */
  readonly action?: ReactNode
}

export interface PairTableProps {
  readonly label: string
  readonly nameHeading?: string
  readonly valueHeading?: string
  readonly rows: readonly PairRow[]
}

/** A hostile request has ten thousand headers: more than this are shown only when asked for. */
const ROWS_AT_ONCE = 300

/** Names and values as evidence: in order, selectable, never cut. */
export function PairTable({ label, nameHeading = 'Name', valueHeading = 'Value', rows }: PairTableProps) {
  const [limit, setLimit] = useState(ROWS_AT_ONCE)
  const left = rows.length - limit
  return (
    <>
      <table aria-label={label} className="w-full table-fixed border-collapse text-left font-mono text-small">
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
        <tbody>
          {rows.slice(0, limit).map((row) => (
            <tr key={row.key} className="group border-b border-line/60 align-top hover:bg-raised/60">
              <th scope="row" className="py-1.5 pr-3 pl-4 font-normal break-words text-code-key">
                {row.name}
              </th>
              <td className="py-1.5 pr-2 break-words whitespace-pre-wrap">
                {row.value}
                {row.note !== undefined && <div className="pt-0.5 font-sans text-dim">{row.note}</div>}
              </td>
              <td className="py-0.5 pr-2 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
                {row.action}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <div className="flex items-center justify-center gap-3 p-3 text-small text-dim">
          {left} more
          <Button onClick={() => setLimit(limit + ROWS_AT_ONCE)}>Show the next {Math.min(left, ROWS_AT_ONCE)}</Button>
        </div>
      )}
    </>
  )
}
