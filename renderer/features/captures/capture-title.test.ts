import { expect, test } from 'vitest'
import { captureTitle } from './capture-title.ts'

test.each([
  // Text from a header or from JSON: not to be decoded again, even where it looks like UTF-8 read as latin1.
  [{ eventType: 'Ã¼', target: '/a', state: 'complete' as const }, 'Ã¼'],
  [{ eventType: 'größe.geändert', target: '/a', state: 'complete' as const }, 'größe.geändert'],
  // Bytes as they came: UTF-8 where they are.
  [{ eventType: null, target: '/gr\u00c3\u00b6\u00c3\u009fe', state: 'complete' as const }, '/größe'],
  [{ eventType: null, target: '/gr\u00f6', state: 'complete' as const }, '/grö'],
  [{ eventType: null, target: 'http://example.com/a?b=http://c/', state: 'complete' as const }, '/a?b=http://c/'],
  [{ eventType: null, target: 'http://example.com', state: 'complete' as const }, 'http://example.com'],
  [{ eventType: null, target: 'example.com:443', state: 'complete' as const }, 'example.com:443'],
  [{ eventType: null, target: null, state: 'malformed' as const }, 'malformed request'],
])('names %j: %s', (capture, title) => {
  expect(captureTitle(capture)).toBe(title)
})
