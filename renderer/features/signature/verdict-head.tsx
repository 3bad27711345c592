import type { ReactNode } from 'react'
import type { ReportedProvider, SignatureReport } from '../../../shared/signature/signature-report.ts'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatFullTime } from '../../ui/format-time.ts'
import { VERDICT_SIGNS } from './verdict-words.ts'

const TITLES = { valid: 'Valid', invalid: 'Invalid', 'not-checkable': 'Not checked' } as const
const COLOURS = { valid: 'text-ok', invalid: 'text-bad', 'not-checkable': 'text-dim' } as const

interface VerdictHeadProps {
  readonly report: SignatureReport
  readonly action: ReactNode
}

/** The verdict, who it is about, and the time that it holds for. */
export function VerdictHead({ report, action }: VerdictHeadProps) {
  const { verdict, provider, explanation, judgedAt } = report
  const isStale = verdict === 'valid' && report.workings.some(({ timestamp }) => timestamp?.staleNow === true)
  return (
    <header className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className={classNames('flex items-center gap-2 text-title font-semibold', COLOURS[verdict])}>
          <span aria-hidden>{VERDICT_SIGNS[verdict]}</span>
          {TITLES[verdict]}
        </h3>
        {provider !== null && <span className="text-dim">{whoseSignature(provider)}</span>}
        {isStale && (
          <Badge tone="warn" title="The same request sent now would be too old">
            valid then, stale now
          </Badge>
        )}
        <span className="ml-auto flex gap-1">{action}</span>
      </div>
      {explanation !== null && <p>{explanation}</p>}
      <p className="text-small text-dim">
        Judged at the time it was received, <time>{formatFullTime(judgedAt)}</time>
        {isStale && '. A handler would refuse the same request now: re-sign it before you replay it'}.
      </p>
    </header>
  )
}

function whoseSignature({ name, known }: ReportedProvider): string {
  switch (known) {
    case 'set':
      return `as ${name}, which is set for the endpoint`
    case 'certain':
      return `as ${name}, told from the request`
    case 'likely':
      return `as ${name}, which the request looks like`
  }
}
