import { expect, test } from 'vitest'
import type { ContentRef } from '../engine/engine-door.ts'
import { contentPath, exportPath, isBytesPath, parseContentPath, parseExportPath } from './content-path.ts'

const id = '0192f0c1-2b3c-7d4e-8f50-112233445566'
const refs: ContentRef[] = [
  { kind: 'capture-body', id, decoded: false },
  { kind: 'capture-body', id, decoded: true },
  { kind: 'delivery-request-body', id, decoded: false },
  { kind: 'delivery-response-body', id, decoded: true },
]

test.each(refs)('$kind, decoded $decoded: the path leads back to what it names', (ref) => {
  expect(parseContentPath(contentPath(ref))).toEqual(ref)
})

test.each([
  '/captures/../body',
  `/captures/${id}/request-body`,
  `/deliveries/${id}/body`,
  `/captures/${id}/body/`,
  '/captures/1/body',
])('%s names nothing', (path) => {
  expect(parseContentPath(path)).toBeNull()
})

test('files of exports and imports have addresses of their own', () => {
  const id = '019c0000-0000-7000-8000-000000000001'
  expect(parseExportPath(exportPath(id))).toBe(id)
  for (const path of ['/exports', '/exports/', `/exports/${id}/x`, '/exports/../captures']) {
    expect(parseExportPath(path)).toBeNull()
  }
  for (const path of [exportPath(id), '/imports', '/uploads', `/captures/${id}/body`])
    expect(isBytesPath(path)).toBe(true)
  for (const path of ['/', '/imports/x', '/assets/index.js']) expect(isBytesPath(path)).toBe(false)
})
