import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { classNames } from '../../ui/class-names.ts'
import { VERDICT_SIGNS, verdictInWords } from './verdict-words.ts'

interface VerdictMarkProps {
  readonly capture: Pick<CaptureSummary, 'verdict' | 'verdictReason'>
  readonly providerName: string | undefined
}

const COLOURS = { valid: 'text-ok', invalid: 'text-bad', 'not-checkable': 'text-faint' } as const

/** The verdict on a signature in a list. As wide while there is none, so that nothing moves when it comes. */
export function VerdictMark({ capture, providerName }: VerdictMarkProps) {
  const { verdict } = capture
  const words = verdictInWords(capture, providerName)
  if (verdict === null || words === null) return <span className="w-3.5 shrink-0" />
  return (
    <span
      title={[words[0]?.toUpperCase() + words.slice(1), ...(providerName ? [providerName] : [])].join(' · ')}
      className={classNames('w-3.5 shrink-0 text-center', COLOURS[verdict])}
    >
      <span aria-hidden>{VERDICT_SIGNS[verdict]}</span>
      <span className="sr-only">{words}</span>
    </span>
  )
}
