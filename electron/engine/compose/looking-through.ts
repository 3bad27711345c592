import { SearchIndex } from '../search/search-index.ts'
import { ShapeService } from '../shapes/shape-service.ts'
import type { TrustedConnection } from '../signature/get-trusted-text.ts'
import { SigningService } from '../signature/signing-service.ts'
import type { Foundation } from './foundation.ts'

export interface LookingThrough {
  readonly signing: SigningService
  readonly shapes: ShapeService
  readonly searchIndex: SearchIndex
  /** Up to this capture there is something to look through. Costs next to nothing. */
  arrived(seq: number): void
  start(): void
}

export interface LookingThroughNeeds {
  tunnelUrl(): string | null
  /** For tests: another way to the hosts of keys and of Amazon's confirmations. */
  readonly trustedConnection: TrustedConnection | undefined
}

/** What looks through captures behind the receiver, each in a thread: signatures and events, then types; and the search index. */
export function composeLookingThrough(
  { dataFolder, store, secretBox, signings, endpoints, uploads, hub, tell, feed, log }: Foundation,
  { tunnelUrl, trustedConnection }: LookingThroughNeeds,
): LookingThrough {
  const signing = new SigningService({
    store,
    dataFolder,
    secretBox,
    directory: signings,
    endpoints: () => endpoints.all(),
    tunnelUrl,
    readRequest: (captureId) => store.reader.ask('request', captureId),
    readUpload: (uploadId) => uploads.read(uploadId),
    log,
    captureChanged: (seqs) => feed.touch(seqs),
    secretsChanged: (endpoint) => hub.publish({ event: 'secrets.changed', endpoint }),
    progressed: tell.state,
    passed: () => shapes.identified(),
    identifiedAgain: (endpoint) => shapes.relearn(endpoint),
    connection: trustedConnection,
  })
  const shapes = new ShapeService({
    store,
    dataFolder,
    log,
    identifiedThrough: () => signing.verdicts.passedThrough,
    changed: (seqs) => feed.touch(seqs),
    learned: tell.types,
  })
  const searchIndex = new SearchIndex({ dataFolder, newest: store.order.newest(), log, changed: tell.state })
  return {
    signing,
    shapes,
    searchIndex,
    arrived: (seq) => {
      signing.verdicts.received(seq)
      searchIndex.received(seq)
    },
    start: () => {
      signing.verdicts.start()
      searchIndex.start()
      shapes.start()
    },
  }
}
