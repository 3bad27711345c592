import { RotateCw, Send } from 'lucide-react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import type { DeliverySummary } from '../../../shared/delivery/delivery.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { sendReplay } from '../replay/replay-actions.ts'
import { keepTarget, useReplay } from '../replay/replay-store.ts'
import { RunningRow } from '../replay/running-row.tsx'
import { useTarget } from '../replay/use-target.ts'
import { DeliveryRow } from './delivery-row.tsx'
import { DeliveryView } from './delivery-view.tsx'
import { useDeliveries } from './use-deliveries.ts'

/** As many as the engine lists. */
const LISTED = 200

/** Every attempt made from a capture, and one of them whole. */
export function DeliveriesTab({ capture }: { readonly capture: CaptureDetail }) {
  const { data, error, refetch } = useDeliveries(capture.id)
  if (error !== null)
    return <ErrorState title="The deliveries could not be read" error={error} retry={() => void refetch()} />
  if (data === undefined) return <Spinner />
  return <Attempts capture={capture} deliveries={data} />
}

function Attempts({
  capture,
  deliveries,
}: {
  readonly capture: CaptureDetail
  readonly deliveries: readonly DeliverySummary[]
}) {
  const wanted = useReplay((state) => state.openDelivery)
  const running = useReplay((state) => state.running).filter((one) => one.captureId === capture.id)
  const { url: target } = useTarget()
  // The engine remembers where it sends to, which must not become where `r` sends the next capture.
  const again = (url: string) => {
    keepTarget(target)
    void sendReplay({ captureId: capture.id, url })
  }
  const shown = deliveries.find((one) => one.id === wanted) ?? deliveries[0]

  if (deliveries.length === 0 && running.length === 0) {
    return (
      <EmptyState icon={<Send />} title="Not sent anywhere yet">
        Replay it to a target below, or let the endpoint forward what it receives.
      </EmptyState>
    )
  }
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <ul
        aria-label="Attempts"
        className="@container/attempts max-h-[30%] shrink-0 overflow-y-auto border-b border-line py-1"
      >
        {running.map((one) => (
          <li key={one.id}>
            <RunningRow running={one} />
          </li>
        ))}
        {deliveries.map((delivery) => (
          <li key={delivery.id}>
            <DeliveryRow
              delivery={delivery}
              withTarget
              selected={delivery === shown}
              onOpen={() => useReplay.setState({ openDelivery: delivery.id })}
            />
          </li>
        ))}
        {capture.deliveries > deliveries.length && deliveries.length >= LISTED && (
          <li className="px-4 py-1 text-small text-dim">
            The newest {formatCount(deliveries.length)} of {formatCount(capture.deliveries)}.
          </li>
        )}
      </ul>
      {shown !== undefined && (
        <DeliveryView
          id={shown.id}
          action={
            <Button
              look="quiet"
              icon={<RotateCw />}
              disabled={capture.method === null}
              title={visibleText(`Sends the capture${shown.edited ? ', without the edits,' : ''} to ${shown.url}`)}
              onClick={() => again(shown.url)}
            >
              Replay again
            </Button>
          }
        />
      )}
    </div>
  )
}
