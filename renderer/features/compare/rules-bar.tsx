import { useState } from 'react'
import { AppError } from '../../../shared/contract/errors.ts'
import type { HiddenCount } from '../../../shared/diff/comparison.ts'
import { splitRules } from '../../../shared/diff/split-rules.ts'
import { Chip } from '../../ui/chip.tsx'
import { countOf } from '../../ui/format-count.ts'
import { Suggestion } from '../../ui/suggestion.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { dropRules, takeRules } from './ignore-rule-actions.ts'
import type { Side } from './load-side.ts'
import { useSuggestedRules } from './use-suggested-rules.ts'

interface RulesBarProps {
  readonly side: Side
  /** Whose rules they are; null: of what belongs to none. */
  readonly endpoint: string | null
  readonly rules: readonly string[]
  /** What each hides of what is compared here; null: that is not known yet. */
  readonly hidden: ReadonlyArray<HiddenCount> | null
}

/** What does not count, with how much each rule hides, and what might be added. */
export function RulesBar({ side, endpoint, rules, hidden }: RulesBarProps) {
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<string>()
  const suggested = useSuggestedRules(side)
  const offered = suggested.rules.filter((rule) => !rules.includes(rule))
  const take = () => {
    if (typed.trim() === '') return
    try {
      void takeRules(endpoint, rules, splitRules(typed))
      setTyped('')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      setWrong(error.message)
    }
  }
  return (
    <section
      aria-label="Ignored"
      className="flex max-h-[34%] shrink-0 flex-col gap-1.5 overflow-y-auto border-t border-line px-4 pt-2 pb-2"
    >
      <div className="flex flex-wrap items-center gap-1.5 text-small">
        <span className="text-dim">
          Ignored{endpoint === null ? '' : <> at {visibleText(endpoint)}</>}
          {rules.length === 0 && ': nothing'}
        </span>
        {rules.map((rule) => (
          <Chip
            key={rule}
            clearLabel={`Do not ignore ${visibleText(rule)}`}
            onClear={() => void dropRules(endpoint, [rule])}
          >
            {visibleText(rule)} <span className="ml-1 font-sans text-dim">{hiddenText(rule, hidden)}</span>
          </Chip>
        ))}
        <TextField
          label="Ignore also"
          hideLabel
          mono
          value={typed}
          placeholder="/id, /items/*/at, **/timestamp, Date"
          title="Places in JSON, or names of headers, fields and parts; with commas between"
          className="min-w-56 flex-1"
          error={wrong}
          onChange={(text) => {
            setTyped(text)
            setWrong(undefined)
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            take()
          }}
        />
      </div>
      {offered.length > 0 && (
        <div className="flex flex-wrap items-center gap-1.5 text-small">
          <span className="text-dim">
            Always differs in the last {countOf(suggested.looked, 'capture')} of this type:
          </span>
          {offered.map((rule) => (
            <Suggestion
              key={rule}
              label={`Ignore ${visibleText(rule)}`}
              onTake={() => void takeRules(endpoint, rules, [rule])}
            >
              {visibleText(rule)}
            </Suggestion>
          ))}
          {offered.length > 1 && (
            <button
              type="button"
              className="text-accent hover:underline"
              onClick={() => void takeRules(endpoint, rules, offered)}
            >
              Ignore all {offered.length}
            </button>
          )}
        </div>
      )}
    </section>
  )
}

function hiddenText(rule: string, hidden: ReadonlyArray<HiddenCount> | null): string {
  if (hidden === null) return ''
  const differences = hidden.reduce((sum, one) => (one.rule === rule ? sum + one.differences : sum), 0)
  return differences === 0 ? 'hides nothing here' : `hides ${differences}`
}
