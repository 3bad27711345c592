import { expect, test } from 'vitest'
import { reachesReceiver } from './own-receiver.ts'
import { parseTarget } from './resolve-target.ts'

const reaches = (url: string) => reachesReceiver(parseTarget(url), 4665, ['x.loca.lt'])

test.each([
  'http://localhost:4665/a',
  'http://127.0.0.1:4665/*',
  'http://127.1:4665/',
  'https://[::1]:4665/',
  'http://[0:0:0:0:0:0:0:1]:4665/',
  'http://[::ffff:127.0.0.1]:4665/',
  'http://0.0.0.0:4665/',
  'http://[::]:4665/',
  'http://LOCALHOST.:4665/',
  'https://X.loca.lt/stripe',
])('%s leads back to the receiver', (url) => {
  expect(reaches(url)).toBe(true)
})

test.each(['http://localhost:3000/', 'http://example.com:4665/', 'http://[::2]:4665/', 'https://y.loca.lt/'])(
  '%s does not',
  (url) => {
    expect(reaches(url)).toBe(false)
  },
)
