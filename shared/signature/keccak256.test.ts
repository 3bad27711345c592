import { expect, test } from 'vitest'
import { keccak256 } from './keccak256.ts'

/** Of the Keccak team's and Ethereum's published values. */
const KNOWN = [
  ['', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
  ['abc', '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45'],
  ['hello', '1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8'],
] as const

test.each(KNOWN)('hashes %j', (text, hex) => {
  expect(hexOf(keccak256(bytes(text)))).toBe(hex)
})

test('pads every length around a block', () => {
  const hashes = [134, 135, 136, 137, 271, 272].map((length) => hexOf(keccak256(bytes('a'.repeat(length)))))
  expect(new Set(hashes).size).toBe(hashes.length)
  expect(hashes[1]).toBe('34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446')
})

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

function hexOf(hash: Uint8Array): string {
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
