import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseContentType } from '../http/content-type.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { bodyKind } from './body-kind.ts'

const PNG = '\x89PNG\r\n\x1a\n\0\0'

test.each([
  ['application/json; charset=utf-8', '{"a":1}', 'json'],
  ['application/vnd.github+json', '[]', 'json'],
  ['application/x-ndjson', '{}\n{}', 'ndjson'],
  ['application/soap+xml', '<a/>', 'xml'],
  ['text/html', '<p>', 'html'],
  ['image/svg+xml', '<svg onload="x">', 'xml'],
  ['application/x-www-form-urlencoded', 'a=1', 'form'],
  ['multipart/form-data; boundary=x', '--x', 'multipart'],
  ['image/png', PNG, 'image'],
  ['image/png', 'not found', 'text'],
  ['text/plain', '{"a":1}', 'json'],
  ['text/plain', '{"a":1}\n{"a":2}\n{"a"', 'ndjson'],
  ['text/plain', '{\n"a":1}', 'json'],
  ['text/plain', 'hello', 'text'],
  ['', '<?xml version="1.0"?>', 'xml'],
  ['', '<!DOCTYPE html><p>', 'html'],
  ['application/octet-stream', PNG, 'image'],
  ['application/octet-stream', '\0\x01\x02', 'binary'],
  ['application/json', '\x1f\x8b\x08\0\0', 'binary'],
  ['application/json; charset=utf-16le', '{\0}\0', 'json'],
  ['application/json', '', 'empty'],
])('%s with %j is %s', (contentType, body, kind) => {
  expect(bodyKind(parseContentType(contentType), bytesFromLatin1(body), body.length)).toBe(kind)
})

test('has an answer for any type and any bytes', () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array(), (contentType, bytes) => {
      expect(bodyKind(parseContentType(contentType), bytes, bytes.length)).toBeTypeOf('string')
    }),
  )
})
