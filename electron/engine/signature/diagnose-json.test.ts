import { expect, test } from 'vitest'
import type { CauseCode } from '../../../shared/signature/cause/cause-codes.ts'
import { causesOf, pretty, sent, sortKeys, viaJavascript, withBody } from './testing/damaged-request.ts'

const pythonSpaced = (body: string) => body.replaceAll(',"', ', "').replaceAll('":', '": ')

/** JSON as it was signed and as it arrived, and what has to be said of it. */
const REWRITTEN: ReadonlyArray<
  readonly [title: string, signed: string, received: string, code: CauseCode, sentence: RegExp]
> = [
  ['an exponent', '{"a":1e3,"b":7}', '{"a":1000,"b":7}', 'body-json-numbers', /another form\.$/],
  [
    'an exponent with a fraction',
    '{"a":1.5E3,"b":1500}',
    '{"a":1500,"b":1500}',
    'body-json-numbers',
    /another form\.$/,
  ],
  ['a capital exponent', '{"a":1E21}', '{"a":1e+21}', 'body-json-numbers', /another form\.$/],
  ['an exponent that was written out', '{"a":1000000000000000000000}', '{"a":1e+21}', 'body-json-numbers', /form\.$/],
  ['an exponent that was not written out', '{"a":1e+21}', '{"a":1000000000000000000000}', 'body-json-numbers', /form/],
  ['a small number', '{"a":0.0000001,"b":2}', '{"a":1e-7,"b":2}', 'body-json-numbers', /another form\.$/],
  ['a small number of Python', '{"a":1e-07,"b":2}', '{"a":1e-7,"b":2}', 'body-json-numbers', /another form\.$/],
  ['a large number of Java', '{"a":1.2345678E7,"b":2}', '{"a":12345678,"b":2}', 'body-json-numbers', /another form/],
  ['a zero with a sign', '{"a":-0,"b":0}', '{"a":0,"b":0}', 'body-json-numbers', /another form\.$/],
  ['a zero without its sign', '{"a":0}', '{"a":-0}', 'body-json-numbers', /another form\.$/],
  ['a float of zero with a sign', '{"a":-0.0,"b":3}', '{"a":0,"b":3}', 'body-json-numbers', /another form\.$/],
  ['a float among integers', '{"a":1.0,"b":1,"c":2}', '{"a":1,"b":1,"c":2}', 'body-json-numbers', /another form\.$/],
  ['an integer that became a float', '{"a":1,"b":2}', '{"a":1.0,"b":2}', 'body-json-numbers', /another form\.$/],
  ['an amount', '{"a":10.50,"b":3}', '{"a":10.5,"b":3}', 'body-json-numbers', /another form\.$/],
  ['three decimals', '{"a":10.500,"b":3}', '{"a":10.5,"b":3}', 'body-json-numbers', /another form\.$/],
  [
    'amounts, floats and counts side by side',
    '{"price":10.00,"tax":0.70,"weight":2.0,"count":3}',
    '{"price":10,"tax":0.7,"weight":2,"count":3}',
    'body-json-numbers',
    /another form\.$/,
  ],
  [
    'one field of every item',
    '{"items":[{"price":1.50,"n":1},{"price":2.00,"n":2}]}',
    '{"items":[{"price":1.5,"n":1},{"price":2,"n":2}]}',
    'body-json-numbers',
    /another form\.$/,
  ],
  ['one number of a list', '{"points":[1,2.0,3,4]}', '{"points":[1,2,3,4]}', 'body-json-numbers', /another form\.$/],
  [
    'an integer above 2^53',
    '{"id":9007199254740993,"n":1}',
    '{"id":9007199254740992,"n":1}',
    'body-json-numbers',
    /lost its last digits/,
  ],
  [
    'an id of 19 digits that occurs twice',
    '{"id":1234567890123456789,"parent":{"id":1234567890123456789}}',
    '{"id":1234567890123456800,"parent":{"id":1234567890123456800}}',
    'body-json-numbers',
    /lost its last digits/,
  ],
  [
    'an id whose digits stand beside it as a text',
    '{"id":98765432109876543210987,"id_str":"98765432109876543210987"}',
    '{"id":9.876543210987654e+22,"id_str":"98765432109876543210987"}',
    'body-json-numbers',
    /lost its last digits/,
  ],
  [
    'numbers and spacing',
    '{"a": 1e3, "b": 10.50}',
    '{"a":1000,"b":10.5}',
    'body-json-rewritten',
    /numbers are written in another form and its spacing is another/,
  ],
  [
    'numbers and indenting the other way',
    '{"a":12.0,"b":"x"}',
    '{\n  "a": 12,\n  "b": "x"\n}',
    'body-json-rewritten',
    /numbers are written in another form and its spacing is another/,
  ],
  [
    'escapes and spacing',
    '{"a": "Zo\\u00eb", "b": "\\u00e9"}',
    '{"a":"Zoë","b":"é"}',
    'body-json-rewritten',
    /escaped in another way and its spacing is another/,
  ],
  ['slashes escaped', '{"u":"https:\\/\\/a.test"}', '{"u":"https://a.test"}', 'body-json-escapes', /escaped/],
  ['slashes no longer escaped', '{"u":"https://a.test"}', '{"u":"https:\\/\\/a.test"}', 'body-json-escapes', /escaped/],
  ['escapes in capitals', '{"n":"\\u00E9"}', '{"n":"é"}', 'body-json-escapes', /escaped/],
  ['spacing alone', '{"a": 1, "b": [1, 2]}', '{"a":1,"b":[1,2]}', 'body-json-spacing', /its spacing is another\.$/],
]

const SIGNERS = ['github', 'stripe', 'square'] as const

test.each(REWRITTEN.flatMap((row) => SIGNERS.map((signer) => [signer, ...row] as const)))(
  'names what a JSON writer did (%s): %s',
  (signer, _title, signed, received, code, sentence) => {
    const original = sent(signer, { body: signed })
    const causes = causesOf({ ...original, ...withBody(() => received)(original) })
    expect(causes, JSON.stringify(causes, null, 1)).toMatchObject([
      { code, certainty: 'proven', sentence: expect.stringMatching(sentence) },
    ])
  },
)

test.each([
  ['spaced', pythonSpaced],
  ['indented', pretty(2)],
  ['compact', viaJavascript],
])('a forged number explains itself with no other form of it (%s)', (_title, rewrite) => {
  const original = sent('github', { body: '{"amount":10.50,"count":3,"big":9007199254740993}' })
  const forged = withBody((body) => rewrite(body.replace('10.50', '99.5')))
  expect(causesOf({ ...original, ...forged(original) }).map(({ code }) => code)).toEqual(['nothing-fits'])
})

const KEYS = '{"zulu":1,"name":"Zoë","kilo":{"y":1,"b":2},"alpha":"a/b","mike":[{"q":1,"c":2}]}'

test.each([
  ['sorted', (body: string) => sortKeys(body)],
  ['sorted and spaced', (body: string) => pythonSpaced(sortKeys(body))],
  ['sorted and indented', (body: string) => pretty(2)(sortKeys(body))],
  ['sorted and escaped', (body: string) => sortKeys(body).replace('ë', '\\u00eb').replace('/', '\\/')],
])('finds the order that keys had before they were %s', (_title, rewrite) => {
  for (const signer of SIGNERS) {
    const original = sent(signer, { body: KEYS })
    const [cause] = causesOf({ ...original, ...withBody(rewrite)(original) })
    expect(cause).toMatchObject({
      certainty: 'proven',
      sentence: expect.stringContaining('its keys are in another order'),
    })
  }
})

test('finds the order of sorted form fields in another capture', () => {
  const fields = (value: string) =>
    'token team_id team_domain channel user text trigger api'.split(' ').map((name) => `${name}=${value}`)
  const original = sent('slack', { body: fields('b').join('&'), contentType: 'application/x-www-form-urlencoded' })
  const sorted = { ...original, ...withBody(() => fields('b').sort().join('&'))(original) }
  expect(causesOf(sorted)[0]?.code).toBe('nothing-fits')
  expect(causesOf(sorted, 1_000, [Buffer.from(fields('a').join('&'))])).toMatchObject([{ code: 'body-form-reordered' }])
})
