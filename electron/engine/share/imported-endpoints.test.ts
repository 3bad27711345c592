import { expect, test } from 'vitest'
import { DEFAULT_ANSWER } from '../../../shared/endpoint/endpoint.ts'
import type { ExportedEndpoint } from '../../../shared/export/exported-capture.ts'
import { newEndpoint } from '../store/endpoint-store.ts'
import { newTally } from './import-tally.ts'
import { importedEndpoints } from './imported-endpoints.ts'

const BROUGHT: ExportedEndpoint = {
  slug: 'shop',
  name: 'Shop',
  answer: { ...DEFAULT_ANSWER, status: 202 },
  forward: { enabled: true, url: 'http://attacker.example/', keepHost: false },
  retention: { maxAgeDays: 1, maxCaptures: null, maxBytes: null },
  tunnelHeaders: [],
  allowedAddresses: ['192.0.2.0/24'],
  ignoreRules: ['/id', 'Date'],
  provider: { kind: 'known', id: 'stripe' },
}

function wanted(here: Parameters<typeof importedEndpoints>[1]): ReturnType<typeof importedEndpoints> {
  const tally = newTally()
  tally.endpoints.set('shop', {} as never)
  tally.settings.set('shop', BROUGHT)
  // Settings for what has no captures in the file make nothing.
  tally.settings.set('other', { ...BROUGHT, slug: 'other' })
  return importedEndpoints(tally, here)
}

test('an endpoint that is made gets the settings of the file, and forwards nothing', () => {
  const [endpoint, ...more] = wanted([])
  expect(more).toEqual([])
  expect(endpoint?.stored).toMatchObject({
    slug: 'shop',
    name: 'Shop',
    answer: { status: 202 },
    forward: { enabled: false },
  })
  expect(endpoint?.stored.access).toMatchObject({
    allowedAddresses: ['192.0.2.0/24'],
    pathToken: null,
    basicAuth: null,
  })
  expect(endpoint?.provider).toEqual({ kind: 'known', id: 'stripe' })
  expect(endpoint?.ignoreRules).toEqual(['/id', 'Date'])
})

test('one that is here keeps its own settings; one that was deleted only comes back', () => {
  expect(wanted([newEndpoint('shop', 'Mine', 0)])).toEqual([])
  expect(wanted([{ ...newEndpoint('shop', 'Mine', 0), deletedAt: 1 }])).toEqual([
    { stored: { slug: 'shop' }, provider: null, ignoreRules: [] },
  ])
})
