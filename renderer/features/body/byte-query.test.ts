import { expect, test } from 'vitest'
import { readByteQuery } from './byte-query.ts'

test.each([
  ['0a 0d', 'bytes', '0a0d'],
  ['  0A   0d ', 'bytes', '0a0d'],
  ['ff', 'bytes', 'ff'],
  ['0xCAFEbabe', 'bytes', 'cafebabe'],
  ['"ff"', 'text', '6666'],
  ['cafe', 'text', '63616665'],
  ['0x0', 'text', '307830'],
  ['0a 0', 'text', '30612030'],
  ['ä', 'text', 'c3a4'],
  ['"', 'text', '22'],
  ['', 'text', ''],
])('%j are %s', (query, kind, hex) => {
  const read = readByteQuery(query)
  expect([read.kind, [...read.bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')]).toEqual([kind, hex])
})
