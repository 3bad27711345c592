import type { DeliverySummary, FailureReason, OutcomeSummary } from '../../../shared/delivery/delivery.ts'
import { Badge } from '../../ui/badge.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'

/** What came of a delivery: the status, or the kind of failure. */
export function OutcomeLabel({ outcome, text }: { readonly outcome: OutcomeSummary; readonly text?: string }) {
  if (outcome.kind === 'answered') return <StatusBadge status={outcome.status} {...(text ? { text } : {})} />
  return <Badge tone="bad">{FAILURES[outcome.reason]}</Badge>
}

const FAILURES: Record<FailureReason, string> = {
  refused: 'refused',
  unreachable: 'unreachable',
  timeout: 'timeout',
  dns: 'unknown host',
  tls: 'TLS failed',
  reset: 'reset',
  protocol: 'not HTTP',
  aborted: 'cancelled',
}

/** One line about a delivery: how it went wrong, or what sending changed. */
export function deliverySummaryLine(delivery: DeliverySummary): string {
  if (delivery.outcome.kind === 'failed') return delivery.outcome.message
  const parts = [
    delivery.edited ? 'edited' : 'as captured',
    delivery.changes.length === 0 ? 'nothing changed' : `changed ${changedNames(delivery)}`,
  ]
  return parts.join(' · ')
}

function changedNames(delivery: DeliverySummary): string {
  const names = [...new Set(delivery.changes.map((change) => change.header))]
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
}
