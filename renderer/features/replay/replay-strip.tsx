import { RotateCw } from 'lucide-react'
import { useId, useRef } from 'react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { DeliveryRow } from '../deliveries/delivery-row.tsx'
import { useDeliveries } from '../deliveries/use-deliveries.ts'
import { useFocusRequest } from '../detail/focus-request.ts'
import { SignChoice, SignDetails } from '../signature/sign-choice.tsx'
import { useSigning } from '../signature/signing-choice.ts'
import { sendReplay } from './replay-actions.ts'
import { keepTarget, useReplay } from './replay-store.ts'
import { RunningRow } from './running-row.tsx'
import { TargetField } from './target-field.tsx'
import { TargetNote } from './target-note.tsx'
import { checkTarget, useTarget } from './use-target.ts'

const SHOWN_ATTEMPTS = 3

interface ReplayStripProps {
  readonly capture: CaptureDetail
  /** Off where the attempts are in view anyway. */
  readonly withAttempts: boolean
  onOpenDelivery(id: string): void
}

/** Where to replay to, and what came of the last attempts. */
export function ReplayStrip({ capture, withAttempts, onOpenDelivery }: ReplayStripProps) {
  const { url, setUrl, targets } = useTarget()
  const { data: deliveries = [] } = useDeliveries(capture.id)
  const running = useReplay((state) => state.running).filter((one) => one.captureId === capture.id)
  const signing = useSigning(capture.endpoint)
  const field = useRef<HTMLInputElement>(null)
  const noteId = useId()
  const check = checkTarget(url, capture)
  const canSend = check.kind === 'valid' && capture.method !== null
  const send = () => {
    if (!canSend) return
    keepTarget(url)
    void sendReplay({ captureId: capture.id, url, ...signing })
  }

  useFocusRequest('target', field)

  const shownRunning = withAttempts ? running.slice(0, SHOWN_ATTEMPTS) : []
  const attempts = withAttempts ? deliveries.slice(0, SHOWN_ATTEMPTS - shownRunning.length) : []
  return (
    <section
      aria-label="Replay"
      className={classNames(
        'flex shrink-0 flex-col gap-1 border-t border-line py-2.5',
        // In a low window the attempts need the room more.
        !withAttempts && '[@media(max-height:720px)]:hidden',
      )}
    >
      <div className="flex items-center gap-2.5 px-4">
        <span aria-hidden className="text-dim">
          Target
        </span>
        <TargetField
          url={url}
          targets={targets}
          invalid={check.kind === 'invalid' && capture.method !== null}
          describedBy={noteId}
          className="min-w-0 flex-1"
          inputRef={field}
          onChange={setUrl}
          onEnter={send}
        />
        <Button icon={<RotateCw />} disabled={!canSend} onClick={send}>
          Send
        </Button>
      </div>
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 px-4">
        <SignChoice />
        <TargetNote id={noteId} check={check} capture={capture} className="flex-1 basis-52" />
      </div>
      <SignDetails capture={capture} className="px-4" />
      {shownRunning.map((one) => (
        <RunningRow key={one.id} running={one} />
      ))}
      {attempts.map((delivery) => (
        <DeliveryRow key={delivery.id} delivery={delivery} onOpen={() => onOpenDelivery(delivery.id)} />
      ))}
    </section>
  )
}
