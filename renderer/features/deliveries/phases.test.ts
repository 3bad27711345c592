import { expect, test } from 'vitest'
import { phasesOf } from './phases.ts'

test('a phase lasts from the end of the one before it', () => {
  expect(phasesOf({ dns: 2, connect: 5, tls: null, firstByte: 20, total: 21 })).toEqual([
    { name: 'DNS', ms: 2 },
    { name: 'Connect', ms: 3 },
    { name: 'First byte', ms: 15 },
    { name: 'Body', ms: 1 },
  ])
})

test('a connection that was refused has no body', () => {
  expect(phasesOf({ dns: 1, connect: null, tls: null, firstByte: null, total: 3 })).toEqual([{ name: 'DNS', ms: 1 }])
})
