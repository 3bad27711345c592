import { Worker } from 'node:worker_threads'
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

/** Decodes bodies in a thread that is started when it is needed, bounded in memory, and ended when it is not. */
export class ContentDecoder {
  private worker: Worker | null = null
  private readonly waiting = new Map<number, (answer: DecodedBody | Error) => void>()
  private nextId = 1
  private idle: NodeJS.Timeout | null = null

  decode(bytes: Uint8Array, encoding: string): Promise<DecodedBody> {
    if (this.idle !== null) clearTimeout(this.idle)
    this.worker ??= this.start()
    const id = this.nextId++
    const worker = this.worker
    return new Promise((resolve, reject) => {
      this.waiting.set(id, (answer) => (answer instanceof Error ? reject(answer) : resolve(answer)))
      worker.postMessage({ id, bytes, encoding } satisfies DecodeQuestion)
    })
  }

  async close(): Promise<void> {
    if (this.idle !== null) clearTimeout(this.idle)
    await this.worker?.terminate()
  }

  private start(): Worker {
    const worker = new Worker(workerUrl(new URL('./decode-worker.ts', import.meta.url)), {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    worker.on('message', (answer: DecodeAnswer) => {
      this.waiting.get(answer.id)?.(answer)
      this.waiting.delete(answer.id)
      if (this.waiting.size === 0) this.endWhenIdle()
    })
    const gone = (error: Error) => {
      if (this.worker === worker) this.worker = null
      for (const settle of this.waiting.values()) settle(error)
      this.waiting.clear()
    }
    worker.on('error', gone)
    worker.on('exit', () => gone(new Error('The decoding thread ended')))
    return worker
  }

  private endWhenIdle(): void {
    this.idle = setTimeout(() => void this.worker?.terminate(), IDLE_MS)
    this.idle.unref()
  }
}
