import { type ReactNode, type RefObject, useState } from 'react'
import { ErrorState } from '../../ui/error-state.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { ChangeRows } from './change-rows.tsx'
import type { OpenPair } from './open-pair.ts'
import { SideBySide } from './side-by-side.tsx'
import { usePairAnswer } from './use-pair.ts'

type BodyCompareView = 'structure' | 'pretty' | 'exact' | 'bytes'

interface BodyComparisonProps {
  readonly pair: OpenPair
  readonly rules: string[]
  readonly hadFocus: RefObject<boolean>
  ignore(rule: string): void
}

/** Two bodies: what they mean first, then their texts and their bytes. */
export function BodyComparison({ pair, rules, hadFocus, ignore }: BodyComparisonProps) {
  const [view, setView] = useState<BodyCompareView>('structure')
  const views = (
    <SegmentedControl<BodyCompareView>
      label="How the bodies are compared"
      value={view}
      onChange={setView}
      options={[
        { value: 'structure', label: 'Structure' },
        ...(pair.info.isJson ? [{ value: 'pretty' as const, label: 'Pretty text' }] : []),
        { value: 'exact', label: 'Exact text' },
        { value: 'bytes', label: 'Bytes' },
      ]}
    />
  )
  if (view === 'structure')
    return <Rows key="compare" hadFocus={hadFocus} pair={pair} rules={rules} ignore={ignore} tools={views} />
  if (view === 'bytes')
    return <Rows key="bytes" hadFocus={hadFocus} pair={pair} rules={null} ignore={ignore} tools={views} />
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-[37px] shrink-0 items-center justify-end gap-2 border-b border-line px-4 py-1">
        {views}
      </div>
      <SideBySide pair={pair} pretty={view === 'pretty'} />
    </div>
  )
}

interface RowsProps {
  readonly pair: OpenPair
  /** Null: the bytes, of which nothing is ignored. */
  readonly rules: string[] | null
  readonly tools: ReactNode
  readonly hadFocus: RefObject<boolean>
  ignore(rule: string): void
}

function Rows({ pair, rules, tools, hadFocus, ignore }: RowsProps) {
  const comparison = usePairAnswer<'compare' | 'bytes'>(
    pair,
    rules === null ? 'bytes' : 'compare',
    rules === null ? {} : { rules },
  )
  if (comparison.kind === 'failed')
    return <ErrorState title="The bodies could not be compared" error={comparison.error} />
  if (comparison.kind !== 'there') return <Spinner label="Comparing" />
  return (
    <ChangeRows
      label="Differences of the bodies"
      comparison={comparison.value}
      notes={pair.notes}
      tools={tools}
      ignore={ignore}
      hadFocus={hadFocus}
    />
  )
}
