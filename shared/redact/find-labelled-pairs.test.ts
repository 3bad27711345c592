import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

// Whatever may stand beside a label: no test of the text before must pass over one of them.
test.each(['value', 'val', 'v', 'new', 'old', 'before', 'after', 'previous', 'default', 'answer', 'content', 'data'])(
  'what %s= says beside a label is taken out',
  (name) => {
    expect(redactedBody(`log field=password ${name}=hunter2x9 done`, 'text/plain')).toBe(
      `log field=password ${name}=[token-1] done`,
    )
    expect(redactedBody(`see <i name=password ${name}="hunter2x9">`, 'text/plain')).toBe(
      `see <i name=password ${name}="[token-1]">`,
    )
    expect(redactedBody(`log field=colour ${name}=red done`, 'text/plain')).toBe(`log field=colour ${name}=red done`)
  },
)
