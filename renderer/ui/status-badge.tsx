import { Badge, type Tone } from './badge.tsx'
import { classNames } from './class-names.ts'

/** The colour of an HTTP status; the digits say the same. */
function statusTone(status: number): Tone {
  if (status >= 400) return 'bad'
  if (status >= 300) return 'warn'
  return 'ok'
}

/** An HTTP status that stands out. */
export function StatusBadge({ status, text }: { readonly status: number; readonly text?: string }) {
  return (
    <Badge tone={statusTone(status)}>
      <span className="font-mono">{status}</span>
      {text}
    </Badge>
  )
}

/** An HTTP status in a column of many: only what failed has a colour. */
export function StatusText({ status }: { readonly status: number | null }) {
  return (
    <span className={classNames('font-mono text-small', status !== null && status >= 400 ? 'text-bad' : 'text-dim')}>
      {status ?? '—'}
    </span>
  )
}
