import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HeaderPairs } from '../http/header-pairs.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { bodyFileName } from './body-file-name.ts'
import type { ExportedCapture } from './exported-capture.ts'
import { sampleExport } from './testing/sample-export.ts'

function nameOf(headers: HeaderPairs, more: Partial<ExportedCapture> = {}): string {
  return bodyFileName(sampleExport({ headers, body: bytesFromLatin1('{"a":1}'), ...more }))
}

test.each<readonly [headers: HeaderPairs, ending: string]>([
  [[['Content-Type', 'application/json']], '.json'],
  [
    [
      ['Content-Type', 'application/json'],
      ['Content-Encoding', 'identity'],
    ],
    '.json',
  ],
  [
    [
      ['Content-Type', 'application/json'],
      ['Content-Encoding', ''],
    ],
    '.json',
  ],
  [
    [
      ['Content-Type', 'application/json'],
      ['Content-Encoding', 'identity, gzip'],
    ],
    '.bin',
  ],
  [
    [
      ['Content-Encoding', 'identity'],
      ['Content-Encoding', 'br'],
    ],
    '.bin',
  ],
])('%j ends in %s', (headers, ending) => {
  expect(nameOf(headers)).toMatch(new RegExp(`\\${ending}$`))
})

test('is a name on Windows and macOS, whatever was sent', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('con', 'aux', 'nul', '..', 'COM1', 'a/b', null)),
      fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true }),
      fc.string({ unit: 'binary' }),
      (endpoint, time, type) => {
        const name = nameOf([['Content-Type', type]], { endpoint, receivedAt: time.getTime() })
        expect(name).toMatch(/^\d[\w-]{1,120}\.[a-z]{3,9}$/)
      },
    ),
  )
})
