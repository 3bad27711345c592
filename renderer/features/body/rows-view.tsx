import { Fragment, type RefObject, useLayoutEffect, useRef } from 'react'
import { HEX_ROW_BYTES, hexPlaces } from '../../../shared/body/hex-dump.ts'
import { useCommands } from '../../app/commands.ts'
import { classNames } from '../../ui/class-names.ts'
import { visibleText } from '../../ui/visible-text.ts'
import type { FoundText, TextMode, TextRow, TextView } from './body-protocol.ts'
import { FindBar, useFind } from './find-bar.tsx'
import { JsonRow } from './json-row.tsx'
import type { OpenBody } from './open-body.ts'
import { ROW_HEIGHT, scrollTopOfRow, useRowWindow } from './row-window.ts'
import { useRowLayout } from './use-row-layout.ts'
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
  const gutter = mode === 'hex' ? 2 : String(view.rows).length + 3
  const { rows, columns, widest } = useRowLayout(body, mode, view, scroller, gutter)
  const window = useRowWindow(scroller, rows)
  useSamePlace(scroller, window.height)
  const rowAt = useRows(body, { mode, columns }, window.first, window.last)
  const find = useFind(body, { mode, columns }, (found) => {
    if (scroller.current) scroller.current.scrollTop = scrollTopOfRow(rows, found.row, window.viewHeight)
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
  const rowText = (row: TextRow) => {
    const marks = find.isOpen && find.found !== null ? marksOf(find.found, mode, row) : []
    if (marks.length > 0) return marked(row.text, marks)
    const text = visibleText(row.text, LINES)
    return mode === 'pretty' ? <JsonRow text={text} continues={row.line === null} /> : text
  }

  return (
    <div className="@container relative flex min-h-0 min-w-0 flex-1 flex-col">
      {find.isOpen && <FindBar find={find} mode={mode} />}
      <section
        ref={scroller}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        className={classNames(
          'min-h-0 flex-1 overflow-auto py-2 font-mono -outline-offset-2',
          // The text beside the bytes fits beside a list, too.
          mode === 'hex' ? 'text-[10.5px] @xl:text-small' : 'text-small',
        )}
      >
        <div
          className="relative"
          style={{ height: window.height, minWidth: widest === null ? undefined : `${widest + gutter + 1}ch` }}
        >
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
                  <span>{row === undefined ? '' : rowText(row)}</span>
                </div>
              )
            })}
          </div>
        </div>
      </section>
    </div>
  )
}

/** Keeps about the same rows in view when they are broken anew. */
function useSamePlace(scroller: RefObject<HTMLElement | null>, height: number): void {
  const before = useRef(0)
  useLayoutEffect(() => {
    if (scroller.current && before.current > 0) scroller.current.scrollTop *= height / before.current
    if (height > 0) before.current = height
  }, [scroller, height])
}

const LINES = { lines: true } as const

type Mark = readonly [from: number, to: number]

/** What was found, as it stands in a row; it may go on in the next one. */
function marksOf({ position, length }: FoundText, mode: TextMode, { start, text }: TextRow): readonly Mark[] {
  const from = Math.max(0, position - start)
  const to = Math.min(mode === 'hex' ? HEX_ROW_BYTES : text.length, position + length - start)
  if (to <= from) return []
  return mode === 'hex' ? hexPlaces(from, to) : [[from, to]]
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
