import type { DeliverySummary } from '../../../shared/delivery/delivery.ts'
import { CapturedText } from '../../ui/captured-text.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatDuration } from '../../ui/format-duration.ts'
import { formatFullTime, formatListTime } from '../../ui/format-time.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { deliverySummaryLine, OutcomeLabel } from './outcome-label.tsx'

interface DeliveryRowProps {
  readonly delivery: DeliverySummary
  readonly selected?: boolean
  /** Also says where it went; else only how. */
  readonly withTarget?: boolean
  onOpen(): void
}

/** One attempt in a line. */
export function DeliveryRow({ delivery, selected = false, withTarget = false, onOpen }: DeliveryRowProps) {
  const summary = visibleText(deliverySummaryLine(delivery))
  return (
    <button
      type="button"
      aria-pressed={selected}
      onClick={onOpen}
      className="flex w-full items-baseline gap-3 px-4 py-1 text-left text-small -outline-offset-2 hover:bg-raised aria-pressed:bg-accent-soft"
    >
      <time className="w-[92px] shrink-0 truncate font-mono text-dim" title={formatFullTime(delivery.startedAt)}>
        {formatListTime(delivery.startedAt, Date.now())}
      </time>
      <span className="w-20 shrink-0">
        <OutcomeLabel outcome={delivery.outcome} />
      </span>
      <span
        className={classNames(
          'w-14 shrink-0 text-right font-mono text-dim',
          // The target says more; the time stands in the delivery below as well.
          withTarget && '@max-[480px]/attempts:hidden',
        )}
      >
        {formatDuration(delivery.outcome.timings.total)}
      </span>
      {withTarget && (
        <>
          <span className="w-14 shrink-0 text-dim @max-[480px]/attempts:hidden">{delivery.kind}</span>
          <code className="min-w-0 flex-1 truncate font-mono" title={visibleText(`${delivery.method} ${delivery.url}`)}>
            {delivery.method} <CapturedText text={delivery.url} />
          </code>
        </>
      )}
      {!withTarget && (
        <span className="min-w-0 flex-1 truncate text-dim" title={summary}>
          {summary}
        </span>
      )}
    </button>
  )
}
