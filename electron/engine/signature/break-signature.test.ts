import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakSignature } from '../../../shared/signature/break-signature.ts'
import { providerById } from '../../../shared/signature/catalogue/catalogue.ts'
import { signRequest } from '../../../shared/signature/sign-request.ts'
import type { SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { nodeCrypto } from './node-crypto.ts'

const TIME = { timestamp: 1_767_225_600_000, id: null }
const request: SignatureRequest = {
  method: 'POST',
  target: '/',
  headers: [],
  body: Buffer.from('{"a":1}'),
  publicUrl: null,
}

test('a wrong secret signs in another way, whatever the right one is', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 1 }), (secret) => signsOtherwise('github', secret)))
})

test.each(['____', '-', 'é', 'a', 'AAAA'])('also for the secret %j', (secret) => {
  signsOtherwise('github', secret)
})

test('a wrong key of hex is another key, and no other spelling of the same', () => {
  signsOtherwise('squarespace', 'A'.repeat(64))
})

function signsOtherwise(id: string, value: string): void {
  const provider = providerById(id)
  if (provider === undefined) throw new Error(`No provider ${id}`)
  const key = { name: 'key', value }
  const right = signRequest(request, { provider }, key, TIME, nodeCrypto)
  const wrong = breakSignature('wrong-secret', request, { provider }, key, TIME, nodeCrypto)
  expect(right.kind).toBe('signed')
  expect(wrong.kind).toBe('signed')
  expect(wrong).not.toEqual(right)
}
