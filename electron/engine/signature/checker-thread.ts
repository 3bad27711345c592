import { AnsweringThread } from '../threads/answering-thread.ts'
import { threadMemory } from '../threads/thread-memory.ts'
import type { CheckerCalls } from './checker-worker.ts'
import type { SigningSetups } from './signing-setup.ts'

type CheckerQuestion = Exclude<keyof CheckerCalls, 'setups'>

/** The thread that checks signatures, and knows how each endpoint's senders sign. */
export class CheckerThread {
  private readonly thread: AnsweringThread<CheckerCalls>
  private readonly setups: () => SigningSetups
  private setupsSent = false

  /** `setups` is asked again after `setupsChanged`. */
  constructor(dataFolder: string, setups: () => SigningSetups) {
    this.setups = setups
    this.thread = new AnsweringThread({
      name: 'The thread that checks signatures',
      source: new URL('./checker-worker.ts', import.meta.url),
      data: { dataFolder },
      memory: threadMemory(512),
      gone: () => this.setupsChanged(),
    })
  }

  setupsChanged(): void {
    this.setupsSent = false
  }

  ask<Name extends CheckerQuestion>(
    name: Name,
    ...args: Parameters<CheckerCalls[Name]>
  ): Promise<Awaited<ReturnType<CheckerCalls[Name]>>> {
    if (!this.setupsSent) {
      this.setupsSent = true
      this.thread.ask('setups', this.setups()).catch(() => {
        // The thread died, and tells so whoever asked something.
        this.setupsSent = false
      })
    }
    return this.thread.ask(name, ...args)
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}
