import { parse, stringify, validate, version } from 'uuid'
import { expect, test } from 'vitest'
import { newId, newIdBytes } from './new-id.ts'

test('ids are UUIDs of version 7, and none comes twice', () => {
  const ids = Array.from({ length: 2000 }, newId)
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
})

test('as bytes they carry their time', () => {
  const bytes = Array.from({ length: 600 }, () => newIdBytes(0x0192_f0c1_2b3c))
  expect(stringify(bytes[0] as Uint8Array)).toMatch(/^0192f0c1-2b3c-7/)
  expect(new Set(bytes.map((id) => stringify(id))).size).toBe(600)
  expect(parse(stringify(bytes[0] as Uint8Array))).toEqual(bytes[0])
})
