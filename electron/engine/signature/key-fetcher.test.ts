import { expect, onTestFinished, test } from 'vitest'
import { KeyFetcher } from './key-fetcher.ts'
import { startAnyHost } from './testing/any-host.ts'

const SNS = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-abc.pem'

test('fetches from the provider’s own host once, and remembers it', async () => {
  const { connection, asked } = await startAnyHost((_request, response) => response.end('a certificate'))
  const fetcher = keyFetcher({ connection })
  const both = await Promise.all([fetcher.fetch(SNS), fetcher.fetch(SNS)])
  expect(both).toEqual(Array(2).fill({ kind: 'fetched', text: 'a certificate' }))
  expect(await fetcher.fetch(SNS)).toEqual({ kind: 'fetched', text: 'a certificate' })
  expect(asked).toEqual(['sns.eu-west-1.amazonaws.com /SimpleNotificationService-abc.pem'])
  expect(fetcher.known().get(SNS)).toEqual({ kind: 'fetched', text: 'a certificate' })
})

test.each([
  'http://sns.eu-west-1.amazonaws.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com.evil.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com:444/a.pem',
  'https://user@sns.eu-west-1.amazonaws.com/a.pem',
  'https://evil.com/sns.eu-west-1.amazonaws.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com\\@evil.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com/a.txt',
  'https://sns.eu-west-1.amazonaws.com/a.pem\n',
  // Amazon's own API answers from that host, with text that whoever asks has chosen.
  'https://sns.eu-west-1.amazonaws.com/a.pem?Action=GetEndpointAttributes&EndpointArn=arn',
  'https://sns.eu-west-1.amazonaws.com/a.pem#b',
  'https://api.paypal.com/v1/notifications/certs/a?b',
  'https://SNS.eu-west-1.amazonaws.com/a.pem',
  'https://s3.amazonaws.com/a.pem',
  'https://127.0.0.1/a.pem',
  'https://api.paypal.com.evil.com/v1/notifications/certs/x',
  'https://keys.example.com/jwks',
  'file:///etc/passwd',
  'not a url',
])('calls nobody for %j', async (url) => {
  const { connection, asked } = await startAnyHost((_request, response) => response.end('x'))
  expect(await keyFetcher({ connection }).fetch(url)).toMatchObject({ kind: 'unreachable' })
  expect(asked).toEqual([])
})

test('fetches key sets from where the user said, and the catalogue', async () => {
  const { connection, asked } = await startAnyHost((_request, response) => response.end('{"keys":[]}'))
  const own = 'https://keys.example.com/jwks'
  const fetcher = keyFetcher({ connection, ownUrls: () => new Set([own]) })
  expect(await fetcher.fetch(own)).toMatchObject({ kind: 'fetched' })
  expect(await fetcher.fetch('https://www.googleapis.com/oauth2/v3/certs')).toMatchObject({ kind: 'fetched' })
  expect(asked).toHaveLength(2)
})

test('follows no redirect', async () => {
  const { connection, asked } = await startAnyHost((_request, response) =>
    response.writeHead(302, { Location: 'https://evil.example.com/a.pem' }).end(),
  )
  const key = await keyFetcher({ connection }).fetch(SNS)
  expect(key).toMatchObject({ kind: 'unreachable', why: expect.stringContaining('redirect') })
  expect(asked).toHaveLength(1)
})

test('takes at most 64 KiB', async () => {
  const { connection } = await startAnyHost((_request, response) => response.end(Buffer.alloc(65 * 1024 + 1, 'a')))
  expect(await keyFetcher({ connection }).fetch(SNS)).toMatchObject({ why: expect.stringContaining('64 KiB') })
})

test('waits no longer than its limit', async () => {
  const { connection } = await startAnyHost(() => {})
  const key = await keyFetcher({ connection, timeoutMs: 50 }).fetch(SNS)
  expect(key).toMatchObject({ kind: 'unreachable', why: expect.stringContaining('in time') })
})

test('remembers a failure for a while, then tries again', async () => {
  let status = 500
  const { connection, asked } = await startAnyHost((_request, response) => response.writeHead(status).end('x'))
  let now = 0
  const fetcher = keyFetcher({ connection, now: () => now })
  expect(await fetcher.fetch(SNS)).toMatchObject({ why: expect.stringContaining('500') })
  status = 200
  now = 59_000
  expect(await fetcher.fetch(SNS)).toMatchObject({ kind: 'unreachable' })
  expect(asked).toHaveLength(1)
  now = 61_000
  expect(await fetcher.fetch(SNS)).toMatchObject({ kind: 'fetched' })
})

test('calls for few of the keys that requests name, and those of the user and the catalogue whatever is named', async () => {
  const { connection, asked } = await startAnyHost((_request, response) => response.end('a certificate'))
  const own = 'https://keys.example.com/jwks'
  let now = 0
  const fetcher = keyFetcher({ connection, now: () => now, ownUrls: () => new Set([own]) })
  const named = Array.from({ length: 200 }, (_, index) => `https://sns.eu-west-1.amazonaws.com/${index}.pem`)
  await Promise.all(named.map((url) => fetcher.fetch(url)))
  expect(asked).toHaveLength(30)
  expect(await fetcher.fetch(named[199] as string)).toMatchObject({ why: expect.stringContaining('too many') })
  expect(fetcher.known().has(named[199] as string)).toBe(false)
  expect(await fetcher.fetch(own)).toMatchObject({ kind: 'fetched' })
  now = 60_000
  expect(await fetcher.fetch(named[199] as string)).toMatchObject({ kind: 'fetched' })
})

function keyFetcher(options: Partial<ConstructorParameters<typeof KeyFetcher>[0]>): KeyFetcher {
  const fetcher = new KeyFetcher({ ownUrls: () => new Set(), ...options })
  onTestFinished(() => fetcher.close())
  return fetcher
}
