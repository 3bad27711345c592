import { type ReactNode, type RefObject, useState } from 'react'
import type { Comparison } from '../../../shared/diff/comparison.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { ChangeRows } from './change-rows.tsx'
import type { BytesForm } from './compare-protocol.ts'
import type { Side } from './load-side.ts'
import type { OpenPair } from './open-pair.ts'
import { SideBySide } from './side-by-side.tsx'
import { type Asked, type UsedPair, usePairAnswer } from './use-pair.ts'

type BodyCompareView = 'structure' | 'pretty' | 'text' | 'bytes' | 'exact-bytes'

interface BodyTabProps {
  readonly used: UsedPair
  readonly comparison: Asked<Comparison>
  readonly sides: readonly [Side, Side]
  readonly hadFocus: RefObject<boolean>
  ignore(rule: string): void
}

/** Two bodies: what they mean first, then their texts and their bytes. */
export function BodyTab({ used, comparison, sides, hadFocus, ignore }: BodyTabProps) {
  const { pair, loaded, cancel, retry } = used
  const [view, setView] = useState<BodyCompareView>('structure')
  if (pair.kind === 'failed') {
    return <ErrorState title="The bodies could not be compared" error={pair.error} retry={retry} />
  }
  if (pair.kind === 'cancelled') {
    return (
      <EmptyState title="Cancelled">
        <Button onClick={retry}>Compare the bodies</Button>
      </EmptyState>
    )
  }
  if (pair.kind === 'waiting') {
    const size = sides.reduce((sum, side) => sum + side.size, 0)
    return <Working label={`Reading the bodies, ${formatBytes(loaded)} of ${formatBytes(size)}`} cancel={cancel} />
  }
  const open = pair.value
  const tools = <ViewChoice pair={open} view={view} onChange={setView} />
  switch (view) {
    case 'structure':
      return (
        <Rows comparison={comparison} pair={open} tools={tools} hadFocus={hadFocus} ignore={ignore} cancel={cancel} />
      )
    case 'bytes':
    case 'exact-bytes':
      return (
        <ByteRows
          key={view}
          form={view === 'bytes' ? 'decoded' : 'exact'}
          pair={open}
          tools={tools}
          ignore={ignore}
          cancel={cancel}
        />
      )
    case 'pretty':
    case 'text':
      return <SideBySide pair={open} pretty={view === 'pretty'} tools={tools} />
  }
}

interface ViewChoiceProps {
  readonly pair: OpenPair
  readonly view: BodyCompareView
  onChange(view: BodyCompareView): void
}

function ViewChoice({ pair, view, onChange }: ViewChoiceProps) {
  return (
    <SegmentedControl<BodyCompareView>
      label="How the bodies are compared"
      value={view}
      onChange={onChange}
      options={[
        { value: 'structure', label: 'Structure' },
        ...(pair.info.isJson ? [{ value: 'pretty' as const, label: 'Pretty text' }] : []),
        { value: 'text', label: 'Exact text' },
        { value: 'bytes', label: pair.isEncoded ? 'Decoded bytes' : 'Bytes' },
        ...(pair.isEncoded ? [{ value: 'exact-bytes' as const, label: 'Bytes as sent' }] : []),
      ]}
    />
  )
}

interface RowsProps {
  readonly comparison: Asked<Comparison>
  readonly pair: OpenPair
  readonly tools: ReactNode
  readonly hadFocus?: RefObject<boolean>
  ignore(rule: string): void
  cancel(): void
}

function ByteRows({ form, ...rest }: Omit<RowsProps, 'comparison'> & { readonly form: BytesForm }) {
  return <Rows comparison={usePairAnswer(rest.pair, 'bytes', { form })} {...rest} />
}

function Rows({ comparison, pair, tools, hadFocus, ignore, cancel }: RowsProps) {
  if (comparison.kind === 'failed')
    return <ErrorState title="The bodies could not be compared" error={comparison.error} />
  if (comparison.kind !== 'there') return <Working label="Comparing" cancel={cancel} />
  return (
    <ChangeRows
      label="Differences of the bodies"
      comparison={comparison.value}
      notes={pair.notes}
      tools={tools}
      ignore={ignore}
      {...(hadFocus === undefined ? {} : { hadFocus })}
    />
  )
}

function Working({ label, cancel }: { readonly label: string; cancel(): void }) {
  return (
    <div className="invisible m-auto flex flex-col items-center gap-2 [animation:appear-late_0s_200ms_forwards]">
      <Spinner label={label} />
      <Button onClick={cancel}>Cancel</Button>
    </div>
  )
}
