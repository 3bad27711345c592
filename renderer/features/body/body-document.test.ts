import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BodyDocument } from './body-document.ts'

function open(text: string, contentType = 'application/json'): BodyDocument {
  return new BodyDocument(new TextEncoder().encode(text), contentType)
}

test('serves pretty JSON in rows with line numbers', () => {
  const body = open('{"a":[1,2]}')
  expect(body.view({ mode: 'pretty' })).toMatchObject({ rows: 6 })
  expect(body.rows({ mode: 'pretty', from: 1, to: 3 })).toEqual([
    { line: 2, text: '  "a": [', start: 2 },
    { line: 3, text: '    1,', start: 11 },
  ])
})

test('breaks long lines where it is asked to, and finds in those rows', () => {
  const body = open('abcdefgh\nij', 'text/plain')
  expect(body.view({ mode: 'raw', columns: 3 })).toMatchObject({ rows: 4 })
  expect(body.rows({ mode: 'raw', columns: 3, from: 1, to: 3 })).toEqual([
    { line: null, text: 'def', start: 3 },
    { line: null, text: 'gh', start: 6 },
  ])
  const wanted = { mode: 'raw', query: 'FG', from: 0, backwards: false } as const
  expect(body.find({ ...wanted, columns: 3 })).toMatchObject({ row: 1, column: 2 })
  expect(body.find(wanted)).toMatchObject({ row: 0, column: 5 })
})

test('says where JSON is broken', () => {
  expect(open('{\n"a":1,}').view({ mode: 'pretty' })).toEqual({
    problem: 'This is no valid JSON: unexpected "}" at line 2, column 7.',
  })
  expect(open('{"a"').view({ mode: 'pretty' })).toEqual({ problem: 'This is no valid JSON: it ends too early.' })
})

test('names the charset that it had to choose', () => {
  const latin1 = new BodyDocument(Uint8Array.from([0x6e, 0xe4]), 'text/plain')
  expect(latin1.info).toMatchObject({ charset: 'windows-1252', charsetNote: expect.stringContaining('windows-1252') })
  expect(latin1.text({ mode: 'raw' })).toBe('nä')
  const unknown = new BodyDocument(Uint8Array.from([0x61]), 'text/plain; charset=klingon')
  expect(unknown.info.charsetNote).toContain('klingon')
})

test('finds forwards, backwards and around the end, whatever the case', () => {
  const body = open('one\nTwo\ntwo', 'text/plain')
  const find = (from: number, backwards: boolean) => body.find({ mode: 'raw', query: 'TWO', from, backwards })
  expect(find(0, false)).toEqual({ row: 1, column: 0, position: 4, length: 3 })
  expect(find(9, false)).toEqual({ row: 1, column: 0, position: 4, length: 3 })
  expect(find(4, true)).toEqual({ row: 2, column: 0, position: 8, length: 3 })
  expect(body.find({ mode: 'raw', query: '.', from: 0, backwards: false })).toBeNull()
})

test('indents and indexes 20 MB in a few seconds', () => {
  const record = '{"id":12345678901234567890,"name":"Ada Lovelace","tags":["a","b"],"nested":{"x":1.50,"y":null}},'
  const body = open(`[${record.repeat(Math.ceil((20 * 1024 * 1024) / record.length))}0]`)
  const view = body.view({ mode: 'pretty' })
  expect(view).toMatchObject({ rows: expect.any(Number) })
  expect(body.rows({ mode: 'pretty', from: 1_000_000, to: 1_000_001 })[0]?.line).toBe(1_000_001)
})

test('no bytes and no content type break it', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), (bytes, contentType) => {
      const body = new BodyDocument(Uint8Array.from(bytes), contentType)
      for (const mode of ['pretty', 'raw', 'hex'] as const) {
        const view = body.view({ mode })
        if ('rows' in view) expect(body.rows({ mode, from: 0, to: view.rows })).toHaveLength(view.rows)
      }
      body.form({ limit: 10 })
      body.multipart()
    }),
  )
})

test('finds bytes and texts among bytes, around the ends and across rows', () => {
  const bytes = new Uint8Array(40)
  bytes.set([0x0a, 0x0d], 15)
  bytes.set(new TextEncoder().encode('Grün'), 30)
  const body = new BodyDocument(bytes, 'application/octet-stream')
  const find = (query: string, from = 0, backwards = false) => body.find({ mode: 'hex', query, from, backwards })
  expect(find('0a 0d')).toEqual({ row: 0, column: 15, position: 15, length: 2 })
  expect(find('0a 0d', 16)).toMatchObject({ position: 15 })
  expect(find('0a 0d', 15, true)).toMatchObject({ position: 15 })
  expect(find('gRün')).toEqual({ row: 1, column: 14, position: 30, length: 5 })
  expect(find('00', 40, true)).toMatchObject({ position: 39 })
  expect(find('0d 0a')).toBeNull()
  expect(find('""')).toBeNull()
})
