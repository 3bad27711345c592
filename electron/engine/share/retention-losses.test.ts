import { expect, test } from 'vitest'
import type { RetentionSettings } from '../../../shared/settings/settings.ts'
import { newEndpoint, type StoredEndpoint } from '../store/endpoint-store.ts'
import { DAY_MS } from '../store/retention-limits.ts'
import { keepMany, openTempStore } from '../store/testing/temp-store.ts'
import type { EndpointTally } from './import-messages.ts'
import { newTally } from './import-tally.ts'
import { type RoomHere, retentionLosses } from './retention-losses.ts'

const NOW = Date.UTC(2026, 10, 21)
const MIB = 1024 * 1024
const WIDE: RetentionSettings = { maxAgeDays: null, maxCaptures: 1000, maxBytes: 1024 * MIB }

async function losses(
  slug: string,
  brought: Partial<EndpointTally>,
  limits: Partial<RetentionSettings>,
  endpoints: ReadonlyArray<StoredEndpoint> = [],
  here = 0,
): Promise<string[]> {
  const { store } = openTempStore()
  await keepMany(store, here, { endpoint: slug })
  const room: RoomHere = {
    rules: { settings: { ...WIDE, ...limits }, endpoints },
    counts: store.counts,
    usedBytes: store.pages.usedBytes,
    now: NOW,
  }
  const tally = newTally()
  const none = { captures: 0, bytes: 0, malformed: 0, malformedBytes: 0, pinned: 0, pinnedBytes: 0, oldest: NOW }
  tally.endpoints.set(slug, { ...none, ...brought })
  return retentionLosses(tally, room)
}

test('what fits is no loss, up to the last capture', async () => {
  expect(await losses('a', { captures: 997, bytes: 10 * MIB }, {}, [], 3)).toEqual([])
  expect(await losses('a', { captures: 998 }, {}, [], 3)).toEqual([
    expect.stringContaining('the oldest 1 would be deleted'),
  ])
})

test('what is pinned needs no room', async () => {
  expect(await losses('a', { captures: 2000, pinned: 1500, bytes: 2000 * MIB, pinnedBytes: 1990 * MIB }, {})).toEqual(
    [],
  )
})

test('the default endpoint has a share of it', async () => {
  expect(await losses('default', { captures: 801 }, {})).toEqual([
    'The endpoint default keeps at most 800 captures, and there would be 801: the oldest 1 would be deleted.',
  ])
})

test('bytes and age are said with what there would be', async () => {
  expect(await losses('a', { captures: 1, bytes: 2048 * MIB }, {})).toEqual([
    expect.stringMatching(/at most 1,024 MiB, .* 2,04\d MiB/),
  ])
  expect(await losses('a', { captures: 1, oldest: NOW - 31 * DAY_MS }, { maxAgeDays: 30 })).toEqual([
    'Settings keep captures for 30 days, and the oldest in the file is of 2026-10-21: what is older would be deleted at once.',
  ])
})

test('an endpoint’s own limits count, and malformed requests have theirs', async () => {
  const own = { ...newEndpoint('a', 'A', 0), retention: { maxAgeDays: null, maxCaptures: 5, maxBytes: null } }
  expect(await losses('a', { captures: 5 }, {}, [own], 1)).toEqual([
    expect.stringContaining('The endpoint a keeps at most 5'),
  ])
  expect(await losses('a', { captures: 2001, malformed: 2001 }, { maxCaptures: 10_000 })).toEqual([
    expect.stringContaining('Of malformed requests Hookbench keeps at most 2,000'),
  ])
})
