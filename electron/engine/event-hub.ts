import type { EngineEvent } from '../../shared/contract/events.ts'
import type { Log } from './log/log.ts'

/** Hands events to whoever listens. A listener that throws harms nobody else. */
export class EventHub {
  private readonly listeners = new Set<(event: EngineEvent) => void>()
  private readonly log: Log

  constructor(log: Log) {
    this.log = log
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  publish(event: EngineEvent): void {
    for (const listener of this.listeners) {
      try {
        listener(event)
      } catch (error) {
        this.log.error('An event listener failed', error, { event: event.event })
      }
    }
  }
}
