import type { EngineEvent, EngineEventOf } from '../../shared/contract/events.ts'

/** Captures that one waiting event may carry; a reader that lags further is told `overflow` and asks for the rest. */
const MOST_CAPTURES = 500
/** Deliveries that may wait; of those before them, the captures' own rows tell (their `deliveries` count changed). */
const MOST_DELIVERIES = 500
const MOST_RUNS = 100

/**
 * Events that wait for one reader. A slow one costs bounded memory and loses nothing it cannot make good: states
 * replace each other, and changes of captures grow together until only the counters are kept.
 */
export interface EventOutbox {
  add(event: EngineEvent): void
  /** The next event to send; undefined when none waits. */
  take(): EngineEvent | undefined
}

export function createEventOutbox(): EventOutbox {
  const waiting = new Map<string, EngineEvent>()
  return {
    add(event) {
      const key = keyOf(event)
      const before = waiting.get(key)
      waiting.set(key, before ? merge(before, event) : event)
      const runs = [...waiting.keys()].filter((name) => name.startsWith('replay.run:'))
      if (runs.length > MOST_RUNS) waiting.delete(runs[0] as string)
    },
    take() {
      for (const [key, event] of waiting) {
        waiting.delete(key)
        return event
      }
      return undefined
    },
  }
}

function keyOf(event: EngineEvent): string {
  return event.event === 'replay.run' ? `replay.run:${event.run.id}` : event.event
}

function merge(before: EngineEvent, event: EngineEvent): EngineEvent {
  if (before.event === 'captures.changed' && event.event === 'captures.changed') return mergeChanges(before, event)
  if (before.event === 'deliveries.added' && event.event === 'deliveries.added') {
    return { ...event, deliveries: [...before.deliveries, ...event.deliveries].slice(-MOST_DELIVERIES) }
  }
  return event
}

type Changes = EngineEventOf<'captures.changed'>

function mergeChanges(before: Changes, after: Changes): Changes {
  const span = { event: 'captures.changed', from: before.from, to: after.to } as const
  // A gap between the two must stay visible: the counters alone send the reader to `captures.changes`.
  if (before.overflow || after.overflow || before.to !== after.from) return overflowed(span)
  const captures = new Map(before.captures.map((capture) => [capture.id, capture]))
  const deletedIds = new Set(before.deletedIds)
  for (const id of after.deletedIds) {
    captures.delete(id)
    deletedIds.add(id)
  }
  for (const capture of after.captures) {
    deletedIds.delete(capture.id)
    captures.set(capture.id, capture)
  }
  if (captures.size + deletedIds.size > MOST_CAPTURES) return overflowed(span)
  return { ...span, captures: [...captures.values()], deletedIds: [...deletedIds], overflow: false }
}

function overflowed(span: Pick<Changes, 'event' | 'from' | 'to'>): Changes {
  return { ...span, captures: [], deletedIds: [], overflow: true }
}
