import fc from 'fast-check'
import { expect, test } from 'vitest'
import { captureTag, parseTags } from './capture-tag.ts'

test('words become tags: in lower case, each once, with or without #', () => {
  expect(parseTags('Refunds, #todo  refunds')).toEqual(['refunds', 'todo'])
  expect(parseTags(' , ')).toEqual([])
})

test('what the filter language gives a meaning to cannot be in a tag', () => {
  for (const text of ['a"b', "a'b", 'a(b', 'a\u0000b', 'x'.repeat(41)]) expect(() => parseTags(text)).toThrow()
})

test('a tag stays what it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const parsed = captureTag.safeParse(text)
      if (parsed.success) expect(captureTag.parse(parsed.data)).toBe(parsed.data)
    }),
  )
})
