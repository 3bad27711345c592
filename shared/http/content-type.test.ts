import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentTypeParam, parseContentType } from './content-type.ts'

test('reads media type and parameters', () => {
  const contentType = parseContentType('Text/HTML; Charset="UTF-8" ; x=1')
  expect(contentType.mediaType).toBe('text/html')
  expect(contentTypeParam(contentType, 'charset')).toBe('UTF-8')
  expect(contentTypeParam(contentType, 'x')).toBe('1')
})

test('reads quoted values with semicolons and escapes', () => {
  expect(parseContentType('a/b; boundary="a;b\\"c"; q=2').params).toEqual([
    ['boundary', 'a;b"c'],
    ['q', '2'],
  ])
})

test('tolerates what is missing', () => {
  expect(parseContentType(undefined)).toEqual({ mediaType: '', params: [] })
  expect(parseContentType('application/json;;; charset').params).toEqual([])
  expect(parseContentType('a/b; c="unclosed').params).toEqual([['c', 'unclosed']])
})

test('never throws and always ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(';', '=', '"', '\\', ' ', 'a') }), (value) => {
      parseContentType(value)
    }),
  )
})
