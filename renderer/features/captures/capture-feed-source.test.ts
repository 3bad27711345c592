import { expect, test, vi } from 'vitest'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import { sampleSummary } from '../../../shared/capture/testing/sample-capture.ts'
import type { Call, CallInput, Channel } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { EngineEvent } from '../../../shared/contract/events.ts'
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import { rowFilter } from '../../../shared/search/row-filter.ts'
import { localClock } from '../../local-clock.ts'
import { CaptureFeedSource } from './capture-feed-source.ts'

/** An engine in memory: answers lists and changes, and tells of captures when asked to. */
class MemoryEngine {
  readonly captures: CaptureSummary[] = []
  readonly asked: string[] = []
  counter = 0
  resetNext = false
  away = false
  refused = 0
  #listener: (event: EngineEvent) => void = () => {}

  add(count: number, change: Partial<CaptureSummary> = {}): CaptureSummary[] {
    const added = Array.from({ length: count }, () => {
      this.counter += 1
      return summary(this.counter, change)
    })
    this.captures.push(...added)
    return added
  }

  announce(from: number, to: number, captures: CaptureSummary[], overflow = false): void {
    this.#listener({ event: 'captures.changed', from, to, captures, deletedIds: [], overflow })
  }

  /** As a start of the engine would that had another database. */
  restart(startedAt: number): void {
    this.#listener({ event: 'engine.changed', state: { startedAt } as EngineState })
  }

  subscribe = (listener: (event: EngineEvent) => void) => {
    this.#listener = listener
    return () => {}
  }

  call = (async (channel: string, input: unknown) => {
    this.asked.push(channel)
    await Promise.resolve()
    if (this.away) {
      this.refused += 1
      throw new AppError('unavailable', 'It is away')
    }
    if (channel === 'captures.list')
      return this.slice < Infinity
        ? this.#slices(input as CallInput<'captures.list'>)
        : this.#list(input as CallInput<'captures.list'>)
    if (channel === 'search.match') return this.#matching(input as CallInput<'search.match'>)
    if (channel === 'captures.changes') return this.#changes(input as CallInput<'captures.changes'>)
    throw new AppError('not-found', channel)
  }) as Call

  /** As a filter that matches rarely is answered: so many captures are looked at for a page. */
  slice = Infinity

  #slices({ before, limit = 100, ...filter }: CallInput<'captures.list'>) {
    const older = this.captures.filter((one) => one.seq < (before ?? Infinity)).toReversed()
    const looked = older.slice(0, this.slice)
    const matching = looked.filter((one) => this.#matches(one, filter)).slice(0, limit)
    const next = looked.length < older.length ? (looked.at(-1)?.seq ?? null) : null
    const left = older.length - looked.length
    return {
      captures: matching,
      next,
      change: this.counter,
      searched: (this.captures.length - left) / this.captures.length,
    }
  }

  #list({ before, limit = 100, ...filter }: CallInput<'captures.list'>) {
    const matching = this.captures.filter((one) => this.#matches(one, filter) && one.seq < (before ?? Infinity))
    const captures = matching.toReversed().slice(0, limit)
    return {
      captures,
      next: captures.length < matching.length ? (captures.at(-1)?.seq ?? null) : null,
      change: this.counter,
    }
  }

  /** Texts of bodies, by the id of their capture. */
  readonly bodies = new Map<string, string>()

  #matches(capture: CaptureSummary, filter: CaptureFilter): boolean {
    return rowFilter(filter, localClock())(capture) ?? this.bodies.get(capture.id) === filter.text
  }

  #matching({ filter, ids }: CallInput<'search.match'>) {
    const found = this.captures.filter((one) => ids.includes(one.id) && this.#matches(one, filter))
    return { ids: found.map(({ id }) => id) }
  }

  #changes({ since, limit = 500 }: CallInput<'captures.changes'>) {
    const reset = this.resetNext
    this.resetNext = false
    const all = this.captures.filter((one) => one.change > since)
    const captures = all.slice(0, limit)
    return {
      captures: reset ? [] : captures,
      deletedIds: [],
      change: captures.at(-1)?.change ?? since,
      more: captures.length < all.length,
      reset,
    }
  }
}

function summary(seq: number, change: Partial<CaptureSummary>): CaptureSummary {
  return sampleSummary({ id: `id-${seq}`, seq, change: seq, receivedAt: seq, ...change })
}

async function follow(engine: MemoryEngine): Promise<CaptureFeedSource> {
  const source = new CaptureFeedSource(engine)
  source.start()
  source.setFilter({})
  await vi.waitFor(() => expect(source.state().loading).toBe(false))
  return source
}

const seqs = (source: CaptureFeedSource) => source.state().feed.rows.map((row) => row.seq)

test('shows what an event brings without asking', async () => {
  const engine = new MemoryEngine()
  engine.add(2)
  const source = await follow(engine)
  engine.announce(2, 3, engine.add(1))
  expect(seqs(source)).toEqual([3, 2, 1])
  expect(engine.asked).toEqual(['captures.list'])
})

test('after a missed event it asks for what changed, all of it', async () => {
  const engine = new MemoryEngine()
  engine.add(1)
  const source = await follow(engine)
  engine.add(1_200)
  const last = engine.add(1)
  engine.announce(1_201, 1_202, last)
  await vi.waitFor(() => expect(source.state().feed.rows).toHaveLength(1_202))
  expect(seqs(source).at(0)).toBe(1_202)
})

test('too many to carry: it asks likewise', async () => {
  const engine = new MemoryEngine()
  const source = await follow(engine)
  engine.add(30)
  engine.announce(0, 30, [], true)
  await vi.waitFor(() => expect(source.state().feed.rows).toHaveLength(30))
})

test('what came while the first page was on its way is not lost', async () => {
  const engine = new MemoryEngine()
  engine.add(1)
  const source = new CaptureFeedSource({
    subscribe: engine.subscribe,
    call: (async <C extends Channel>(channel: C, input: CallInput<C>) => {
      const answer = await engine.call(channel, input)
      if (channel === 'captures.list') engine.announce(1, 2, engine.add(1))
      return answer
    }) as Call,
  })
  source.start()
  source.setFilter({})
  await vi.waitFor(() => expect(seqs(source)).toEqual([2, 1]))
})

test('begins anew when the engine says so', async () => {
  const engine = new MemoryEngine()
  engine.add(3)
  const source = await follow(engine)
  engine.captures.splice(0, 2)
  engine.resetNext = true
  source.refresh()
  await vi.waitFor(() => expect(seqs(source)).toEqual([3]))
})

test('after another start of the engine it asks, and begins anew with another database', async () => {
  const engine = new MemoryEngine()
  engine.add(3)
  const source = await follow(engine)
  engine.restart(1)
  expect(engine.asked).toEqual(['captures.list'])
  engine.captures.length = 0
  engine.add(1)
  engine.resetNext = true
  engine.restart(2)
  await vi.waitFor(() => expect(seqs(source)).toEqual([4]))
})

test('a filter shows what is at hand at once, then the answer', async () => {
  const engine = new MemoryEngine()
  engine.add(300)
  engine.add(1, { endpoint: 'stripe' })
  engine.captures[0] = summary(1, { endpoint: 'stripe' })
  const source = await follow(engine)
  source.setFilter({ endpoint: 'stripe' })
  expect(seqs(source)).toEqual([301])
  await vi.waitFor(() => expect(seqs(source)).toEqual([301, 1]))
})

test('loads older pages until the end', async () => {
  const engine = new MemoryEngine()
  engine.add(450)
  const source = await follow(engine)
  await source.loadOlder()
  await source.loadOlder()
  await source.loadOlder()
  expect(source.state().feed.rows).toHaveLength(450)
  expect(source.state().feed.next).toBeNull()
})

test('an engine that cannot answer is an error to show, and can be tried again', async () => {
  const engine = new MemoryEngine()
  engine.add(1)
  let away = true
  const source = new CaptureFeedSource({
    subscribe: engine.subscribe,
    call: (async <C extends Channel>(channel: C, input: CallInput<C>) => {
      if (away) throw new AppError('unavailable', 'Hookbench does not answer.')
      return engine.call(channel, input)
    }) as Call,
  })
  source.start()
  source.setFilter({})
  await vi.waitFor(() => expect(source.state().error).toBeInstanceOf(AppError))
  away = false
  source.refresh()
  await vi.waitFor(() => expect(seqs(source)).toEqual([1]))
  expect(source.state().error).toBeNull()
})

test('an error while catching up goes once it works again, by itself or when tried again', async () => {
  const engine = new MemoryEngine()
  engine.add(1)
  let away = false
  const source = new CaptureFeedSource({
    subscribe: engine.subscribe,
    call: (async <C extends Channel>(channel: C, input: CallInput<C>) => {
      if (away) throw new AppError('unavailable', 'Hookbench does not answer.')
      return engine.call(channel, input)
    }) as Call,
  })
  source.start()
  source.setFilter({})
  await vi.waitFor(() => expect(seqs(source)).toEqual([1]))
  const fail = async () => {
    away = true
    source.refresh()
    await vi.waitFor(() => expect(source.state().error).toBeInstanceOf(AppError))
    away = false
  }

  await fail()
  engine.add(1)
  engine.announce(2, 3, engine.add(1))
  await vi.waitFor(() => expect(source.state().error).toBeNull())
  expect(seqs(source)).toEqual([3, 2, 1])

  await fail()
  engine.add(1)
  source.retry()
  await vi.waitFor(() => expect(seqs(source)).toEqual([4, 3, 2, 1]))
  expect(source.state().error).toBeNull()
})

test('what a row does not tell is asked of the engine, and shows when it matches', async () => {
  const engine = new MemoryEngine()
  const source = await follow(engine)
  source.setFilter({ text: 'needle' })
  await vi.waitFor(() => expect(source.state().loading).toBe(false))
  const came = engine.add(3, { bodySize: 6 })
  engine.bodies.set('id-2', 'needle')
  engine.announce(0, 3, came)
  expect(seqs(source)).toEqual([])
  await vi.waitFor(() => expect(seqs(source)).toEqual([2]))
  const [changed] = engine.captures.splice(1, 1, { ...(came[1] as CaptureSummary), pinned: true, change: 4 })
  engine.announce(3, 4, [engine.captures[1] as CaptureSummary])
  expect(changed?.pinned).toBe(false)
  await vi.waitFor(() => expect(source.state().feed.rows[0]).toMatchObject({ seq: 2, pinned: true }))
})

test('a filter that was left behind is not answered any more', async () => {
  const engine = new MemoryEngine()
  const source = await follow(engine)
  source.setFilter({ text: 'needle' })
  await vi.waitFor(() => expect(source.state().loading).toBe(false))
  const came = engine.add(1, { bodySize: 6, target: '/x' })
  engine.bodies.set('id-1', 'needle')
  engine.announce(0, 1, came)
  source.setFilter({ text: 'method:GET' })
  await vi.waitFor(() => expect(source.state().loading).toBe(false))
  expect(seqs(source)).toEqual([])
})

test('a search goes on by itself through slices without a match, and says how far it is', async () => {
  const engine = new MemoryEngine()
  engine.add(100)
  engine.captures[4] = summary(5, { endpoint: 'rare' })
  const source = await follow(engine)
  engine.slice = 10
  const shares: number[] = []
  source.subscribe(() => shares.push(source.state().search?.share ?? 1))
  source.setFilter({ endpoint: 'rare' })
  await vi.waitFor(() => expect(source.state()).toMatchObject({ loading: false, search: { share: 0.1 } }))
  await source.loadOlder()
  expect(seqs(source)).toEqual([5])
  expect(source.state()).toMatchObject({ loadingOlder: false, search: null })
  expect(shares).toContain(0.5)
})

test('a search that is stopped asks no more, and can go on', async () => {
  const engine = new MemoryEngine()
  engine.add(100)
  engine.captures[4] = summary(5, { endpoint: 'rare' })
  const source = await follow(engine)
  engine.slice = 10
  source.setFilter({ endpoint: 'rare' })
  await vi.waitFor(() => expect(source.state().loading).toBe(false))
  const searching = source.loadOlder()
  source.stopSearch()
  await searching
  expect(source.state()).toMatchObject({ loadingOlder: false, search: { share: 0.2, stopped: true } })
  const { length } = engine.asked
  await source.loadOlder()
  expect(engine.asked).toHaveLength(length)
  source.resumeSearch()
  await vi.waitFor(() => expect(seqs(source)).toEqual([5]))
})

test('as time passes, what has become too old goes and what has become old enough comes', async () => {
  const MINUTE = 60_000
  const engine = new MemoryEngine()
  engine.add(1, { receivedAt: Date.now() - 10 * MINUTE + 3 })
  engine.add(1, { receivedAt: Date.now() })
  const source = await follow(engine)
  const show = async (text: string) => {
    source.setFilter({ text, zone: 'UTC' })
    await vi.waitFor(() => expect(source.state().loading).toBe(false))
  }
  await show('before:10m')
  await vi.waitFor(() => {
    source.timePassed()
    expect(seqs(source)).toEqual([1])
  })
  // Whether it still is within the time when the list is asked for does not matter: in the end it is not.
  await show('after:10m')
  engine.captures.push(summary(3, { receivedAt: Date.now() }))
  await vi.waitFor(() => {
    source.timePassed()
    expect(seqs(source)).not.toContain(1)
  })
  expect(seqs(source)).toContain(2)
})

test('rows that do not tell are asked about again once their time has passed', async () => {
  const engine = new MemoryEngine()
  engine.add(1, { receivedAt: Date.now() - 600_000 + 50, bodySize: 6, target: '/x' })
  const source = await follow(engine)
  const text = 'after:10m or needle'
  source.setFilter({ text, zone: 'UTC' })
  await vi.waitFor(() => expect(source.state().loading).toBe(false))
  await vi.waitFor(() => {
    source.timePassed()
    expect(seqs(source)).toEqual([])
  })
  engine.bodies.set('id-1', text)
  source.setFilter({ text, zone: 'UTC' })
  await vi.waitFor(() => expect(seqs(source)).toEqual([1]))
})

test('after hours without an engine it asks once of all the time that has passed', async () => {
  const STEP = 5_000
  const engine = new MemoryEngine()
  const start = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  try {
    engine.add(3, { receivedAt: start - 60_000 })
    const source = await follow(engine)
    source.setFilter({ text: 'before:10m', zone: 'UTC' })
    await vi.waitFor(() => expect(source.state().loading).toBe(false))
    engine.away = true
    for (let step = 1; step <= 1000; step++) {
      vi.setSystemTime(start + step * STEP)
      source.timePassed()
      if (step % 100 === 0) await vi.waitFor(() => expect(engine.refused).toBeGreaterThanOrEqual(step / 100))
    }
    engine.away = false
    engine.asked.length = 0
    vi.setSystemTime(start + 1001 * STEP)
    source.timePassed()
    await vi.waitFor(() => expect(seqs(source)).toEqual([3, 2, 1]))
    expect(engine.asked.length).toBeLessThanOrEqual(2)
  } finally {
    vi.useRealTimers()
  }
})
