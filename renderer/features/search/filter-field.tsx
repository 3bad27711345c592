import { Search } from 'lucide-react'
import { type ReactNode, type Ref, useEffect, useMemo, useState } from 'react'
import { type FilterError, filterErrorLines, filterErrorSentence } from '../../../shared/search/filter-error.ts'
import { parseFilter } from '../../../shared/search/parse-filter.ts'
import { localClock } from '../../local-clock.ts'
import { CompletingField } from '../../ui/completing-field.tsx'
import { setFilterText, useFilter } from '../captures/filter-store.ts'
import { useFilterCompletions } from './use-filter-completions.ts'

const TYPING_MS = 150
/** Of the text around what is wrong. */
const SHOWN_COLUMNS = 60

interface FilterFieldProps {
  readonly ref: Ref<HTMLInputElement>
  readonly chips?: ReactNode
  readonly actions?: ReactNode
}

/** The filter in its language. What cannot be read changes nothing until it can. */
export function FilterField({ ref, chips, actions }: FilterFieldProps) {
  const text = useFilter((filter) => filter.text)
  const [typed, setTyped] = useState(text)
  const [cursor, setCursor] = useState(text.length)
  const error = useMemo(() => errorOf(typed), [typed])
  const { completions, suggest } = useFilterCompletions(typed, cursor)

  useEffect(() => setTyped(text), [text])
  useEffect(() => {
    if (typed === text || error !== null) return
    const timer = setTimeout(() => setFilterText(typed), TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed, text, error])

  return (
    <CompletingField
      ref={ref}
      label="Filter captures"
      placeholder="Filter: words, status:5xx, body.id:evt_*"
      shortcut="/"
      icon={<Search aria-hidden />}
      value={typed}
      completions={completions}
      suggest={suggest}
      mistake={error && { message: filterErrorSentence(error), lines: filterErrorLines(typed, error, SHOWN_COLUMNS) }}
      onChange={(next, at) => {
        setTyped(next)
        setCursor(at)
      }}
      onCursor={setCursor}
      onEnter={() => {
        if (error !== null) return
        setFilterText(typed)
        leaveField()
      }}
      onEscape={() => {
        setTyped('')
        setFilterText('')
        leaveField()
      }}
      chips={chips}
      actions={actions}
    />
  )
}

/** From now on keys are the list's. */
function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

function errorOf(text: string): FilterError | null {
  const parsed = parseFilter(text, localClock())
  return parsed.ok ? null : parsed.error
}
