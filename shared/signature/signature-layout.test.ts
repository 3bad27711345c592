import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SignatureLayout } from './scheme.ts'
import { parseSignature, writeSignature } from './signature-layout.ts'

const STRIPE: SignatureLayout = { kind: 'pairs', separator: ',', keys: ['v1'] }
const STANDARD: SignatureLayout = { kind: 'list', separator: ' ', prefix: 'v1,' }

test('reads every signature of a list of pairs, and the rest by its key', () => {
  expect(parseSignature('t=1, v1=a,v0=x,v1=b=', STRIPE)).toEqual({
    kind: 'parsed',
    signatures: ['a', 'b='],
    fields: new Map([
      ['t', '1'],
      ['v0', 'x'],
    ]),
  })
})

test('passes other versions of a list over, and says so if there is nothing else', () => {
  expect(parseSignature('v1a,x v1,y', STANDARD)).toMatchObject({ signatures: ['y'] })
  expect(parseSignature('v2,x', STANDARD)).toEqual({ kind: 'other-version', expected: 'v1,' })
  expect(parseSignature('t=1,v2=x', STRIPE)).toEqual({ kind: 'other-version', expected: 'v1=' })
})

test.each([
  ['', { kind: 'plain' }],
  ['  ', { kind: 'plain' }],
  ['sha256=', { kind: 'plain', prefix: 'sha256=' }],
  ['sha1=ab', { kind: 'plain', prefix: 'sha256=' }],
  ['t=1', STRIPE],
  ['v1=', STRIPE],
  ['', STRIPE],
  ['v1,', STANDARD],
  ['', STANDARD],
  ['1', { kind: 'timestamp-first', separator: ',' }],
  ['v1=a,t=1', { ...STRIPE, ordered: true }],
  ['t=1,v1=a,v1=b', { ...STRIPE, ordered: true }],
] satisfies Array<[string, SignatureLayout]>)('calls %j malformed', (value, layout) => {
  expect(parseSignature(value, layout).kind).toBe('malformed')
})

test('reads an item without a key', () => {
  expect(parseSignature('t=1;abc', { kind: 'pairs', separator: ';', keys: [''] })).toMatchObject({
    signatures: ['abc'],
  })
})

test('reads a prefix with a part that differs', () => {
  const layout: SignatureLayout = { kind: 'list', separator: ',', prefix: '*/SHA256/' }
  expect(parseSignature('k1/SHA256/ab,k2/SHA256/cd', layout)).toMatchObject({ signatures: ['ab', 'cd'] })
})

const layouts: SignatureLayout[] = [
  { kind: 'plain' },
  { kind: 'plain', prefix: 'sha256=' },
  STANDARD,
  STRIPE,
  { ...STRIPE, ordered: true },
  { kind: 'timestamp-first', separator: ',' },
]

test.each(layouts)('what is written in $kind is read again', (layout) => {
  fc.assert(
    fc.property(fc.base64String({ minLength: 4 }), fc.nat(), (signature, time) => {
      const written = writeSignature(signature, layout, [['t', String(time)]])
      expect(parseSignature(written, layout)).toMatchObject({ kind: 'parsed', signatures: [signature] })
    }),
  )
})

test('takes a bounded number of signatures from a header that has thousands', () => {
  const value = `t=1,${'v1=a,'.repeat(20_000)}`
  const parsed = parseSignature(value, STRIPE)
  expect(parsed.kind === 'parsed' ? parsed.signatures.length : 0).toBeLessThan(64)
})

test('never throws', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...layouts), (value, layout) => {
      parseSignature(value, layout)
    }),
  )
})
