import type { Handlers } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ChangeFeed } from '../captures/change-feed.ts'
import { newIdBytes } from '../new-id.ts'
import type { Intake } from '../receiver/intake.ts'
import type { ImportService } from '../share/import-service.ts'
import type { ReceivedCapture } from '../store/received-capture.ts'
import { idText } from '../store/rows.ts'
import type { Store } from '../store/store.ts'

interface ImportHandlerParts {
  readonly store: Store
  readonly feed: ChangeFeed
  readonly intake: Intake
  readUpload(uploadId: string): Promise<Uint8Array | null>
  readonly imports: ImportService
}

export function importHandlers({
  store,
  feed,
  intake,
  readUpload,
  imports,
}: ImportHandlerParts): Pick<Handlers, Extract<keyof Handlers, `import.${string}`>> {
  return {
    'import.request': async ({ method, target, httpVersion, headers, uploadId, note }) => {
      const body = uploadId === null ? new Uint8Array() : await readUpload(uploadId)
      if (body === null) throw new AppError('not-found', 'The uploaded body is no longer here. Import it again.')
      const flat = headers.flat()
      const bytes = Buffer.from(body)
      const receivedAt = Date.now()
      const id = newIdBytes(receivedAt)
      await keep(intake, {
        id,
        receivedAt,
        endpoint: intake.route(target).slug,
        method,
        target,
        state: 'complete',
        httpVersion,
        remoteAddress: null,
        remotePort: null,
        bodyUs: null,
        reason: null,
        headersJson: JSON.stringify(flat),
        trailersJson: null,
        via: null,
        // An endpoint forwards what providers send to it, and nobody sent this.
        refused: true,
        body: [bytes],
        bodySize: bytes.length,
      })
      feed.touch(await store.queue.write(() => store.marks.setNote(idText(id), note)))
      return { id: idText(id) }
    },
    'import.check': (request) => imports.check(request),
    'import.write': ({ id, anyway }) => imports.write(id, anyway),
    'import.cancel': ({ id }) => ({ cancelled: imports.cancel(id) }),
    'import.undo': ({ id }) => imports.undo(id),
    'import.job': () => ({ job: imports.job }),
  }
}

function keep(intake: Intake, capture: ReceivedCapture): Promise<void> {
  return new Promise((resolve, reject) => {
    intake.keep(capture, (error, kept) => {
      if (error !== null) return reject(error)
      kept?.unanswered('Imported, so nobody waited for an answer.')
      resolve()
    })
  })
}
