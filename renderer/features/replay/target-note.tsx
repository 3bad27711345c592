import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { CapturedText } from '../../ui/captured-text.tsx'
import { classNames } from '../../ui/class-names.ts'
import { visibleText } from '../../ui/visible-text.ts'
import type { TargetCheck } from './use-target.ts'

interface TargetNoteProps {
  readonly id: string
  readonly check: TargetCheck
  readonly capture: Pick<CaptureDetail, 'method' | 'endpoint'>
  readonly className?: string
}

/** Beside the target field: where exactly it goes, or what is wrong. Always a line high, so that nothing jumps. */
export function TargetNote({ id, check, capture, className }: TargetNoteProps) {
  return (
    <p id={id} className={classNames('flex min-h-[18px] min-w-0 gap-1.5 text-small text-dim', className)}>
      {noteOf(check, capture)}
    </p>
  )
}

function noteOf(check: TargetCheck, capture: TargetNoteProps['capture']) {
  if (capture.method === null)
    return 'A malformed request has no method or target of its own: edit it to send something.'
  if (check.kind === 'empty')
    return 'Write where to send it. A URL that ends in /* takes the rest of the captured path.'
  if (check.kind === 'invalid') return <span className="text-bad">{visibleText(check.message)}</span>
  if (!check.takesRest) return 'Sent to exactly this URL.'
  return (
    <>
      <span className="shrink-0" title={restExplained(capture.endpoint)}>
        /* goes to
      </span>
      <code className="min-w-0 truncate font-mono" title={visibleText(check.url)}>
        <CapturedText text={check.url} />
      </code>
    </>
  )
}

function restExplained(endpoint: string): string {
  return endpoint === 'default'
    ? 'The whole captured path and query takes the place of /*, spelled as captured.'
    : `What follows /${endpoint} in the captured path takes the place of /*, spelled as captured.`
}
