import { type RefObject, useMemo } from 'react'
import type { TextMode, TextView } from './body-protocol.ts'
import type { OpenBody } from './open-body.ts'
import { useBodyAnswer } from './use-body-answer.ts'
import { useColumns } from './use-columns.ts'
import { useSteady } from './use-steady.ts'
import { useViewPreferences } from './view-preferences.ts'

interface RowLayout {
  readonly rows: number
  /** Where lines are broken; undefined: not for the sake of the window. */
  readonly columns: number | undefined
  /** Characters of the longest row, which may be wider than the window; null: all of them fit. */
  readonly widest: number | null
}

/** A text as rows, broken to the width of the window where that is wanted. */
export function useRowLayout(
  body: OpenBody,
  mode: TextMode,
  view: TextView,
  scroller: RefObject<HTMLElement | null>,
  gutter: number,
): RowLayout {
  const wraps = useViewPreferences((state) => state.wrap) && mode !== 'hex'
  const measured = useColumns(scroller, gutter + 1)
  const columns = wraps && measured !== null ? measured : undefined
  const answer = useBodyAnswer(body, 'view', { mode, columns })
  const wrapped = useMemo(
    () =>
      columns !== undefined && answer.kind === 'answered' && 'rows' in answer.value
        ? { rows: answer.value.rows, columns, widest: null }
        : null,
    [answer, columns],
  )
  const steady = useSteady(wrapped)
  if (!wraps) return { rows: view.rows, columns: undefined, widest: view.widest }
  return steady ?? { rows: 0, columns, widest: null }
}
