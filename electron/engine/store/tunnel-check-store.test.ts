import { expect, test } from 'vitest'
import type { FidelityReport } from '../../../shared/tunnel/fidelity.ts'
import type { Store } from './store.ts'
import { openTempStore } from './testing/temp-store.ts'

test('gives the newest report, of all kinds or of one, and forgets what no longer says anything', async () => {
  const { store } = openTempStore()
  expect(store.tunnelChecks.newest()).toBeNull()
  await save(store, report('ngrok', 'https://a.example', 1), report('ssh', 'https://b.example', 3))
  await save(store, report('ngrok', 'https://a.example', 2))
  expect(store.tunnelChecks.newest()).toEqual(report('ssh', 'https://b.example', 3))
  expect(store.tunnelChecks.newest('ngrok')).toEqual(report('ngrok', 'https://a.example', 2))
  expect(store.tunnelChecks.newest('smee')).toBeNull()

  await save(store, ...Array.from({ length: 60 }, (_, n) => report('localtunnel', `https://${n}.example`, 10 + n)))
  expect(store.db.prepare('SELECT count(*) FROM tunnel_checks').pluck().get()).toBe(50)
  expect(store.tunnelChecks.newest('ngrok')).toBeNull()
  expect(store.tunnelChecks.newest()?.startedAt).toBe(69)
})

function save(store: Store, ...reports: FidelityReport[]): Promise<void> {
  return store.queue.write(() => {
    for (const each of reports) store.tunnelChecks.save(each)
  })
}

function report(via: FidelityReport['via'], url: string, startedAt: number): FidelityReport {
  return {
    via,
    url,
    startedAt,
    endedAt: startedAt + 1,
    ended: 'whole',
    items: [],
    added: [['Via', '1.1']],
    removed: [],
  }
}
