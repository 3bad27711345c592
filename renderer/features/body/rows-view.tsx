import { useRef } from 'react'
import { useCommands } from '../../app/commands.ts'
import { visibleText } from '../../ui/visible-text.ts'
import type { TextMode, TextView } from './body-protocol.ts'
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
      title: 'Find in this text',
      group: 'Capture',
      keys: ['Mod+f'],
      enabled: mode !== 'hex',
      run: find.open,
    },
  ])
  const rowText = (text: string, index: number) => {
    if (find.isOpen && find.found?.row === index) return marked(text, find.found.column, find.query.length)
    return mode === 'pretty' ? <JsonRow text={visibleText(text, LINES)} /> : visibleText(text, LINES)
  }
  const gutter = mode === 'hex' ? 2 : String(view.rows).length + 3

  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      {find.isOpen && <FindBar find={find} />}
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

function marked(text: string, column: number, length: number) {
  const end = column + length
  return (
    <>
      {visibleText(text.slice(0, column), LINES)}
      <mark className="rounded-xs bg-warn-soft text-warn outline outline-warn">
        {visibleText(text.slice(column, end), LINES)}
      </mark>
      {visibleText(text.slice(end), LINES)}
    </>
  )
}
