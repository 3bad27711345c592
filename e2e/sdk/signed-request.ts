import { randomUUID } from 'node:crypto'
import { nodeCrypto } from '../../electron/engine/signature/node-crypto.ts'
import type { HeaderPairs } from '../../shared/http/header-pairs.ts'
import { providerById } from '../../shared/signature/catalogue/catalogue.ts'
import type { Provider } from '../../shared/signature/provider.ts'
import { signRequest } from '../../shared/signature/sign-request.ts'
import type { SignatureRequest } from '../../shared/signature/signature-request.ts'
import { jsonBody, type Received, type SdkCase } from './sdk-cases.ts'

const PATH = '/webhooks/in?shop=1'
const PUBLIC_URL = `https://hooks.example.test${PATH}`

export function providerOf({ provider: id }: SdkCase): Provider {
  const provider = providerById(id)
  if (provider === undefined) throw new Error(`The catalogue has no provider ${id}.`)
  return provider
}

/** As `hookbench sign` does. SDKs judge by the clock, so the time is near now. */
export function signedRequest(sdk: SdkCase, aheadSeconds = 0): SignatureRequest & { readonly body: Buffer } {
  const { keys, contentType = 'application/json', headers = {}, body = () => jsonBody() } = sdk
  const request = {
    method: 'POST',
    target: PATH,
    headers: [['Content-Type', contentType], ...Object.entries(headers)] satisfies HeaderPairs,
    body: Buffer.from(body(aheadSeconds)),
    publicUrl: PUBLIC_URL,
  }
  const key = { name: 'signing key', value: keys.signing }
  const time = { timestamp: Date.now() + aheadSeconds * 1000, id: `msg_${randomUUID()}` }
  const signed = signRequest(request, { provider: providerOf(sdk) }, key, time, nodeCrypto)
  if (signed.kind !== 'signed') throw new Error(signed.why)
  return { ...request, headers: [...request.headers, ...signed.headers] }
}

/** The request as the program behind the webhook has it. */
export function asReceived({ headers: pairs, body }: SignatureRequest, key: string): Received {
  const headers = Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]))
  const header = (name: string) => headers[name] ?? ''
  return { url: PUBLIC_URL, path: PATH, body: Buffer.from(body), headers, header, key }
}
