import { Fragment, useRef } from 'react'
import { HEX_ROW_BYTES, hexPlaces } from '../../../shared/body/hex-dump.ts'
import { useCommands } from '../../app/commands.ts'
import { visibleText } from '../../ui/visible-text.ts'
import type { FoundText, TextMode, TextView } from './body-protocol.ts'
import { FindBar, useFind } from './find-bar.tsx'
import { JsonRow } from './json-row.tsx'
import type { OpenBody } from './open-body.ts'
import { ROW_HEIGHT, scrollTopOfRow, useRowWindow } from './row-window.ts'
import { useRows } from './use-rows.ts'

interface RowsViewProps {
  readonly body: OpenBody
  readonly mode: TextMode
  readonly view: TextView
  readonly label: string
}

/** Text too big for the code editor, or bytes as hex: only the rows in view are in the page. */
export function RowsView({ body, mode, view, label }: RowsViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const window = useRowWindow(scroller, view.rows)
  const rowAt = useRows(body, mode, window.first, window.last)
  const find = useFind(body, mode, (found) => {
    if (scroller.current) scroller.current.scrollTop = scrollTopOfRow(view.rows, found.row, window.viewHeight)
  })
  useCommands([
    {
      id: 'body.find',
      title: mode === 'hex' ? 'Find bytes or a text' : 'Find in this text',
      group: 'Capture',
      keys: ['Mod+f'],
      run: find.open,
    },
  ])
  const rowText = (text: string, index: number) => {
    const marks = find.isOpen && find.found !== null ? marksOf(find.found, mode, index) : []
    if (marks.length > 0) return marked(text, marks)
    return mode === 'pretty' ? <JsonRow text={visibleText(text, LINES)} /> : visibleText(text, LINES)
  }
  const gutter = mode === 'hex' ? 2 : String(view.rows).length + 3

  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      {find.isOpen && <FindBar find={find} mode={mode} />}
      <section
        ref={scroller}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto py-2 font-mono text-small -outline-offset-2"
      >
        <div className="relative" style={{ height: window.height, minWidth: `${view.widest + gutter + 2}ch` }}>
          <div className="absolute inset-x-0" style={{ top: window.top }}>
            {Array.from({ length: window.last - window.first }, (_, offset) => {
              const index = window.first + offset
              const row = rowAt(index)
              return (
                <div
                  key={index}
                  className="flex whitespace-pre"
                  style={{ height: ROW_HEIGHT, lineHeight: `${ROW_HEIGHT}px` }}
                >
                  <span
                    aria-hidden
                    className="sticky left-0 shrink-0 bg-panel pr-[2ch] text-right text-faint select-none"
                    style={{ width: `${gutter}ch` }}
                  >
                    {row?.line ?? ''}
                  </span>
                  <span>{row === undefined ? '' : rowText(row.text, index)}</span>
                </div>
              )
            })}
          </div>
        </div>
      </section>
    </div>
  )
}

const LINES = { lines: true } as const

type Mark = readonly [from: number, to: number]

/** What was found, as it stands in a row; bytes may go on in the next one. */
function marksOf({ row, column, position, length }: FoundText, mode: TextMode, index: number): readonly Mark[] {
  if (mode !== 'hex') return row === index ? [[column, column + length]] : []
  const start = index * HEX_ROW_BYTES
  return hexPlaces(Math.max(0, position - start), Math.min(HEX_ROW_BYTES, position + length - start))
}

function marked(text: string, marks: readonly Mark[]) {
  return marks.map(([from, to], index) => (
    <Fragment key={from}>
      {visibleText(text.slice(marks[index - 1]?.[1] ?? 0, from), LINES)}
      <mark className="rounded-xs bg-warn-soft text-warn outline outline-warn">
        {visibleText(text.slice(from, to), LINES)}
      </mark>
      {index === marks.length - 1 && visibleText(text.slice(to), LINES)}
    </Fragment>
  ))
}
