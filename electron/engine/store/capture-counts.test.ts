import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clearCaptures } from '../captures/clear-captures.ts'
import type { Log } from '../log/log.ts'
import type { CaptureCount } from './capture-counts.ts'
import { defaultEndpoint } from './endpoint-store.ts'
import { Retention } from './retention.ts'
import { idText, MALFORMED } from './rows.ts'
import type { Store } from './store.ts'
import { keep, openTempStore, received } from './testing/temp-store.ts'

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }

type Step =
  | { readonly kind: 'keep'; readonly endpoint: string; readonly malformed: boolean; readonly size: number }
  | { readonly kind: 'fail' }
  | { readonly kind: 'pin' | 'unpin' | 'trash' | 'restore'; readonly which: ReadonlyArray<number> }
  | { readonly kind: 'retain'; readonly maxCaptures: number }
  | { readonly kind: 'clear'; readonly includePinned: boolean }

const which = fc.array(fc.nat(50), { minLength: 1, maxLength: 6 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('keep' as const),
      endpoint: fc.constantFrom('default', 'stripe', 'default-malformed'),
      malformed: fc.boolean(),
      size: fc.nat(3000),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'fail' as const }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('pin', 'unpin', 'trash', 'restore'), which }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('retain' as const), maxCaptures: fc.integer({ min: 1, max: 20 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const), includePinned: fc.boolean() }) },
)

test('counts are what counting the rows would give, whatever was done', async () => {
  const { store } = openTempStore()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const ids: string[] = []
      for (const one of steps) {
        await apply(store, one, ids)
        expect(counted(store)).toEqual(rows(store))
      }
    }),
    { numRuns: 30 },
  )
})

test('counts are the same after a restart', async () => {
  const first = openTempStore()
  const ids: string[] = []
  for (let n = 0; n < 10; n++)
    await apply(first.store, { kind: 'keep', endpoint: 'a', malformed: n % 3 === 0, size: n }, ids)
  await apply(first.store, { kind: 'trash', which: [1, 1, 2] }, ids)
  const before = counted(first.store)
  await first.close()
  const second = openTempStore(first.folder)
  expect(counted(second.store)).toEqual(before)
  expect(counted(second.store)).toEqual(rows(second.store))
})

async function apply(store: Store, step: Step, ids: string[]): Promise<void> {
  const chosen = (numbers: ReadonlyArray<number>) =>
    ids.length === 0 ? [] : numbers.map((n) => ids[n % ids.length] as string)
  switch (step.kind) {
    case 'keep': {
      const capture = received({
        endpoint: step.endpoint,
        state: step.malformed ? 'malformed' : 'complete',
        body: [Buffer.alloc(step.size)],
      })
      await keep(store, capture)
      ids.push(idText(capture.id))
      return
    }
    case 'fail': {
      // Takes good ones of the same commit along for the first try.
      const bad = received({ endpoint: null as unknown as string })
      await Promise.allSettled([keep(store), keep(store, bad), keep(store)])
      return
    }
    case 'pin':
    case 'unpin':
      await store.queue.write(() => store.marks.setPinned(chosen(step.which), step.kind === 'pin'))
      return
    case 'trash':
      await store.queue.write(() => store.marks.trash(chosen(step.which), Date.now()))
      return
    case 'restore':
      await store.queue.write(() => store.marks.undelete(chosen(step.which)))
      return
    case 'retain': {
      const settings = { maxAgeDays: null, maxCaptures: step.maxCaptures, maxBytes: 1e12 }
      const rules = () => ({ settings, endpoints: [defaultEndpoint(0)] })
      await new Retention(store, rules, { erased: () => {}, firstTime: () => {} }, SILENT).run()
      return
    }
    case 'clear':
      await clearCaptures(
        store,
        step.includePinned,
        { progress: () => {}, erased: () => {}, stopped: () => false },
        SILENT,
      )
      return
  }
}

function counted(store: Store) {
  return {
    total: store.counts.total(),
    malformed: store.counts.malformed(),
    default: store.counts.of('default'),
    stripe: store.counts.of('stripe'),
    odd: store.counts.of('default-malformed'),
    wellFormed: pick(store.counts.wellFormed('default')),
  }
}

function rows(store: Store): ReturnType<typeof counted> {
  const count = (where: string) =>
    store.db
      .prepare(
        `SELECT count(*) AS captures, coalesce(sum(body_size), 0) AS bytes FROM captures c LEFT JOIN marks m ON m.seq = c.seq
         WHERE m.trashed_at IS NULL AND ${where}`,
      )
      .get() as { captures: number; bytes: number }
  return {
    total: count('1'),
    malformed: count(`c.state = ${MALFORMED}`),
    default: count("c.endpoint = 'default'"),
    stripe: count("c.endpoint = 'stripe'"),
    odd: count("c.endpoint = 'default-malformed'"),
    wellFormed: count(`c.endpoint = 'default' AND c.state <> ${MALFORMED}`),
  }
}

function pick({ captures, bytes }: CaptureCount): CaptureCount {
  return { captures, bytes }
}
