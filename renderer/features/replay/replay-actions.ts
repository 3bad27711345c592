import { AppError } from '../../../shared/contract/errors.ts'
import type { DeliveryDetail } from '../../../shared/delivery/delivery.ts'
import type { ReplayRequest } from '../../../shared/delivery/replay-request.ts'
import { call } from '../../host.ts'
import { showError } from '../../ui/toast.tsx'
import { rememberDelivery } from '../deliveries/use-deliveries.ts'
import { useReplay } from './replay-store.ts'

/** Sends, and shows it as running until it ends. Null: it could not even be tried, which was said. */
export async function sendReplay(request: Omit<ReplayRequest, 'deliveryId'>): Promise<DeliveryDetail | null> {
  const running = { id: crypto.randomUUID(), captureId: request.captureId, url: request.url, startedAt: Date.now() }
  useReplay.setState((state) => ({ running: [running, ...state.running] }))
  try {
    const delivery = await call('replay.send', { ...request, deliveryId: running.id })
    rememberDelivery(delivery)
    useReplay.setState({ openDelivery: delivery.id })
    return delivery
  } catch (error) {
    showError(error)
    return null
  } finally {
    useReplay.setState((state) => ({ running: state.running.filter((one) => one.id !== running.id) }))
  }
}

export async function cancelReplay(id: string): Promise<void> {
  try {
    await call('replay.cancel', { id })
  } catch (error) {
    // It may have ended in the meantime; then there is nothing to cancel.
    if (!(error instanceof AppError) || error.kind !== 'not-found') showError(error)
  }
}
