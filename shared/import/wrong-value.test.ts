import { expect, test } from 'vitest'
import { z } from 'zod'
import { captureTag } from '../capture/capture-tag.ts'
import { wrongValue } from './wrong-value.ts'

const schema = z.object({
  id: z.uuid().default('01932c3a-0000-7000-8000-000000000001'),
  kind: z.enum(['a', 'b']).default('a'),
  size: z.number().int().max(9).default(1),
  note: z.string().max(5).default(''),
  list: z.array(z.tuple([z.string(), z.string().regex(/^x/, 'has no x')])).default([]),
  tags: z.array(captureTag).default([]),
  needed: z.string(),
})

test.each([
  [null, 'It is no object.'],
  [{}, 'needed: is missing.'],
  [{ needed: 1 }, 'needed: is no string.'],
  [{ needed: '', id: 'x' }, 'id: is no id (a UUID).'],
  [{ needed: '', kind: 'c' }, 'kind: is none of a, b.'],
  [{ needed: '', size: 0.5 }, 'size: is no whole number.'],
  [{ needed: '', size: 10 }, 'size: is more than 9.'],
  [{ needed: '', note: 'longer' }, 'note: is more than 5 characters.'],
  [{ needed: '', list: {} }, 'list: is no list.'],
  [{ needed: '', list: [['a', 'b']] }, 'list.0.1: has no x.'],
  [{ needed: '', tags: ['a b'] }, 'tags.0: A tag is one word, without spaces, commas, quotes or parentheses.'],
])('%j', (value, said) => {
  expect(wrongValue(schema.safeParse(value).error?.issues[0])).toBe(said)
})
