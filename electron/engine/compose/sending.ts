import { publicUrlsOf } from '../../../shared/endpoint/endpoint-public-url.ts'
import { KeptDeliveries } from '../deliveries/kept-deliveries.ts'
import { ForwardService } from '../forward/forward-service.ts'
import { reachesReceiver } from '../forward/own-receiver.ts'
import { newId } from '../new-id.ts'
import type { RunningReceiver } from '../receiver/running-receiver.ts'
import { ByteBudget } from '../replay/byte-budget.ts'
import { ReplayService } from '../replay/replay-service.ts'
import type { SigningService } from '../signature/signing-service.ts'
import type { Foundation } from './foundation.ts'
import type { PublicUrl } from './public-url.ts'

/** Bodies that are being sent, or received as responses, share this: half by themselves, half in runs of replays. */
const SENDING_BYTES = 256 * 1024 * 1024

export interface Sending {
  readonly deliveries: KeptDeliveries
  readonly replay: ReplayService
  readonly forward: ForwardService
}

export interface SendingNeeds {
  readonly receiver: RunningReceiver
  readonly publicUrl: PublicUrl
  readonly signing: SigningService
}

/** What sends: replays when the user says so, forwards by the user's rules. */
export function composeSending(
  { dataFolder, store, endpoints, uploads, hub, tell, feed, log }: Foundation,
  { receiver, publicUrl, signing }: SendingNeeds,
): Sending {
  const { tunnel } = publicUrl
  const deliveries = new KeptDeliveries(store, feed, (added) => {
    hub.publish({ event: 'deliveries.added', deliveries: added })
    if (added.some(({ outcome }) => outcome.kind === 'failed')) tunnel.deliveryFailed()
  })
  const budget = new ByteBudget(SENDING_BYTES / 2)
  const targetSettings = async (url: string) => ({ allowSelfSigned: store.targets.find(url)?.allowSelfSigned ?? false })
  const replay = new ReplayService({
    store: deliveries,
    log,
    budget,
    dataFolder,
    runBytes: SENDING_BYTES / 2,
    readUpload: (uploadId) => uploads.read(uploadId),
    publicUrls: () => publicUrlsOf(endpoints.all(), tunnel.state),
    targetSettings,
    onUsed: (url) => {
      store.queue
        .write(() => store.targets.used(url, Date.now()))
        .then(tell.targets, (error: unknown) => log.warn('A target could not be remembered', { error: String(error) }))
    },
    signing: (chosen) => signing.orderFor(chosen),
    onRun: (run) => hub.publish({ event: 'replay.run', run }),
  })
  const forward = new ForwardService({
    store: deliveries,
    log,
    budget,
    targetSettings,
    isOwnReceiver: (target) => {
      const url = publicUrl.url()
      return reachesReceiver(target, {
        ports: receiver.ports,
        publicHosts: url === null ? [] : [new URL(url).hostname],
      })
    },
    newId,
    now: Date.now,
    onState: tell.state,
  })
  return { deliveries, replay, forward }
}
