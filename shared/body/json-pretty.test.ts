import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prettyJson } from './json-pretty.ts'

function pretty(source: string): string {
  const result = prettyJson(source)
  if (result.kind !== 'pretty') throw new Error(`${result.kind}: ${source}`)
  return result.text
}

test('indents objects and arrays and leaves empty ones on a line', () => {
  expect(pretty('{"a":[1,{"b":null}],"c":{},"d":[ ]}')).toBe(
    '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": {},\n  "d": []\n}',
  )
})

test('keeps numbers, escapes, duplicate keys and key order as they came', () => {
  const source = '{"z":1.0,"a":1e5,"a":12345678901234567890,"\\u0061":"\\/\\ud800"}'
  expect(pretty(source).replace(/\n\s*/g, '').replaceAll(': ', ':')).toBe(source)
})

test.each([
  ['{"a":1,}', 7],
  ['[1,]', 3],
  ['{"a" 1}', 5],
  ['[01]', 1],
  ['"a', 2],
  ['"\\x"', 2],
  ['"\\u12g4"', 5],
  ['{"a":1} x', 8],
  ['tru', 0],
  ['', 0],
  ['[', 1],
  ['"a\nb"', 2],
])('says where %j is invalid', (source, position) => {
  expect(prettyJson(source)).toEqual({ kind: 'invalid', position })
})

test('means the same as JSON.parse and JSON.stringify for what they can express', () => {
  fc.assert(
    fc.property(fc.json(), (source) => {
      expect(JSON.parse(pretty(source))).toEqual(JSON.parse(source))
    }),
  )
})

test('accepts exactly what JSON.parse accepts', () => {
  const alphabet = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '1',
    '-',
    '.',
    'e',
    ' ',
    'null',
    'true',
    '"a"',
  )
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 12 }), (tokens) => {
      const source = tokens.join('')
      expect(prettyJson(source).kind === 'pretty').toBe(parses(source))
    }),
    { numRuns: 3000 },
  )
})

test('is not troubled by 100,000 levels', () => {
  const depth = 100_000
  const text = pretty('['.repeat(depth) + ']'.repeat(depth))
  expect(text.replace(/\s/g, '').length).toBe(2 * depth)
})

test('gives up rather than fill the memory', () => {
  const source = `${'['.repeat(60)}${'0,'.repeat(10_000)}0${']'.repeat(60)}`
  expect(prettyJson(source, { longest: 100_000 })).toEqual({ kind: 'too-long' })
})

test('indents the values of a sequence one below the other', () => {
  expect(prettyJson('{"a":1}\n[2]\n', { sequence: true })).toEqual({
    kind: 'pretty',
    text: '{\n  "a": 1\n}\n[\n  2\n]',
  })
})

function parses(source: string): boolean {
  try {
    JSON.parse(source)
    return true
  } catch {
    return false
  }
}
