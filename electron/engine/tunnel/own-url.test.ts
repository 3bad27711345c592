import { expect, test } from 'vitest'
import { ownUrl } from './own-url.ts'
import { openRequest } from './testing/open-request.ts'
import { TunnelRefused } from './tunnel.ts'

test.each([
  ['https://hooks.example.com', 'https://hooks.example.com'],
  ['https://hooks.example.com/', 'https://hooks.example.com'],
  ['http://203.0.113.7:8080/hooks/', 'http://203.0.113.7:8080/hooks'],
  [' https://Hooks.Example.com/A//b ', 'https://hooks.example.com/A//b'],
])('%j is the public URL %j', async (url, shown) => {
  const tunnel = await ownUrl.open(openRequest('own-url', { url }))
  expect(tunnel).toMatchObject({ url: shown, wantedUrl: shown })
  expect(tunnel.facts).toEqual([{ label: 'Leads to', value: 'http://127.0.0.1:4650' }])
  await tunnel.close()
})

test.each([
  [null],
  ['ftp://hooks.example.com'],
  ['javascript:alert(1)'],
  ['hooks.example.com'],
  ['https://user@hooks.example.com'],
  ['https://:password@hooks.example.com'],
  ['https://hooks.example.com/?a=b'],
  ['https://hooks.example.com/#a'],
])('%j can be none, and it says what to do', async (url) => {
  const error = await ownUrl.open(openRequest('own-url', { url })).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(TunnelRefused)
  expect(error.advice).toContain('Settings')
  expect(error.message).not.toContain('password@')
})
