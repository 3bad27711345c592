import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { NO_ACCESS_RULES } from '../../../shared/endpoint/access-rules.ts'
import { newEndpoint } from '../store/endpoint-store.ts'
import { migrate, migrations } from '../store/migrate.ts'
import { keep, openTempStore, received, tempFolder } from '../store/testing/temp-store.ts'
import { openReadOnlyStore } from './read-only-store.ts'

test.each(migrations.map(({ version }) => version))('reads a database of format %i as it is', async (version) => {
  const folder = tempFolder()
  const db = new Database(path.join(folder, 'captures.db'))
  migrate(
    db,
    migrations.filter((step) => step.version <= version),
  )
  db.exec(`
    INSERT INTO captures (seq, id, received_at, endpoint, method, target, state, body_size)
      VALUES (1, x'019c000000007000800000000000000a', 5, 'shop', 'POST', '/shop', 0, 0);
    INSERT INTO capture_contents (seq, headers) VALUES (1, '["Host","h"]');
    INSERT INTO endpoints (slug, name, created_at, answer, retention)
      VALUES ('shop', 'Shop', 1, '{}', '{}');
  `)
  db.close()
  const store = openReadOnlyStore(folder)
  onTestFinished(() => store.close())
  const id = '019c0000-0000-7000-8000-00000000000a'
  expect(await store.handlers['captures.get']({ id })).toMatchObject({ endpoint: 'shop', via: null, pathToken: null })
  expect((await store.handlers['captures.list']({ limit: 10 })).captures).toMatchObject([{ id }])
  expect(await store.handlers['endpoints.list']({})).toMatchObject([
    { slug: 'shop', access: NO_ACCESS_RULES, refused: 0, tunnelHeaders: [], publicUrl: null },
  ])
})

test('a capture names the path token of its endpoint', async () => {
  const { store, folder, close } = openTempStore()
  const access = { ...NO_ACCESS_RULES, pathToken: 'token-12345' }
  await store.queue.write(() => store.endpoints.save({ ...newEndpoint('shop', 'Shop', 0), access }))
  await keep(store, received({ endpoint: 'shop', target: '/shop/token-12345' }))
  await close()
  const reading = openReadOnlyStore(folder)
  onTestFinished(() => reading.close())
  const [listed] = (await reading.handlers['captures.list']({ limit: 1 })).captures
  expect(await reading.handlers['captures.get']({ id: listed?.id ?? '' })).toMatchObject({ pathToken: 'token-12345' })
})
