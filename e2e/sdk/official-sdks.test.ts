import { expect, test } from 'vitest'
import { sdkCases } from './sdk-cases.ts'
import { asReceived, signedRequest } from './signed-request.ts'

test('at least twenty providers are asked, each once', () => {
  expect(new Set(sdkCases.map(({ provider }) => provider)).size).toBe(sdkCases.length)
  expect(sdkCases.length).toBeGreaterThanOrEqual(20)
})

test.each(sdkCases)('$provider: its own SDK accepts what Hookbench signed, unless a byte is changed', async (sdk) => {
  const received = asReceived(signedRequest(sdk), sdk.keys.checking)
  expect(Boolean(await sdk.accepts(received))).toBe(true)

  const changed = { ...received, body: withByteChanged(received.body) }
  // It has just said yes to the same call, so that an error is about this body.
  const verdict = Promise.resolve(sdk.accepts(changed)).then(Boolean, () => false)
  await expect(verdict).resolves.toBe(false)
})

/** In the middle of a word, so that the body can still be read as what it is. */
function withByteChanged(body: Buffer): Buffer {
  const at = body.indexOf('paid')
  if (at < 0) throw new Error('The body does not have the word in which a byte is changed.')
  const changed = Buffer.from(body)
  changed[at] = 'l'.charCodeAt(0)
  return changed
}
