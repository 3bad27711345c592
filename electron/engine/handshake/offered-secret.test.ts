import { expect, test } from 'vitest'
import { handshakeEngine } from './testing/handshake-engine.ts'

const { ask, endpoint, handlers, marked, newest } = handshakeEngine()

test('a secret that a provider hands over is saved when the user says so, and not before', async () => {
  const slug = await endpoint({ provider: { kind: 'known', id: 'asana' } })
  await ask(slug, { headers: { 'X-Hook-Secret': 'handed_over' }, body: '{}' })
  expect(await handlers()['secrets.list']({ endpoint: slug })).toEqual([])
  const saved = await handlers()['handshakes.keepSecret']({ captureId: (await marked()).id })
  expect(await handlers()['secrets.reveal']({ id: saved.id })).toEqual({ value: 'handed_over' })
  await ask(slug, { body: '{}' })
  await expect(
    Promise.resolve(handlers()['handshakes.keepSecret']({ captureId: (await newest()).id })),
  ).rejects.toThrow(/hands over/)
})
