import { Worker } from 'node:worker_threads'
import { threadMemory } from '../thread-memory.ts'
import { workerUrl } from '../worker-url.ts'
import type { DecodedBody } from './decode-body.ts'

export interface DecodeQuestion {
  readonly id: number
  readonly bytes: Uint8Array
  readonly encoding: string
}

export interface DecodeAnswer extends DecodedBody {
  readonly id: number
}

const IDLE_MS = 30_000

type Settle = (answer: DecodedBody | Error) => void

/** A thread and what was asked of it: one that ends must not take the questions of its successor with it. */
interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Settle>
}

/** Decodes bodies in a thread that is started when it is needed, bounded in memory, and ended when it is not. */
export class ContentDecoder {
  private thread: Thread | null = null
  private nextId = 1
  private idle: NodeJS.Timeout | null = null
  private readonly idleMs: number

  constructor(idleMs = IDLE_MS) {
    this.idleMs = idleMs
  }

  decode(bytes: Uint8Array, encoding: string): Promise<DecodedBody> {
    if (this.idle !== null) clearTimeout(this.idle)
    this.thread ??= this.start()
    const id = this.nextId++
    const { worker, waiting } = this.thread
    return new Promise((resolve, reject) => {
      waiting.set(id, (answer) => (answer instanceof Error ? reject(answer) : resolve(answer)))
      worker.postMessage({ id, bytes, encoding } satisfies DecodeQuestion)
    })
  }

  async close(): Promise<void> {
    if (this.idle !== null) clearTimeout(this.idle)
    const thread = this.thread
    this.thread = null
    await thread?.worker.terminate()
  }

  private start(): Thread {
    const worker = new Worker(workerUrl(new URL('./decode-worker.ts', import.meta.url)), {
      resourceLimits: threadMemory(256),
    })
    const waiting = new Map<number, Settle>()
    const thread: Thread = { worker, waiting }
    worker.on('message', (answer: DecodeAnswer) => {
      waiting.get(answer.id)?.(answer)
      waiting.delete(answer.id)
      if (waiting.size === 0 && this.thread === thread) this.endWhenIdle()
    })
    const gone = (error: Error) => {
      if (this.thread === thread) this.thread = null
      for (const settle of waiting.values()) settle(error)
      waiting.clear()
    }
    worker.on('error', gone)
    worker.on('exit', () => gone(new Error('The decoding thread ended')))
    return thread
  }

  private endWhenIdle(): void {
    this.idle = setTimeout(() => {
      const thread = this.thread
      // First: whoever asks while it ends needs another.
      this.thread = null
      void thread?.worker.terminate()
    }, this.idleMs)
    this.idle.unref()
  }
}
