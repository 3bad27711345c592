import { expect, test } from 'vitest'
import type { ContentRef } from '../engine/engine-door.ts'
import { contentPath, parseContentPath } from './content-path.ts'

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
