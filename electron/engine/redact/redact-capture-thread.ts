import { AppError } from '../../../shared/contract/errors.ts'
import { AnsweringThread } from '../threads/answering-thread.ts'
import type { RedactionOrder } from './new-redaction.ts'
import type { RedactedCapture } from './redact-capture.ts'
import type { RedactCalls } from './redact-capture-worker.ts'

export interface RedactWork {
  readonly id: string
  readonly order: RedactionOrder
  readonly maxBody: number
}

/** A hostile body of 32 MiB takes 20 s. */
const MOST_MS = 60_000
/** Each may take a gigabyte; a screen that asks again and again must not add them up. */
const AT_ONCE = 2

/**
 * Redacts captures, each in a thread of its own: a body of megabytes takes a second, in which others are received. It ends
 * with the answer, and the secrets that it was told of with it; or when it has taken too long.
 */
export class CaptureRedactor {
  private readonly dataFolder: string
  private readonly mostMs: number
  private running = 0
  private readonly waiting: Array<() => void> = []

  constructor(dataFolder: string, mostMs = MOST_MS) {
    this.dataFolder = dataFolder
    this.mostMs = mostMs
  }

  async redact(work: RedactWork): Promise<RedactedCapture> {
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve))
    else this.running++
    try {
      return await this.inThread(work)
    } finally {
      const next = this.waiting.shift()
      if (next === undefined) this.running--
      else next()
    }
  }

  private async inThread({ id, order, maxBody }: RedactWork): Promise<RedactedCapture> {
    const thread = new AnsweringThread<RedactCalls>({
      name: 'The thread that redacts',
      source: new URL('./redact-capture-worker.ts', import.meta.url),
      data: { dataFolder: this.dataFolder },
      // A body is text then, in several forms at once.
      memory: { maxOldGenerationSizeMb: 2048 },
    })
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(tooMuch(`took more than ${this.mostMs / 1000} s`)), this.mostMs)
    try {
      return await Promise.race([thread.ask('redact', id, order, maxBody), late.promise])
    } catch (error) {
      const { code } = error as { readonly code?: unknown }
      throw code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('took more memory than there is for it') : error
    } finally {
      clearTimeout(timer)
      await thread.terminate()
    }
  }
}

function tooMuch(what: string): AppError {
  return new AppError('unavailable', `Redacting this capture ${what}. Leave it out of what you share.`)
}
