import { AnsweringThread } from '../threads/answering-thread.ts'
import type { RedactionOrder } from './new-redaction.ts'
import type { RedactedCapture } from './redact-capture.ts'
import type { RedactCalls } from './redact-capture-worker.ts'

export interface RedactWork {
  readonly dataFolder: string
  readonly id: string
  readonly order: RedactionOrder
  readonly maxBody: number
}

/**
 * Redacts a capture in a thread of its own: a body of megabytes takes a second, in which others are received. It ends with the
 * answer, and the secrets that it was told of with it.
 */
export async function redactInThread({ dataFolder, id, order, maxBody }: RedactWork): Promise<RedactedCapture> {
  const thread = new AnsweringThread<RedactCalls>({
    name: 'The thread that redacts',
    source: new URL('./redact-capture-worker.ts', import.meta.url),
    data: { dataFolder },
    // A body is text then, in several forms at once.
    memory: { maxOldGenerationSizeMb: 2048 },
  })
  try {
    return await thread.ask('redact', id, order, maxBody)
  } finally {
    await thread.close()
  }
}
