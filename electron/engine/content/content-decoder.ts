import { AnsweringThread } from '../threads/answering-thread.ts'
import { threadMemory } from '../threads/thread-memory.ts'
import type { DecodedBody } from './decode-body.ts'
import type { DecodeCalls } from './decode-worker.ts'

const IDLE_MS = 30_000

/** Decodes bodies in a thread that is started when it is needed, bounded in memory, and ended when it is not. */
export class ContentDecoder {
  private readonly thread: AnsweringThread<DecodeCalls>

  constructor(idleMs = IDLE_MS) {
    this.thread = new AnsweringThread({
      name: 'The decoding thread',
      source: new URL('./decode-worker.ts', import.meta.url),
      memory: threadMemory(256),
      idleMs,
    })
  }

  decode(bytes: Uint8Array, encoding: string): Promise<DecodedBody> {
    return this.thread.ask('decode', bytes, encoding)
  }

  /** Whoever still waits is told: nobody waits for a bomb to be undone. */
  close(): Promise<void> {
    return this.thread.terminate()
  }
}
