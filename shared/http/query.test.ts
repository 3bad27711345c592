import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFormUrlencoded } from './form-urlencoded.ts'
import { bytesFromLatin1 } from './latin1.ts'
import { parseQuery } from './query.ts'

test('keeps order, duplicates and spelling beside what they decode to', () => {
  expect(parseQuery('/a?b=1&a=%41+x&b&=2')).toEqual([
    { rawName: 'b', rawValue: '1', name: 'b', value: '1' },
    { rawName: 'a', rawValue: '%41+x', name: 'a', value: 'A x' },
    { rawName: 'b', rawValue: null, name: 'b', value: null },
    { rawName: '', rawValue: '2', name: '', value: '2' },
  ])
})

test('a target without a query has no pairs', () => {
  expect(parseQuery('/a')).toEqual([])
  expect(parseQuery('/a?')).toEqual([])
})

test('reads a form body, without the line end after it', () => {
  expect(
    parseFormUrlencoded(bytesFromLatin1('name=J%C3%BCrgen&x=1\r\n')).map((pair) => [pair.name, pair.value]),
  ).toEqual([
    ['name', 'Jürgen'],
    ['x', '1'],
  ])
})

test('what is encoded comes back, and nothing throws', () => {
  const text = fc.string({ unit: 'grapheme' }).map((value) => value.toWellFormed())
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
      const query = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
      expect(parseQuery(`/?${query}`).map((pair) => [pair.name, pair.value])).toEqual(pairs)
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      parseFormUrlencoded(bytes)
    }),
  )
})
