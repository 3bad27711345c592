import { z } from 'zod'

/** What is new in the shape of a capture. */
export const shapeChange = z.object({
  /** `added`: nothing was there before; `gone`: it was always there; `type`: a kind of value that it never was. */
  kind: z.enum(['added', 'gone', 'type']),
  /** JSON pointer (RFC 6901) to where it is, or would be. */
  pointer: z.string(),
  /** Kinds of value that it had before; empty where nothing was. */
  was: z.array(z.string()),
  /** The kind that it has now; null where nothing is. */
  now: z.string().nullable(),
  /** Of how many values before it says so. */
  seen: z.number().int(),
})

export type ShapeChange = z.infer<typeof shapeChange>

/** The change as a sentence. */
export function describeChange({ kind, pointer, was, now, seen }: ShapeChange): string {
  const place = pointer === '' ? 'The body' : pointer
  const times = seen.toLocaleString('en')
  switch (kind) {
    case 'added':
      return `${place} is new: ${named(now)}. None of ${times} before had it.`
    case 'gone':
      return `${place} is gone. All ${times} before had it: ${was.map(named).join(' or ')}.`
    case 'type':
      return `${place} is ${named(now)} now. In ${times} before it was ${was.map(named).join(' or ')}.`
  }
}

function named(kind: string | null): string {
  if (kind === null || kind === 'null') return 'null'
  return `${/^[aio]/.test(kind) ? 'an' : 'a'} ${kind}`
}
