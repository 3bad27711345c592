import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nodeCrypto } from './node-crypto.ts'

const ed25519 = generateKeyPairSync('ed25519')
const raw = Buffer.from(ed25519.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
const jwk = ed25519.publicKey.export({ format: 'jwk' })
const pem = ed25519.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const der = ed25519.publicKey.export({ type: 'spki', format: 'der' })
const CONTENT = ['one ', Buffer.from('two')]
const SIGNATURE = sign(null, Buffer.from('one two'), ed25519.privateKey)

test.each([
  ['PEM', pem],
  ['a PEM whose line ends are written as \\n', pem.replaceAll('\n', '\\n')],
  ['SPKI as base64', der.toString('base64')],
  ['32 bytes as hex', raw.toString('hex')],
  ['32 bytes as base64', raw.toString('base64')],
  ['a JWK', JSON.stringify(jwk)],
  ['a set of JWKs, with one of an unknown kind', JSON.stringify({ keys: [{ kty: 'XX' }, { ...jwk, kid: 'a' }] })],
  ['PEMs by their id', JSON.stringify({ a: pem })],
])('reads a public key from %s', (_, text) => {
  const read = nodeCrypto.publicKeys(text)
  if (read.kind !== 'keys') throw new Error(read.why)
  const [key] = read.keys
  expect(key?.type).toBe('ed25519')
  if (key === undefined) return
  expect(nodeCrypto.verify(key, { kind: 'ed25519' }, CONTENT, SIGNATURE)).toBe(true)
  expect(nodeCrypto.verify(key, { kind: 'ed25519' }, ['one twO'], SIGNATURE)).toBe(false)
  expect(nodeCrypto.verify(key, { kind: 'rsa', hash: 'sha256', padding: 'pkcs1' }, CONTENT, SIGNATURE)).toBe(false)
})

test('says what a public key may look like, and never throws, whatever is pasted', () => {
  expect(nodeCrypto.publicKeys('secret')).toMatchObject({ kind: 'unusable' })
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      nodeCrypto.publicKeys(text)
      nodeCrypto.sign(text, { kind: 'ed25519' }, CONTENT)
    }),
  )
})

test('a private key of another kind is refused in words that do not hold it', () => {
  const own = ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const result = nodeCrypto.sign(own, { kind: 'rsa', hash: 'sha256', padding: 'pkcs1' }, CONTENT)
  expect(result).toEqual({ kind: 'unusable', why: 'It is a key for ed25519, not for rsa.' })
})

test('the pieces of a content are hashed as one, whether the key is text or bytes', () => {
  const expected = createHmac('sha256', 'kéy').update('one two').digest('hex')
  expect(nodeCrypto.hmac('sha256', 'kéy', CONTENT, 'hex')).toBe(expected)
  expect(nodeCrypto.hmac('sha256', Buffer.from('kéy'), CONTENT, 'hex')).toBe(expected)
})

test('compares texts of any length and any characters', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      (left, right) => {
        expect(nodeCrypto.equal(left, right)).toBe(left === right)
        expect(nodeCrypto.equal(left, left)).toBe(true)
        expect(nodeCrypto.equal(`a${left}`, `b${left}`)).toBe(false)
      },
    ),
  )
  // Equal as latin1, and not equal.
  expect(nodeCrypto.equal('\u0141', 'A')).toBe(false)
})

test.each(['hex', 'base64', 'base64url'] as const)('%s is decoded strictly', (encoding) => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = nodeCrypto.encode(bytes, encoding)
      expect(Buffer.from(nodeCrypto.decode(text, encoding) ?? [1]).equals(Buffer.from(bytes))).toBe(true)
      expect(nodeCrypto.decode(`${text}!`, encoding)).toBeNull()
    }),
  )
})

test('one encoding is not taken for another', () => {
  expect(nodeCrypto.decode('abc', 'hex')).toBeNull()
  expect(nodeCrypto.decode('a-_b', 'base64')).toBeNull()
  expect(nodeCrypto.decode('a+/b', 'base64url')).toBeNull()
  expect(nodeCrypto.decode('AAA', 'base64')).toEqual(Buffer.from([0, 0]))
})
