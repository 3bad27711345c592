import { expect, test } from 'vitest'
import { packRequests, type RequestRow, unpackRequests } from './packed-requests.ts'

const row: RequestRow = {
  endpoint: 'stripe',
  method: 'POST',
  target: '/stripe?"\\\xe9',
  http_version: '1.1',
  body_size: 3,
  headers: '["A","1","a",""]',
  trailers: '["X","\xff"]',
  body: null,
}

test('requests come out as they went in, gone ones as null', () => {
  const packed = packRequests([
    { row, body: Buffer.from('abc') },
    null,
    { row: { ...row, method: null, target: null, headers: '[]', trailers: null }, body: Buffer.from([0, 255]) },
  ])
  expect(unpackRequests(structuredClone(packed), ['1', '2', '3', '4'])).toEqual([
    {
      id: '1',
      endpoint: 'stripe',
      method: 'POST',
      target: '/stripe?"\\\xe9',
      httpVersion: '1.1',
      headers: [
        ['A', '1'],
        ['a', ''],
      ],
      trailers: [['X', '\xff']],
      body: new Uint8Array([97, 98, 99]),
    },
    null,
    {
      id: '3',
      endpoint: 'stripe',
      method: null,
      target: null,
      httpVersion: '1.1',
      headers: [],
      trailers: [],
      body: new Uint8Array([0, 255]),
    },
  ])
})
