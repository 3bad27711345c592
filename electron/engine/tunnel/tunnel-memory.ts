import { z } from 'zod'
import { urlChange } from '../../../shared/tunnel/tunnel-state.ts'
import type { Log } from '../log/log.ts'

const tunnelMemory = z.object({
  /** Opened, and not closed by the user. */
  wasOpen: z.boolean(),
  /** The URL that was had last, and with which kind and settings. */
  last: z.object({ settings: z.string(), url: z.string() }).nullable(),
  /** Not acknowledged yet. */
  urlChanged: urlChange.nullable(),
})

/** What of a tunnel outlives the engine. */
export type TunnelMemoryContent = z.infer<typeof tunnelMemory>

export interface TunnelMemory {
  get(): TunnelMemoryContent
  set(changes: Partial<TunnelMemoryContent>): void
}

const NOTHING: TunnelMemoryContent = { wasOpen: false, last: null, urlChanged: null }

/** `keep` is given the text that the next start hands in as `kept`. */
export function openTunnelMemory(kept: string | null, keep: (text: string) => void, log: Log): TunnelMemory {
  let content = read(kept, log)
  return {
    get: () => content,
    set(changes) {
      content = { ...content, ...changes }
      keep(JSON.stringify(content))
    },
  }
}

function read(kept: string | null, log: Log): TunnelMemoryContent {
  if (kept === null) return NOTHING
  try {
    return tunnelMemory.parse(JSON.parse(kept))
  } catch (error) {
    log.warn('What is known of the last tunnel could not be read', { error: String(error) })
    return NOTHING
  }
}
