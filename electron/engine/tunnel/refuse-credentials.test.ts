import { expect, test } from 'vitest'
import { localtunnel } from './localtunnel.ts'
import { ownUrl } from './own-url.ts'
import { createSmee } from './smee.ts'
import { openRequest } from './testing/open-request.ts'
import { TunnelRefused } from './tunnel.ts'

const url = 'http://me:s3cret@127.0.0.1:9/channel'

test.each([
  ['localtunnel', () => localtunnel.open(openRequest('localtunnel', { host: url }))],
  ['smee', () => createSmee().open(openRequest('smee', { channel: url }))],
  ['own-url', () => ownUrl.open(openRequest('own-url', { url }))],
])('a URL with a password is refused, and the password not told: %s', async (_kind, open) => {
  const error = await open().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(TunnelRefused)
  expect(error).toMatchObject({
    message: expect.stringContaining('password'),
    advice: expect.stringContaining('Take it out'),
  })
  expect(String(error)).not.toContain('s3cret')
})
