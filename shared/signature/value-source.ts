import { z } from 'zod'

/** Where in a request a value stands. */
export const valueSource = z.discriminatedUnion('in', [
  z.object({ in: z.literal('header'), name: z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, 'a header name') }),
  z.object({ in: z.literal('query'), name: z.string().min(1) }),
  z.object({ in: z.literal('form'), name: z.string().min(1) }),
  /** A JSON pointer (RFC 6901) into the body. */
  z.object({ in: z.literal('json'), pointer: z.string().startsWith('/') }),
  /** A key of the signature header itself: the `t` of `t=…,v1=…`. */
  z.object({ in: z.literal('signature'), key: z.string().min(1) }),
  z.object({ in: z.literal('body') }),
])

export type ValueSource = z.infer<typeof valueSource>

/** As people read it: `header X-Signature`. */
export function describeSource(source: ValueSource): string {
  switch (source.in) {
    case 'header':
      return `header ${source.name}`
    case 'query':
      return `query parameter ${source.name}`
    case 'form':
      return `form field ${source.name}`
    case 'json':
      return `JSON field ${source.pointer}`
    case 'signature':
      return `${source.key} of the signature`
    case 'body':
      return 'body'
  }
}
