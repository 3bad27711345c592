import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { nodeCrypto } from '../../electron/engine/signature/node-crypto.ts'
import type { HeaderPairs } from '../../shared/http/header-pairs.ts'
import { providerById } from '../../shared/signature/catalogue/catalogue.ts'
import { signRequest } from '../../shared/signature/sign-request.ts'
import { jsonBody, type Received, type SdkCase, sdkCases } from './sdk-cases.ts'

const PATH = '/webhooks/in?shop=1'
const PUBLIC_URL = `https://hooks.example.test${PATH}`

test('at least twenty providers are asked, each once', () => {
  expect(new Set(sdkCases.map(({ provider }) => provider)).size).toBe(sdkCases.length)
  expect(sdkCases.length).toBeGreaterThanOrEqual(20)
})

test.each(sdkCases)('$provider: its own SDK accepts what Hookbench signed, unless a byte is changed', async (sdk) => {
  const received = sign(sdk)
  expect(Boolean(await sdk.accepts(received))).toBe(true)

  const changed = { ...received, body: withByteChanged(received.body) }
  // It has just said yes to the same call, so that an error is about this body.
  const verdict = Promise.resolve(sdk.accepts(changed)).then(Boolean, () => false)
  await expect(verdict).resolves.toBe(false)
})

/** As `hookbench sign` does: SDKs judge by the clock, so the time is now. */
function sign({ provider: id, keys, contentType = 'application/json', headers = {}, body = jsonBody }: SdkCase) {
  const provider = providerById(id)
  if (provider === undefined) throw new Error(`The catalogue has no provider ${id}.`)
  const request = {
    method: 'POST',
    target: PATH,
    headers: [['Content-Type', contentType], ...Object.entries(headers)] satisfies HeaderPairs,
    body: Buffer.from(body()),
    publicUrl: PUBLIC_URL,
  }
  const key = { name: 'signing key', value: keys.signing }
  const time = { timestamp: Date.now(), id: `msg_${randomUUID()}` }
  const signed = signRequest(request, { provider }, key, time, nodeCrypto)
  if (signed.kind !== 'signed') throw new Error(signed.why)
  return receivedAs([...request.headers, ...signed.headers], request.body, keys.checking)
}

function receivedAs(pairs: HeaderPairs, body: Buffer, key: string): Received {
  const headers = Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]))
  return { url: PUBLIC_URL, path: PATH, body, headers, header: (name) => headers[name] ?? '', key }
}

/** In the middle of a word, so that the body can still be read as what it is. */
function withByteChanged(body: Buffer): Buffer {
  const at = body.indexOf('paid')
  if (at < 0) throw new Error('The body does not have the word in which a byte is changed.')
  const changed = Buffer.from(body)
  changed[at] = 'l'.charCodeAt(0)
  return changed
}
