import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEFAULT_ANSWER } from '../../../shared/endpoint/endpoint.ts'
import { Routes } from './routes.ts'

test('the first path segment, exactly, picks the endpoint; anything else goes to default', () => {
  const routes = withShop()
  const to = (targets: ReadonlyArray<string | null>) => targets.map((target) => routes.of(target).slug)
  expect(
    new Set(to(['/shop', '/shop/', '/shop/a//b?x=1', '/shop?x', '/shop#x', 'http://h/shop/a', 'https://h:1/shop'])),
  ).toEqual(new Set(['shop']))
  expect(
    new Set(
      to([
        '/',
        '',
        '*',
        null,
        '/Shop',
        '/shop2',
        '/sho',
        '//shop',
        '/%73hop',
        '/a/shop',
        'h:443',
        '/shop%2Fa',
        '/__proto__',
        '/constructor',
      ]),
    ),
  ).toEqual(new Set(['default']))
})

test('no target breaks the routing, and each is given to an endpoint that receives', () => {
  const routes = new Routes()
  routes.set('default', DEFAULT_ANSWER)
  fc.assert(
    fc.property(fc.string(), (target) => {
      expect(routes.of(target).slug).toBe('default')
    }),
  )
})

test('an endpoint that was deleted receives no more', () => {
  const routes = withShop()
  routes.delete('shop')
  expect(routes.of('/shop/1').slug).toBe('default')
})

test('an answer without a body by its status has none, whatever was written', () => {
  const routes = new Routes()
  for (const status of [204, 304]) {
    routes.set('default', { ...DEFAULT_ANSWER, status })
    const { answer } = routes.of('/')
    expect(answer.body.length).toBe(0)
    expect(answer.flatHeaders.map((text) => text.toLowerCase())).not.toContain('content-length')
  }
  const file = { kind: 'file', name: 'a.bin', base64: '/wA=' } as const
  routes.set('default', { ...DEFAULT_ANSWER, body: file })
  expect([...routes.of('/').answer.body]).toEqual([255, 0])
})

function withShop(): Routes {
  const routes = new Routes()
  routes.set('default', DEFAULT_ANSWER)
  routes.set('shop', { ...DEFAULT_ANSWER, status: 202 })
  return routes
}
