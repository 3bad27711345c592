import type { Handlers } from '../../../shared/contract/contract.ts'
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import type { EngineParts } from '../compose/engine-parts.ts'
import { tunnelKinds } from '../tunnel/tunnel-kinds.ts'
import { captureHandlers } from './capture-handlers.ts'
import { compareHandlers } from './compare-handlers.ts'
import { deliveryHandlers } from './delivery-handlers.ts'
import { endpointHandlers } from './endpoint-handlers.ts'
import { engineHandlers } from './engine-handlers.ts'
import { exportHandlers } from './export-handlers.ts'
import { importHandlers } from './import-handlers.ts'
import { redactionHandlers } from './redaction-handlers.ts'
import { searchHandlers } from './search-handlers.ts'
import { signatureHandlers } from './signature-handlers.ts'
import { storageHandlers } from './storage-handlers.ts'
import { tunnelHandlers } from './tunnel-handlers.ts'
import { typesHandlers } from './types-handlers.ts'

export interface HandlerHooks {
  state(): EngineState
  /** The engine is ending. */
  closing(): boolean
  /** Puts another database in the place of this engine's, and another engine. */
  restore(backup: string): Promise<{ setAside: string }>
}

/** What answers every call of the contract, a file for each topic. */
export function allHandlers(parts: EngineParts, { state, closing, restore }: HandlerHooks): Handlers {
  const { foundation, receiver, publicUrl, lookingThrough, sending, keeping, intake } = parts
  const { dataFolder, store, settings, endpoints, uploads, hub, tell, feed, notices, ongoing, log } = foundation
  const { signing, shapes } = lookingThrough
  return {
    ...captureHandlers(
      store,
      feed,
      {
        counted: tell.endpoints,
        clearing: (clearing) => {
          ongoing.show({ clearing })
          if (clearing === null) shapes.relearnAll()
        },
        closing,
      },
      log,
    ),
    ...endpointHandlers(endpoints, {
      receiverUrl: () => receiver.state.urls[0] ?? null,
      checkForwardUrl: (url) => sending.forward.check(url),
      publicUrlChanged: (slug) => signing.recheck(slug),
    }),
    ...signatureHandlers({ signing, endpoint: (slug) => endpoints.get(slug), endpointChanged: tell.endpoints }),
    ...exportHandlers(keeping.exports),
    ...redactionHandlers(dataFolder, keeping.redaction),
    ...importHandlers({
      store,
      feed,
      intake,
      readUpload: (uploadId) => uploads.read(uploadId),
      imports: keeping.imports,
    }),
    ...searchHandlers(store, (filters) => hub.publish({ event: 'filters.changed', filters })),
    ...compareHandlers(store, (rules) => hub.publish({ event: 'ignoreRules.changed', rules })),
    ...deliveryHandlers(store, sending.replay, tell.targets),
    ...storageHandlers(keeping.storage, restore),
    ...engineHandlers({ store, settings, notices, log, state }),
    ...typesHandlers(shapes),
    ...tunnelHandlers({
      tunnel: publicUrl.tunnel,
      kinds: tunnelKinds,
      secrets: publicUrl.tunnelSecrets,
      fidelity: publicUrl.fidelity,
      settings: () => settings.get().tunnel,
      open: publicUrl.open,
    }),
  }
}
