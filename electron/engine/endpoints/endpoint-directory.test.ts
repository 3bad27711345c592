import { expect, test } from 'vitest'
import { DEFAULT_ANSWER, type EndpointAnswer, endpointSlug } from '../../../shared/endpoint/endpoint.ts'
import { openSecretBox } from '../secrets/secret-box.ts'
import { openTempStore } from '../store/testing/temp-store.ts'
import { quietLog } from '../testing/quiet-log.ts'
import { EndpointDirectory } from './endpoint-directory.ts'

test('a deleted endpoint receives no more; its slug can come back, with what was set up for it', async () => {
  const { directory, again, told } = open()
  const answer: EndpointAnswer = { ...DEFAULT_ANSWER, status: 202 }
  await directory.add('shop', 'Shop')
  await directory.setAnswer('shop', answer)
  await directory.delete('shop')
  expect(directory.routes.of('/shop/1').slug).toBe('default')
  expect(directory.list().map(({ slug }) => slug)).toEqual(['default'])
  expect(directory.all().map(({ slug }) => slug)).toContain('shop')
  await expect(directory.rename('shop', 'x')).rejects.toMatchObject({ kind: 'not-found' })

  const back = await directory.add('shop', 'Shop again')
  expect(back).toMatchObject({ name: 'Shop again', answer, deletedAt: null })
  expect(directory.routes.of('/shop/1').answer.status).toBe(202)
  expect(told()).toBe(4)
  const shop = (one: EndpointDirectory) => one.list().find(({ slug }) => slug === 'shop')
  expect(shop(again())).toEqual(shop(directory))
})

test('default always exists and cannot be deleted, and a slug is given once', async () => {
  const { directory } = open()
  await expect(directory.delete('default')).rejects.toMatchObject({ kind: 'invalid-input' })
  await expect(directory.add('default', 'x')).rejects.toMatchObject({ kind: 'conflict' })
  await directory.add('shop', 'Zebra')
  await expect(directory.add('shop', 'x')).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('shop'),
  })
  await directory.add('other', 'Apple')
  expect(directory.list().map(({ name }) => name)).toEqual(['default', 'Apple', 'Zebra'])
})

test('refuses an answer that HTTP could not carry, naming the header, and keeps the one before', async () => {
  const { directory } = open()
  const bad: Array<[string, string]> = [
    ['X Y', '1'],
    ['', '1'],
    ['X-A', 'line\nbreak'],
    ['X-A', '\u20ac'],
    ['Content-Length', '3'],
    ['transfer-ENCODING', 'chunked'],
    ['Connection', 'close'],
  ]
  for (const header of bad) {
    const answer: EndpointAnswer = { ...DEFAULT_ANSWER, headers: [header] }
    await expect(directory.setAnswer('default', answer)).rejects.toThrow(header[0] === '' ? /header name/ : header[0])
  }
  expect(directory.routes.of('/').answer.status).toBe(200)
})

test('two changes at once are both kept, in memory and on disk, and of two that add the same slug one is refused', async () => {
  const { directory, again } = open()
  const forward = { enabled: true, url: 'http://127.0.0.1:1/', keepHost: false }
  await Promise.all([directory.rename('default', 'Everything'), directory.setForward('default', forward)])
  expect(directory.list()[0]).toMatchObject({ name: 'Everything', forward })
  expect(again().list()[0]).toMatchObject({ name: 'Everything', forward })

  const added = await Promise.allSettled([directory.add('shop', 'One'), directory.add('shop', 'Two')])
  expect(added.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(directory.list()[1]).toMatchObject({ slug: 'shop', name: 'One' })
})

test('slugs are what a URL can carry unchanged', () => {
  for (const slug of ['a', 'stripe-test', '0', 'a'.repeat(40)]) expect(endpointSlug.safeParse(slug).success).toBe(true)
  for (const slug of ['', 'A', 'a_b', 'a b', 'é', 'a/b', 'a'.repeat(41), 'a\n']) {
    expect(endpointSlug.safeParse(slug).success).toBe(false)
  }
})

function open() {
  const { store, folder } = openTempStore()
  let told = 0
  const secrets = openSecretBox(folder, { hasSealed: () => store.endpoints.hasSealedPasswords(), log: quietLog() })
  const options = { changed: () => told++, secrets, log: quietLog() }
  const directory = new EndpointDirectory(store, options)
  /** Another directory on the same store, as after a restart. */
  const again = () => new EndpointDirectory(store, options)
  return { store, folder, directory, again, told: () => told }
}
