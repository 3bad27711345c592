import { expect, test } from 'vitest'
import { parseTemplate } from './content-template.ts'
import { formScheme } from './scheme.ts'

test('reads placeholders, escapes and braces', () => {
  expect(parseTemplate('v0:{timestamp}\\n{header:X-Nonce}{{é}}')).toEqual({
    kind: 'template',
    pieces: [
      { kind: 'text', text: 'v0:' },
      { kind: 'plain', name: 'timestamp' },
      { kind: 'text', text: '\n' },
      { kind: 'named', from: 'header', name: 'X-Nonce' },
      { kind: 'text', text: '{\xc3\xa9}' },
    ],
  })
})

test.each(['{boddy}', '{body', 'body}', '{header:}', '{}'])('says what is wrong with %s', (text) => {
  expect(parseTemplate(text)).toMatchObject({ kind: 'wrong' })
})

test('a scheme with an unreadable template is refused with a sentence that helps', () => {
  const scheme = {
    kind: 'hmac',
    hash: 'sha256',
    signature: { from: [{ in: 'header', name: 'X-Signature' }], layout: { kind: 'plain' }, encoding: 'hex' },
    content: '{boddy}',
    secret: { decode: 'text' },
  }
  const result = formScheme.safeParse(scheme)
  expect(result.error?.issues[0]).toMatchObject({ path: ['content'] })
  expect(result.error?.issues[0]?.message).toContain('{body}')
  expect(formScheme.safeParse({ ...scheme, content: '{body}' }).success).toBe(true)
})
