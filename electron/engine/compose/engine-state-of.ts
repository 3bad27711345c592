import packageJson from '../../../package.json' with { type: 'json' }
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import type { EngineParts } from './engine-parts.ts'

export function engineStateOf(
  { foundation, receiver, publicUrl, lookingThrough, sending }: EngineParts,
  startedAt: number,
): EngineState {
  const { dataFolder, store, notices, ongoing } = foundation
  const { tunnel } = publicUrl
  return {
    version: packageJson.version,
    startedAt,
    dataFolder,
    receiver: receiver.state,
    store: store.state,
    tunnel: tunnel.state,
    urlChanged: tunnel.urlChanged,
    forwardQueue: sending.forward.state,
    notices: notices.all(),
    checking: lookingThrough.signing.progress,
    searchIndex: lookingThrough.searchIndex.state,
    ...ongoing.shown,
  }
}
