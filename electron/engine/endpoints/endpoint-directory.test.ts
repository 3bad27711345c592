import fs from 'node:fs'
import path from 'node:path'
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

test('access rules are kept, their password sealed and never given back, and a new one replaces it', async () => {
  const { directory, store, again } = open()
  await directory.add('shop', 'Shop')
  const rules = { allowedAddresses: ['192.0.2.0/24'], pathToken: null, storeRefused: true }
  const first = { ...rules, basicAuth: { user: 'jo', password: 'correct horse' } }
  const changed = await directory.setAccess('shop', first)
  expect(changed.access).toEqual({ ...rules, basicAuth: { user: 'jo' } })
  expect(JSON.stringify(directory.list())).not.toContain('horse')
  expect(Buffer.from(store.endpoints.sealedPassword('shop') ?? []).includes('horse')).toBe(false)

  const status = (of: EndpointDirectory, password: string) => {
    const headers = ['Authorization', `Basic ${Buffer.from(`jo:${password}`).toString('base64')}`]
    return of.routes.of('/shop').access?.refusal({ target: '/shop', headers, address: '192.0.2.1' })?.status ?? 'in'
  }
  expect([status(directory, 'correct horse'), status(directory, 'x')]).toEqual(['in', 403])
  expect(status(again(), 'correct horse')).toBe('in')
  // Left out: it stays as it was.
  await directory.setAccess('shop', { ...rules, basicAuth: { user: 'jo', password: null } })
  expect(status(directory, 'correct horse')).toBe('in')
  await directory.setAccess('shop', { ...rules, basicAuth: { user: 'jo', password: 'battery' } })
  expect([status(directory, 'correct horse'), status(directory, 'battery')]).toEqual([403, 'in'])
  await directory.setAccess('shop', { ...rules, basicAuth: null })
  expect(store.endpoints.sealedPassword('shop')).toBeNull()
})

test('basic auth without any password is refused, and one that can no longer be read lets nobody in', async () => {
  const { directory, folder, again } = open()
  const rules = { allowedAddresses: [], pathToken: null, storeRefused: false }
  await expect(directory.setAccess('default', { ...rules, basicAuth: { user: 'jo', password: null } })).rejects.toThrow(
    /needs a password/,
  )
  await directory.setAccess('default', { ...rules, basicAuth: { user: 'jo', password: 'secret' } })
  fs.rmSync(path.join(folder, 'secret.key'))
  const headers = ['Authorization', `Basic ${Buffer.from('jo:secret').toString('base64')}`]
  expect(again().routes.of('/').access?.refusal({ target: '/', headers, address: null })?.status).toBe(403)
})

test('refused requests are counted, also by the next engine', async () => {
  const { directory, again } = open()
  await directory.setAccess('default', {
    allowedAddresses: [],
    pathToken: 'a-path-token',
    basicAuth: null,
    storeRefused: false,
  })
  for (let n = 0; n < 3; n++) directory.refused('default')
  expect(directory.list()[0]?.refused).toBe(3)
  await directory.close()
  expect(again().list()[0]?.refused).toBe(3)
  // A change of the endpoint leaves the count as it is.
  await directory.rename('default', 'x')
  expect(again().list()[0]?.refused).toBe(3)
})

test('headers of the tunnel and the URL that was given away are kept', async () => {
  const { directory, again } = open()
  await directory.setTunnelHeaders('default', ['Via'])
  await directory.setPublicUrl('default', 'https://example.com/hooks')
  expect(again().list()[0]).toMatchObject({ tunnelHeaders: ['Via'], publicUrl: 'https://example.com/hooks' })
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
  const newDirectory = () =>
    new EndpointDirectory(store, {
      changed: () => told++,
      secrets: openSecretBox(folder, { hasSealed: () => store.endpoints.hasSealedPasswords(), log: quietLog() }),
      log: quietLog(),
    })
  const directory = newDirectory()
  /** Another directory on the same store, as after a restart. */
  const again = newDirectory
  return { store, folder, directory, again, told: () => told }
}
