import type { Handlers } from '../../../shared/contract/contract.ts'
import { parseTarget } from '../../../shared/delivery/resolve-target.ts'
import type { ReplayService } from '../replay/replay-service.ts'
import type { Store } from '../store/store.ts'
import { readHandlers } from './read-handlers.ts'

type DeliveryChannel = Extract<keyof Handlers, `deliveries.${string}` | `replay.${string}` | `targets.${string}`>

export function deliveryHandlers(
  store: Store,
  replay: ReplayService,
  targetsChanged: () => void,
): Pick<Handlers, DeliveryChannel> {
  const reading = readHandlers((query, ...args) => store.reader.ask(query, ...args))
  return {
    'deliveries.list': reading['deliveries.list'],
    'deliveries.get': reading['deliveries.get'],
    'replay.send': (input) => replay.send(input),
    'replay.startRun': (input) => replay.startRun(input),
    'replay.cancel': ({ id }) => replay.cancel(id),
    'replay.runs': () => replay.runs(),
    'targets.list': () => store.targets.all(),
    'targets.save': async (target) => {
      parseTarget(target.url)
      await store.queue.write(() => store.targets.save(target))
      targetsChanged()
      return store.targets.find(target.url) ?? { ...target, lastUsedAt: null }
    },
    'targets.delete': async ({ url }) => {
      await store.queue.write(() => store.targets.delete(url))
      targetsChanged()
      return {}
    },
  }
}
