import { newIdBytes } from '../electron/engine/new-id.ts'
import type { Store } from '../electron/engine/store/store.ts'

const AT_ONCE = 256

/** What is kept of a request, as far as a benchmark cares. */
export interface FilledCapture {
  readonly endpoint: string
  readonly target: string
  readonly headers: ReadonlyArray<string>
  readonly body: Buffer
}

/** Puts so many captures into a store as the receiver would, each answered 200. */
export function fillStore(store: Store, count: number, next: () => FilledCapture): Promise<void> {
  let sent = 0
  let kept = 0
  return new Promise((resolve, reject) => {
    const keepNext = (): void => {
      if (sent === count) return
      const now = Date.now()
      sent++
      const { endpoint, target, headers, body } = next()
      store.captures.keep(
        {
          id: newIdBytes(now),
          receivedAt: now,
          endpoint,
          method: 'POST',
          target,
          state: 'complete',
          httpVersion: '1.1',
          remoteAddress: '127.0.0.1',
          remotePort: 50_000,
          bodyUs: 100,
          reason: null,
          refused: false,
          headersJson: JSON.stringify(headers),
          trailersJson: null,
          via: null,
          body: [body],
          bodySize: body.length,
        },
        (error, seq) => {
          if (error !== null) return reject(error)
          store.captures.noteAnswer(seq, { kind: 'answered', version: 1, status: 200, afterUs: 500 }, () => {})
          if (++kept === count) resolve()
          else keepNext()
        },
      )
    }
    for (let index = 0; index < AT_ONCE; index++) keepNext()
  })
}
