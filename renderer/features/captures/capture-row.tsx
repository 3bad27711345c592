import { NotebookPen, RotateCw } from 'lucide-react'
import { memo } from 'react'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { ordinal } from '../../../shared/event/ordinal.ts'
import { Badge } from '../../ui/badge.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { formatDuration } from '../../ui/format-duration.ts'
import { formatFullTime, formatListTime } from '../../ui/format-time.ts'
import { MethodLabel } from '../../ui/method-label.tsx'
import { StatusText } from '../../ui/status-badge.tsx'
import { useMark } from '../compare/compare-store.ts'
import { VerdictMark } from '../signature/verdict-mark.tsx'
import { TagList } from '../tags/tag-list.tsx'
import { DriftMark } from '../types/drift-mark.tsx'
import { captureTitle } from './capture-title.ts'

export const ROW_HEIGHT = 29
/** Of a title, however many marks stand beside it. */
const KEPT_LETTERS = 10

interface CaptureRowProps {
  readonly capture: CaptureSummary
  /** The detail shows it. */
  readonly current: boolean
  /** Actions act on it. */
  readonly selected: boolean
  /** Any time of today: decides whether the day is shown. */
  readonly today: number
  /** What its provider is called; undefined while that is not known. */
  readonly providerName: string | undefined
}

/** What a row shows. Columns at the edges go first where it is narrow, then marks; a piece of the title always stays. */
export const CaptureRow = memo(function CaptureRow({
  capture,
  current,
  selected,
  today,
  providerName,
}: CaptureRowProps) {
  const title = captureTitle(capture)
  return (
    <div
      className={classNames(
        'flex h-full items-center gap-1.5 border-b border-line/55 pr-3 pl-2.5 whitespace-nowrap',
        selected ? 'bg-accent-soft' : 'hover:bg-raised',
        current &&
          'shadow-[inset_2px_0_var(--accent)] group-focus-visible/list:shadow-[inset_2px_0_var(--accent),inset_0_0_0_1px_var(--accent)]',
      )}
    >
      <span title={formatFullTime(capture.receivedAt)} className="w-[92px] shrink-0 font-mono text-small text-dim">
        {formatListTime(capture.receivedAt, today)}
      </span>
      <span className="flex w-[60px] shrink-0">
        <MethodLabel method={capture.method} />
      </span>
      <span className="w-[66px] shrink-0 truncate text-dim @max-[430px]:hidden" title={capture.endpoint}>
        {capture.endpoint}
      </span>
      <span className="flex min-w-0 flex-1 items-center gap-2">
        <span
          className={classNames('shrink-[1000] truncate', capture.eventType ? 'text-text' : 'text-dim')}
          style={{ minWidth: `${Math.min(title.length, KEPT_LETTERS)}ch` }}
        >
          <CapturedText text={title} />
        </span>
        <Marks capture={capture} />
        {providerName !== undefined && capture.provider !== capture.endpoint && <ProviderName name={providerName} />}
      </span>
      <VerdictMark capture={capture} providerName={providerName} />
      <span className="w-[30px] shrink-0 text-right">
        <StatusText status={capture.answeredStatus} />
      </span>
      <span className="w-[52px] shrink-0 text-right font-mono text-small text-dim @max-[480px]:hidden">
        {formatDuration(capture.answeredMs)}
      </span>
      <span className="w-[60px] shrink-0 text-right font-mono text-small text-dim @max-[560px]:hidden">
        {formatBytes(capture.bodySize)}
      </span>
    </div>
  )
})

/** Takes what room the title leaves, or none: a name that is cut says nothing. */
function ProviderName({ name }: { readonly name: string }) {
  return (
    <span className="flex h-[1lh] min-w-0 flex-1 flex-wrap justify-end overflow-hidden text-small text-faint">
      <span className="h-[1lh] w-px" />
      <span>{name}</span>
    </span>
  )
}

function Marks({ capture }: { readonly capture: CaptureSummary }) {
  return (
    <span className="flex min-w-0 items-center gap-2 overflow-hidden empty:hidden">
      {capture.pinned && (
        <span title="Pinned" className="text-tiny text-warn">
          <span aria-hidden>◆</span>
          <span className="sr-only">pinned</span>
        </span>
      )}
      <CompareMark captureId={capture.id} />
      {capture.hasNote && (
        <span title="Has a note" className="text-dim">
          <NotebookPen aria-hidden className="size-3 shrink-0" />
          <span className="sr-only">has a note</span>
        </span>
      )}
      {capture.drifts && <DriftMark />}
      <TagList tags={capture.tags} most={1} />
      {capture.deliveries > 0 && (
        <Badge title="Times it was sent on">
          <RotateCw aria-hidden className="size-2.5" />
          <span className="sr-only">sent on, times:</span>
          {capture.deliveries}
        </Badge>
      )}
      {capture.handshake !== null && <Badge title={`Handshake: ${capture.handshake}`}>handshake</Badge>}
      <Repetition capture={capture} />
      {capture.state === 'malformed' && <Badge tone="bad">malformed</Badge>}
      {capture.state === 'truncated' && <Badge tone="warn">truncated</Badge>}
      {capture.state === 'incomplete' && <Badge tone="warn">incomplete</Badge>}
    </span>
  )
}

/** By itself, so that marking draws no row but two anew. */
function CompareMark({ captureId }: { readonly captureId: string }) {
  const isMarked = useMark(({ marked }) => marked?.kind === 'capture' && marked.id === captureId)
  return isMarked && <Badge tone="accent">marked</Badge>
}

/** An attempt says more than that it is a duplicate, which it is as well. */
function Repetition({ capture: { attempt, duplicate } }: { readonly capture: CaptureSummary }) {
  if (attempt > 1) {
    return (
      <Badge tone="warn" title="An attempt to deliver the same event was here before">
        {ordinal(attempt)}
        <span className="sr-only">attempt</span>
      </Badge>
    )
  }
  if (!duplicate) return null
  return (
    <Badge tone="warn" title="Another event with the same bytes was here before">
      duplicate
    </Badge>
  )
}
