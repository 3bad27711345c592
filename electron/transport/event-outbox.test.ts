import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CaptureSummary } from '../../shared/capture/capture.ts'
import { sampleSummary } from '../../shared/capture/testing/sample-capture.ts'
import type { EngineEventOf } from '../../shared/contract/events.ts'
import { createEventOutbox } from './event-outbox.ts'

type Changes = EngineEventOf<'captures.changed'>

test('hands events out one by one, in the order in which their kinds began to wait', () => {
  const outbox = createEventOutbox()
  outbox.add({ event: 'targets.changed' })
  outbox.add({ event: 'endpoints.changed', endpoints: [] })
  outbox.add({ event: 'targets.changed' })
  expect(outbox.take()).toEqual({ event: 'targets.changed' })
  expect(outbox.take()).toEqual({ event: 'endpoints.changed', endpoints: [] })
  expect(outbox.take()).toBeUndefined()
})

test('lets changes that wait grow together', () => {
  const outbox = createEventOutbox()
  outbox.add(changes(1, 2, [row('a', 2), row('b', 2)]))
  outbox.add(changes(2, 3, [row('a', 3)], ['b']))
  expect(outbox.take()).toEqual(changes(1, 3, [row('a', 3)], ['b']))
})

test('keeps a gap visible', () => {
  const outbox = createEventOutbox()
  outbox.add(changes(1, 2, [row('a', 2)]))
  outbox.add(changes(5, 6, [row('b', 6)]))
  expect(outbox.take()).toEqual({ ...changes(1, 6), overflow: true })
})

test('keeps only the counters of more changes than an event carries', () => {
  const outbox = createEventOutbox()
  for (let at = 0; at < 10_000; at++) outbox.add(changes(at, at + 1, [row(`c${at}`, at + 1)]))
  expect(outbox.take()).toEqual({ ...changes(0, 10_000), overflow: true })
  expect(outbox.take()).toBeUndefined()
})

test('a reader of any speed ends with the same captures, or knows that it must ask', () => {
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), gone: fc.boolean(), read: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const outbox = createEventOutbox()
      const truth = new Map<string, number>()
      const seen = new Map<string, number>()
      const read = (): void => {
        for (let event = outbox.take(); event; event = outbox.take()) {
          if (event.event !== 'captures.changed') continue
          expect(event.overflow).toBe(false)
          for (const id of event.deletedIds) seen.delete(id)
          for (const capture of event.captures) seen.set(capture.id, capture.change)
        }
      }
      steps.forEach(({ id, gone, read: reads }, at) => {
        if (gone) truth.delete(id)
        else truth.set(id, at + 1)
        outbox.add(gone ? changes(at, at + 1, [], [id]) : changes(at, at + 1, [row(id, at + 1)]))
        if (reads) read()
      })
      read()
      expect([...seen].sort()).toEqual([...truth].sort())
    }),
  )
})

function changes(from: number, to: number, captures: CaptureSummary[] = [], deletedIds: string[] = []): Changes {
  return { event: 'captures.changed', from, to, captures, deletedIds, overflow: false }
}

function row(id: string, change: number): CaptureSummary {
  return sampleSummary({ id, change })
}
