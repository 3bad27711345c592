import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestEngine, type TestEngine, until } from '../testing/test-engine.ts'
import { sortKeys } from './testing/damaged-request.ts'

const SECRET = 'test_secret_0123456789abcdef'

let engine: TestEngine

beforeEach(async () => {
  engine = await startTestEngine()
  await engine.handlers['endpoints.add']({ slug: 'hub', name: 'hub' })
  await engine.handlers['secrets.add']({
    endpoint: 'hub',
    name: 'main',
    kind: 'secret',
    value: SECRET,
    keyId: null,
    audience: null,
    provider: null,
  })
})

afterEach(() => engine.close())

/** In an order that nothing but another event of the same program tells. */
function eventOf(ref: string, login: string): string {
  return JSON.stringify({
    ref,
    before: 'a1',
    after: 'b2',
    repository: {
      id: 7,
      node_id: 'n',
      name: 'r',
      full_name: `${login}/r`,
      private: false,
      owner: { login, id: 9, url: 'u' },
    },
    pusher: { name: login, email: 'p@example.test' },
    sender: { login, id: 9, avatar_url: 'a', type: 'User', site_admin: false },
    created: false,
    deleted: false,
    forced: true,
    compare: 'c',
    commits: [
      { id: 'c1', tree_id: 't1', distinct: true, message: 'm', timestamp: 't', author: { name: login, email: 'e' } },
    ],
  })
}

async function push(signed: string, sentBody: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${engine.port}/hub`, {
    method: 'POST',
    body: sentBody,
    headers: {
      'Content-Type': 'application/json',
      'X-GitHub-Event': 'push',
      'X-Hub-Signature-256': `sha256=${createHmac('sha256', SECRET).update(signed).digest('hex')}`,
    },
  })
  expect(response.status).toBe(200)
}

async function newestReport(count: number) {
  const newest = await until(async () => {
    const { captures } = await engine.handlers['captures.list']({ limit: 500 })
    const judged = captures.every(({ verdict }) => verdict !== null)
    return captures.length === count && judged ? captures[0] : null
  })
  return engine.handlers['signature.check']({ captureId: newest?.id ?? '' })
}

test('learns from a capture that is right in which order the keys of a sorted one were', async () => {
  await push(eventOf('refs/heads/a', 'zoe'), eventOf('refs/heads/a', 'zoe'))
  const second = eventOf('refs/heads/other', 'adam')
  await push(second, JSON.stringify(JSON.parse(sortKeys(second)), null, 2))
  const { causes } = await newestReport(2)
  expect(causes).toMatchObject([{ code: 'body-json-rewritten', certainty: 'proven' }])
  expect(causes[0]?.sentence).toMatch(/its keys are in another order and its spacing is another/)
  expect(causes[0]?.evidence.join('\n')).toContain('in the order of other captures')
})

test('without one it does not say that keys were sorted', async () => {
  const body = eventOf('refs/heads/a', 'zoe')
  await push(body, sortKeys(body))
  expect((await newestReport(1)).causes.map(({ code }) => code)).toEqual(['nothing-fits'])
})

test('proves that a body was lost where another capture has it', async () => {
  const body = eventOf('refs/heads/a', 'zoe')
  await push(body, body)
  await push(body, '')
  expect((await newestReport(2)).causes).toMatchObject([{ code: 'body-lost', certainty: 'proven' }])
})
