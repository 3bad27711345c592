import { type ReactNode, useEffect, useMemo, useState } from 'react'
import type { DeliveryDetail } from '../../../shared/delivery/delivery.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { BodyViewer } from '../body/body-viewer.tsx'
import { useMark, useShownSide } from '../compare/compare-store.ts'
import { isSameSide, type SideRef } from '../compare/side-ref.ts'
import { HeadersView } from '../detail/headers-view.tsx'
import { ChangesList } from './changes-list.tsx'
import { CompareMenu } from './compare-menu.tsx'
import { OutcomeLabel } from './outcome-label.tsx'
import { TimingsBar } from './timings-bar.tsx'
import { useDelivery } from './use-deliveries.ts'

interface DeliveryViewProps {
  readonly id: string
  /** Beside its outcome: what can be done with it. */
  readonly action?: ReactNode
}

/** One delivery whole: what was sent, what came back, how long it took and what sending changed. */
export function DeliveryView({ id, action }: DeliveryViewProps) {
  const { data, error, refetch } = useDelivery(id)
  if (data !== undefined) return <LoadedDelivery key={data.id} delivery={data} action={action} />
  if (error !== null)
    return <ErrorState title="The delivery could not be read" error={error} retry={() => void refetch()} />
  return <Spinner />
}

type Part = 'response-body' | 'response-headers' | 'sent-body' | 'sent-headers' | 'changes'

function LoadedDelivery({ delivery, action }: { readonly delivery: DeliveryDetail; readonly action: ReactNode }) {
  const { outcome, response } = delivery
  const [chosen, setChosen] = useState<Part>(response === null ? 'changes' : 'response-body')
  const side = useMemo(() => sideOf(delivery, chosen), [delivery, chosen])
  const isMarked = useMark(({ marked }) => marked !== null && isSameSide(marked, side))
  useEffect(() => {
    useShownSide.setState({ side })
    return () => useShownSide.setState({ side: null })
  }, [side])
  return (
    <section aria-label="Delivery" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex shrink-0 flex-col gap-2 border-b border-line px-4 py-2.5">
        <div className="flex items-center gap-2">
          <OutcomeLabel
            outcome={outcome}
            {...(response?.statusText ? { text: visibleText(headerText(response.statusText)) } : {})}
          />
          <code
            className="min-w-0 flex-1 truncate font-mono text-small"
            title={visibleText(`${delivery.method} ${delivery.url}`)}
          >
            {delivery.method} <CapturedText text={delivery.url} />
          </code>
          {isMarked && <Badge tone="accent">marked</Badge>}
          {action}
          <CompareMenu side={side} />
        </div>
        <TimingsBar timings={outcome.timings} />
      </header>
      {outcome.kind === 'failed' && <Banner tone="bad">{visibleText(outcome.message)}</Banner>}
      {outcome.kind === 'answered' && outcome.bodyTruncated && (
        <Banner tone="warn">The response was longer: its first {formatBytes(LIMITS.responseBytes)} are kept.</Banner>
      )}
      {response !== null && response.status >= 300 && response.status < 400 && (
        <Banner>A redirect is an answer: it was not followed.</Banner>
      )}
      <div className="flex shrink-0 items-center overflow-x-auto border-b border-line px-4 py-1.5 [scrollbar-width:none]">
        <SegmentedControl<Part>
          label="Part of the delivery"
          value={chosen}
          options={[
            ...(response === null
              ? []
              : ([
                  { value: 'response-body', label: 'Response' },
                  { value: 'response-headers', label: `Headers ${response.headers.length}` },
                ] as const)),
            { value: 'sent-body', label: 'Sent body' },
            { value: 'sent-headers', label: `Sent headers ${delivery.requestHeaders.length}` },
            { value: 'changes', label: `Changes ${delivery.changes.length}` },
          ]}
          onChange={setChosen}
        />
      </div>
      <DeliveryPart delivery={delivery} part={chosen} />
    </section>
  )
}

/** The half of a delivery that is compared while a part of it is in view. */
function sideOf({ id, response }: DeliveryDetail, part: Part): SideRef {
  const isSent = response === null || part === 'sent-body' || part === 'sent-headers' || part === 'changes'
  return { kind: isSent ? 'sent' : 'response', deliveryId: id }
}

function DeliveryPart({ delivery, part }: { readonly delivery: DeliveryDetail; readonly part: Part }) {
  const { id, response, outcome, startedAt } = delivery
  const sent = { unixMs: startedAt, what: 'sent' } as const
  const answered = { unixMs: startedAt + Math.round(outcome.timings.total), what: 'answered' } as const
  switch (part) {
    case 'response-body':
      if (response === null || outcome.kind !== 'answered') return <EmptyState title="No response" />
      return (
        <BodyViewer
          path={`/deliveries/${id}/response-body`}
          decodedPath={`/deliveries/${id}/decoded-response-body`}
          headers={response.headers}
          size={outcome.bodySize}
          name={`response-${id.slice(0, 8)}`}
          emptyTitle="The response has no body"
          beside={answered}
        />
      )
    case 'response-headers':
      return <HeadersView headers={response?.headers ?? []} trailers={response?.trailers ?? []} beside={answered} />
    case 'sent-body':
      return (
        <BodyViewer
          path={`/deliveries/${id}/request-body`}
          decodedPath={`/deliveries/${id}/decoded-request-body`}
          headers={delivery.requestHeaders}
          size={delivery.requestBodySize}
          name={`request-${id.slice(0, 8)}`}
          emptyTitle="No body was sent"
          beside={sent}
        />
      )
    case 'sent-headers':
      return <HeadersView headers={delivery.requestHeaders} trailers={[]} beside={sent} />
    case 'changes':
      return <ChangesList changes={delivery.changes} />
  }
}
