import type { AppError } from '../../../shared/contract/errors.ts'
import type { TunnelFact } from '../../../shared/tunnel/tunnel-state.ts'
import type { OpenTunnel } from './tunnel.ts'

export interface TunnelLife {
  readonly tunnel: OpenTunnel
  /** Closes the tunnel and says why, unless it is closed already. */
  lose(reason: AppError): void
}

/** Keeps what `OpenTunnel` promises: lost at most once, never after closing, and closed only once. */
export function openTunnel(granted: {
  readonly url: string
  readonly wantedUrl: string | null
  readonly facts: ReadonlyArray<TunnelFact>
  /** Never rejects. */
  readonly end: () => Promise<void>
}): TunnelLife {
  const { end, ...shown } = granted
  let closed: Promise<void> | null = null
  let listener: ((reason: AppError) => void) | null = null
  let lostBeforeHeard: AppError | null = null
  const close = (): Promise<void> => {
    closed ??= end()
    return closed
  }
  return {
    tunnel: {
      ...shown,
      onLost(next) {
        listener = next
        const reason = lostBeforeHeard
        lostBeforeHeard = null
        if (reason !== null) next(reason)
      },
      close() {
        lostBeforeHeard = null
        return close()
      },
    },
    lose(reason) {
      if (closed !== null) return
      void close()
      if (listener === null) lostBeforeHeard = reason
      else listener(reason)
    },
  }
}
