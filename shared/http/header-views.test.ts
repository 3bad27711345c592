import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headerViews } from './header-views.ts'

// The example of RFC 7519, section 3.1.
const JWT =
  'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'

test('decodes a JWT as the text that it is, with its times', () => {
  const [viewed] = headerViews([['Authorization', `Bearer ${JWT}`]])
  expect(viewed?.view).toEqual({
    kind: 'jwt',
    jwt: {
      header: '{"typ":"JWT",\r\n "alg":"HS256"}',
      payload: '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}',
      times: [{ claim: 'exp', unixMs: 1300819380000 }],
    },
  })
})

test('reads basic credentials', () => {
  const [viewed] = headerViews([['authorization', 'Basic QWxhZGRpbjpvcGVuOnNlc2FtZQ==']])
  expect(viewed?.view).toEqual({ kind: 'basic', user: 'Aladdin', password: 'open:sesame' })
})

test('reads dates and the timestamps that providers sign', () => {
  const views = headerViews([
    ['Date', 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['X-Slack-Request-Timestamp', '1531420618'],
    ['Expires', '0'],
    ['Host', 'a'],
  ])
  expect(views.map(({ index, view }) => [index, view])).toEqual([
    [0, { kind: 'date', unixMs: 784111777000 }],
    [1, { kind: 'date', unixMs: 1531420618000 }],
  ])
})

test('never throws', () => {
  const names = fc.constantFrom('Authorization', 'Cookie', 'Set-Cookie', 'Date', 'X-Timestamp', 'X')
  const values = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.base64String().map((text) => `Basic ${text}`),
    fc.base64String().map((text) => `eyJ${text}.eyJ${text}.x`),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(names, values)), (headers) => {
      headerViews(headers)
    }),
  )
})
