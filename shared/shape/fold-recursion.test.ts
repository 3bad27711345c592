import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emitTypes } from './emit-types.ts'
import { expectAccepted } from './testing/expect-accepted.ts'
import { shapeOfAll } from './testing/shape-of-all.ts'

function emitted(samples: ReadonlyArray<unknown>, language: 'ts' | 'schema' | 'zod'): string {
  return emitTypes(shapeOfAll(samples), language, { name: 'comment.added', about: ['Of comments.'] })
}

const COMMENTS = [
  {
    comment: {
      id: 1,
      author: { name: 'Ada' },
      replies: [
        { id: 2, author: { name: 'Bob' }, replies: [{ id: 3, author: { name: 'Cy' }, replies: [] }] },
        { id: 4, author: { name: 'Di' }, replies: [], edited: true },
      ],
    },
  },
  { comment: { id: 5, author: { name: 'Eve' }, replies: null, edited: false } },
]

test('comments with replies are one interface', () => {
  expect(emitted(COMMENTS, 'ts')).toBe(`/** Of comments. */

/** Seen 2 times. */
export interface CommentAdded {
  comment: Comment
}

/** Seen 5 times. */
export interface Comment {
  id: number
  author: Author
  /** In 2 of 5. */
  edited?: boolean
  /** Null in 1 of 5. */
  replies: Comment[] | null
}

/** Seen 5 times. */
export interface Author {
  name: string
}
`)
})

test('and a schema that refers to itself', () => {
  const schema = JSON.parse(emitted(COMMENTS, 'schema')) as {
    $defs: { Comment: { properties: { replies: unknown } } }
  }
  expect(schema.$defs.Comment.properties.replies).toMatchObject({
    type: ['array', 'null'],
    items: { $ref: '#/$defs/Comment' },
  })
  expect(Object.keys(schema.$defs)).toEqual(['Comment', 'Author'])
  const [first] = COMMENTS
  expect(JSON.parse(emitted([first?.comment], 'schema'))).toMatchObject({
    properties: { replies: { items: { $ref: '#' } } },
  })
})

test('and a getter of Zod', () => {
  expect(emitted(COMMENTS, 'zod')).toContain('  get replies() {\n    return z.array(commentSchema).nullable()\n  },\n')
})

test('a tree of two branches is one', () => {
  const leaf = (value: number) => ({ value, left: null, right: null })
  const tree = {
    value: 1,
    left: { value: 2, left: leaf(3), right: leaf(4) },
    right: { value: 5, left: null, right: leaf(6) },
  }
  expect(emitted([tree], 'ts')).toContain('left: CommentAdded | null')
  expect(emitted([tree], 'ts')).toContain('right: CommentAdded | null')
  expect(emitted([tree], 'ts').match(/export/g)).toHaveLength(1)
})

test.each<[string, unknown]>([
  ['fields that the outer one has not', { id: 1, parent: { id: 2, parent: null, more: 1 } }],
  ['fields of other kinds', { id: 1, parent: { id: 'a', parent: null } }],
  ['another inside', { id: 1, by: { a: 1 }, parent: { id: 2, by: { b: 1 }, parent: null } }],
  ['nothing more of its kind', { id: 1, name: 'a', parent: { id: 2, name: 'b' } }],
  ['nothing but itself', { next: { next: { next: null } } }],
])('what has %s is not the same', (_what, sample) => {
  expect(emitted([sample], 'ts').match(/export/g)?.length).toBeGreaterThan(1)
  expectAccepted([sample])
})

test('a thread of any depth is bounded', () => {
  let thread: unknown = { id: 0, replies: [] }
  for (let id = 1; id < 200; id++) thread = { id, replies: [thread] }
  expect(emitted([thread], 'ts').match(/export/g)).toHaveLength(1)
  expectAccepted([thread])
})

test('every sample of what nests is valid by the types of all', { timeout: 120_000 }, () => {
  const { node } = fc.letrec((tie) => ({
    node: fc.record(
      {
        id: fc.oneof(fc.integer(), fc.constantFrom('a', 'b')),
        type: fc.constantFrom('comment', 'reply'),
        author: fc.option(fc.record({ name: fc.string() }, { requiredKeys: [] })),
        replies: fc.oneof(
          { depthSize: 'medium' },
          fc.constant(null),
          fc.array(tie('node'), { maxLength: 3 }),
          tie('node'),
        ),
        parent: fc.oneof({ depthSize: 'small' }, fc.constant(null), tie('node')),
      },
      { requiredKeys: ['id', 'replies'] },
    ),
  }))
  fc.assert(
    fc.property(fc.array(node, { minLength: 1, maxLength: 6 }), (samples) => {
      expectAccepted(samples)
      expectAccepted(Array.from({ length: 40 }, (_, index) => samples[index % samples.length]))
    }),
    { numRuns: 60 },
  )
})
