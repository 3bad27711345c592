import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { checkVector, signatureVector } from '../../../shared/signature/vector.ts'
import { nodeCrypto } from './node-crypto.ts'

/** Whose verdict the provider's own SDK gave. */
const vectors = read('testing/signature-vectors.json')
/** Of providers without an SDK to ask: signed by another program, in Python, from what is known of their schemes. */
const moreVectors = read('testing/more-vectors.json')

function read(file: string) {
  return z.array(signatureVector).parse(JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')))
}

/** Where the SDK is more lenient or more strict than the wire format, and why Hookbench is not. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'openai-025':
    'OpenAI sends "v1,": a bare signature is a leniency of its SDK, and says that something took the version off.',
  'shopify-019': 'The HMAC fits. That the SDK wants four more headers is about its own use of them.',
}

test.each(vectors.filter(({ id }) => DIFFERENT[id] === undefined))('$id: $description is $expected', (vector) => {
  const check = checkVector(vector, nodeCrypto)
  expect({ id: vector.id, verdict: check.verdict }).toEqual({ id: vector.id, verdict: vector.expected })
})

test('what another program signed for 150 other providers gets the verdict that it ought to', () => {
  const different = moreVectors.filter((vector) => checkVector(vector, nodeCrypto).verdict !== vector.expected)
  expect(different.map(({ id }) => id)).toEqual([])
  expect(new Set(moreVectors.map(({ provider }) => provider)).size).toBeGreaterThan(150)
})

test('differs from an SDK only where the SDK is the exception', () => {
  for (const id of Object.keys(DIFFERENT)) {
    const vector = vectors.find((candidate) => candidate.id === id)
    expect(vector?.sdkSpecific, id).toBe(true)
    if (vector !== undefined) expect(checkVector(vector, nodeCrypto).verdict, id).not.toBe(vector.expected)
  }
})

/** Reasons of the vectors, and the problems that may be named for them. */
const PROBLEMS: Readonly<Record<string, ReadonlyArray<string>>> = {
  'missing-header': ['signature-missing', 'timestamp-missing', 'content-missing'],
  'missing-signature': ['signature-missing'],
  'timestamp-expired': ['timestamp-too-old'],
  'timestamp-in-future': ['timestamp-in-future'],
  'untrusted-certificate-url': ['key-url-untrusted'],
  'wrong-secret': ['signature-mismatch'],
  'signature-mismatch': ['signature-mismatch', 'signature-malformed'],
  'wrong-key-id': ['no-key-of-that-id'],
}

test.each(vectors.filter(({ id, reason }) => DIFFERENT[id] === undefined && PROBLEMS[reason ?? ''] !== undefined))(
  '$id: names the problem that is $reason',
  (vector) => {
    const check = checkVector(vector, nodeCrypto)
    expect(PROBLEMS[vector.reason ?? '']).toContain(check.verdict === 'invalid' ? check.problem.kind : check.verdict)
  },
)
