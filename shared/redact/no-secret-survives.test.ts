import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base64, latin1FromBase64 } from '../http/base64-text.ts'
import { headerFromText, headerText } from '../http/header-text.ts'
import { bytesFromLatin1, latin1FromBytes } from '../http/latin1.ts'
import { spellJson } from './decoded-text.ts'
import { type RedactedEntry, Redaction, type SharedEntry } from './redaction.ts'
import { DEFAULT_REDACTION_RULES } from './redaction-rules.ts'

/** The same each time: texts made by chance find a new corner now and then, and a build is not the place for that. */
const SEED = 20_261_121
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const word = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...LETTERS), minLength: min, maxLength: max })

const cardNumber = fc
  .tuple(fc.constantFrom('4', '51', '2221', '6011', '3528'), fc.array(fc.nat(9), { minLength: 15, maxLength: 15 }))
  .map(([start, digits]) => withCheckDigit((start + digits.join('')).slice(0, 15)))

/** Things that have to go because of what they look like. */
const telling = fc.oneof(
  fc
    .tuple(word(1, 12), word(1, 10), fc.constantFrom('com', 'de', 'co.uk', 'example'))
    .map(([local, host, top]) => `${local}@x${host}.${top}`),
  cardNumber,
  cardNumber.map((number) => number.replace(/(\d{4})(?=\d)/g, '$1 ')),
  fc.array(fc.nat(9), { minLength: 10, maxLength: 10 }).map((digits) => `+49 ${digits.join('')}`),
  fc.tuple(word(20, 30), word(10, 30), word(10, 20)).map((parts) => `eyJ${parts.join('.')}`),
  word(24, 24).map((text) => `sk_live_${text}`),
)

/** Saved secrets may be of any characters. */
const saved = fc.oneof(
  word(8, 40),
  fc.string({ unit: 'grapheme', minLength: 6, maxLength: 30 }).filter((text) => text.trim().length >= 6),
  word(32, 32).map((text) => `whsec_${text}`),
)

/** Ways in which a value gets into a request; each is given the value and a filler. */
const PLACES: ReadonlyArray<(value: string, filler: string) => SharedEntry> = [
  (value, filler) =>
    withBody(JSON.stringify({ [filler]: [{ note: `${filler} ${value}, ${filler}` }] }), 'application/json'),
  (value) => withBody(escaped(JSON.stringify({ a: value })), 'application/json'),
  (value) => withBody(JSON.stringify({ a: JSON.stringify({ b: JSON.stringify([value]) }) }), 'text/plain'),
  (value) => withBody(JSON.stringify({ [value]: 1 }, null, 2), 'application/json; charset=utf-8'),
  (value) => withBody(JSON.stringify({ data: textInBase64(JSON.stringify({ to: value })) }), 'application/json'),
  (value) => withBody(JSON.stringify({ a: [value] }).slice(0, -2), 'application/json'),
  (value, filler) =>
    withBody(`x=${encodeURIComponent(filler)}&y=${encodeURIComponent(value)}`, 'application/x-www-form-urlencoded'),
  (value) =>
    withBody(`payload=${encodeURIComponent(JSON.stringify({ a: value }))}`, 'application/x-www-form-urlencoded'),
  (value, filler) => withBody(`${filler} ${value} ${filler}`, 'text/plain'),
  (value) =>
    withBody(
      `--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n${value}\r\n--b--`,
      'multipart/form-data; boundary=b',
    ),
  (value) => withBody(`<a><b><![CDATA[${value}]]></b></a>`, 'text/xml'),
  (value, filler) => withBody(`<a ${filler}x="1">${xmlEscaped(value)}</a>`, 'text/html'),
  (value, filler) => withBody(`id,note\n1,"${filler} ${value.replaceAll('"', '""')}"\n`, 'text/csv'),
  (value) =>
    withBody(
      `{a: '${value.replace(/['\\\n\r]/g, (char) => spellJson(char).replace("'", "\\'"))}'}`,
      'application/json5',
    ),
  (value) =>
    withBody(`--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n${value}\r\n--b--`, 'multipart/form-data'),
  (value) => ({ messages: [{ ...bare, target: `/a/${encodeURIComponent(value)}/b` }], texts: [] }),
  (value) => ({ messages: [{ ...bare, target: `/a?x=1&y=${encodeURIComponent(value)}` }], texts: [] }),
  (value) => ({ messages: [{ ...bare, headers: [['X-A', headerFromText(`a ${value} b`)]] }], texts: [] }),
  (value, filler) => ({ messages: [], texts: [`${filler} ${value}`] }),
]

/** Values whose name alone tells; they may be anything. */
const NAMED: ReadonlyArray<(value: string) => SharedEntry> = [
  (value) => ({ messages: [{ ...bare, headers: [['Authorization', `Bearer ${value}`]] }], texts: [`it was ${value}`] }),
  (value) => ({ messages: [{ ...bare, headers: [['Cookie', `a=1; sid=${value}`]] }], texts: [] }),
  (value) => ({
    messages: [{ ...bare, headers: [['X-Api-Key', value]] }, withBody(`no ${value}`, 'text/plain').messages[0] ?? bare],
    texts: [],
  }),
  (value) => ({ messages: [{ ...bare, headers: [['Stripe-Signature', `t=1,v1=${value}`]] }], texts: [] }),
  (value) => ({ messages: [{ ...bare, target: `/?access_token=${value}` }], texts: [] }),
  (value) => withBody(JSON.stringify({ user: { clientSecret: value } }), 'application/json'),
  (value) => withBody(JSON.stringify({ password: value }).slice(0, -2), 'application/json'),
  (value) => withBody(JSON.stringify({ log: `password=${value} ok` }), 'application/json'),
  (value) => withBody(`<a><token>${value}</token></a>`, 'text/xml'),
  (value) => withBody(`<a><token><![CDATA[${value}]]></token></a>`, 'text/xml'),
  (value) => withBody(`<a key="password">${value}</a>`, 'text/html'),
  (value) => withBody(`id,api_key\n1,${value}\n`, 'text/csv'),
  (value) => withBody(`id\tapi_key\n1\t${value}\n`, 'text/plain'),
  (value) => withBody(`{password: '${value}'}`, 'application/json'),
  (value) => withBody(`user: jo\npassword: one ${value}\n`, 'application/yaml'),
  (value) => withBody(`a: b, password: ${value} c`, 'text/plain'),
  (value) => withBody(JSON.stringify({ log: `GET / HTTP/1.1\r\nCookie: a=b; sid=${value}\r\n` }), 'application/json'),
  (value) => withBody(JSON.stringify({ passwordConfirmation: value }), 'application/json'),
  (value) =>
    withBody(
      `--b\r\nContent-Disposition: form-data; name="pin"\r\n\r\n${value}\r\n--b--`,
      'multipart/mixed; boundary=c',
    ),
  (value) => withBody(`| user | api key |\n|---|---|\n| jo | ${value} |\n`, 'text/plain'),
  (value) => withBody(`Hi,\n\n*Password:*\n${value}\n`, 'text/markdown'),
  (value) => withBody(`[user] => jo\n[password] => ${value} x\n`, 'text/plain'),
  (value) => withBody(`env:\n  - value: ${value}\n    name: DB_PASSWORD\n`, 'application/yaml'),
  (value) => withBody(`password = """\n${value}\n"""\nx = 1\n`, 'application/toml'),
  (value) => withBody(`see <input type=text name=password value=${value}>`, 'text/plain'),
  (value) => withBody(JSON.stringify({ meta: `a:1:{s:5:"token";s:${value.length}:"${value}";}` }), 'application/json'),
  (value) => withBody(JSON.stringify({ content: `${textInBase64(`{"password":"${value}"}`)}\n` }), 'application/json'),
  (value) => withBody(`a=1&api_key=${value}`, 'application/x-www-form-urlencoded'),
]

const bare = { target: '/', headers: [], trailers: [], body: new Uint8Array(), decoded: null }

function withBody(body: string, type: string): SharedEntry {
  return {
    messages: [{ ...bare, headers: [['Content-Type', type]], body: bytesFromLatin1(headerFromText(body)) }],
    texts: [],
  }
}

function redactionOf(secrets: ReadonlyArray<string>): Redaction {
  return new Redaction({ rules: DEFAULT_REDACTION_RULES, secrets, keyedName: (value) => `${value.length}` })
}

/** Everything that goes out, as bytes and as what they mean. */
function everything({ messages, texts }: RedactedEntry): string {
  const raw = [
    ...messages.flatMap(({ target, headers, trailers, body }) => [
      target ?? '',
      ...[...headers, ...trailers].flat(),
      latin1FromBytes(body),
    ]),
    ...texts.map(headerFromText),
  ].join('\n')
  const texted = headerText(raw)
  return [texted, percentDecoded(texted), unescaped(texted), unescaped(unescaped(texted)), ...base64sIn(texted)].join(
    '\n',
  )
}

test('nothing that can be told by its form survives, wherever it was', () => {
  fc.assert(
    fc.property(telling, fc.constantFrom(...PLACES), word(0, 10), (value, place, filler) => {
      expect(everything(redactionOf([]).entry(place(value, filler)))).not.toContain(value)
    }),
    { numRuns: 1500, seed: SEED },
  )
})

test('no saved secret survives, wherever it was', () => {
  fc.assert(
    fc.property(saved, fc.constantFrom(...PLACES), word(0, 10), (value, place, filler) => {
      fc.pre(!`[secret-1] ${filler}`.includes(value.trim()))
      expect(everything(redactionOf([value]).entry(place(value, filler)))).not.toContain(value.trim())
    }),
    { numRuns: 1500, seed: SEED },
  )
})

test('no value survives whose name tells what it is', () => {
  fc.assert(
    fc.property(
      word(12, 40).filter((text) => /\d/.test(text) && /[a-z]/i.test(text)),
      fc.constantFrom(...NAMED),
      (value, place) => {
        expect(everything(redactionOf([]).entry(place(value)))).not.toContain(value)
      },
    ),
    { numRuns: 800, seed: SEED },
  )
})

test('redacting again changes nothing', () => {
  const noise = fc.array(
    fc.oneof(
      telling,
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.constantFrom(
        '"',
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '\\',
        '\\u0040',
        '@',
        '%40',
        '&',
        '=',
        '+',
        '<token>',
        '</',
        '<![CDATA[',
        ']]>',
        "'",
        ',',
        ';',
        '=>',
        '&#64;',
        '\n  ',
        'id,password\n',
        '\n',
        ' ',
      ),
      fc.constantFrom(
        '"password":',
        'token=',
        'Bearer ',
        'Authorization: Basic ',
        'Cookie: a=',
        '\npassword: ',
        'credentials:\n',
        '| password |',
        '\n|---|---|\n',
        '- name: token\n  value: ',
        '*Password:*',
        "'password' => ",
        '"""',
        '<input name=password value=',
        'name=password value=',
        '\n? password\n: ',
        'a:1:{s:5:"token";',
        's:3:"abc";',
        '//u:p@h',
        '`',
        '|',
        '--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n',
        '[email-1]',
        '[token-',
        '://',
        'eyJ',
      ),
    ),
    { maxLength: 20 },
  )
  const type = fc.constantFrom(
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'text/csv',
    'multipart/form-data',
  )
  const headers = fc.array(
    fc.tuple(
      fc.constantFrom('Cookie', 'Set-Cookie', 'Authorization', 'X-Signature', 'X-Token', 'Referer', 'X-Any'),
      noise,
    ),
    { maxLength: 3 },
  )
  fc.assert(
    fc.property(noise, type, noise, headers, (body, contentType, target, pairs) => {
      const entry: SharedEntry = {
        messages: [
          {
            ...bare,
            target: headerFromText(`/${target.join('')}`),
            headers: [
              ['Content-Type', contentType],
              ...pairs.map(([name, value]) => [name, headerFromText(value.join(''))] as const),
            ],
            body: bytesFromLatin1(headerFromText(body.join(''))),
          },
        ],
        texts: [body.join('')],
      }
      const once = redactionOf(['s3cr3t-v']).entry(entry)
      const again = redactionOf(['s3cr3t-v']).entry({
        messages: once.messages.map((message) => ({ ...message, decoded: null })),
        texts: once.texts,
      })
      expect(again).toEqual(once)
    }),
    { numRuns: 2000, seed: SEED },
  )
})

test('right JSON stays right, and what was given stays as it was', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), telling, (json, value) => {
      const text = `{"a":${json},"token":${json},"b":${JSON.stringify(value)}}`
      const entry = withBody(text, 'application/json')
      const before = latin1FromBytes(entry.messages[0]?.body ?? bare.body)
      const [out] = redactionOf([]).entry(entry).messages
      expect(() => JSON.parse(headerText(latin1FromBytes(out?.body ?? bare.body)))).not.toThrow()
      expect(latin1FromBytes(entry.messages[0]?.body ?? bare.body)).toBe(before)
    }),
    { numRuns: 500, seed: SEED },
  )
})

function withCheckDigit(digits: string): string {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.at(-1 - index))
    const doubled = index % 2 === 1 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return `${digits}${(10 - (sum % 10)) % 10}`
}

/** Each letter of a string's content as JSON may also write it. */
function escaped(json: string): string {
  return json.replace(
    /(?<=:"(?:[^"\\]|\\.)*)[a-z0-9@]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function unescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(["\\/])/g, '$1')
}

function percentDecoded(text: string): string {
  return headerText(text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))))
}

function xmlEscaped(text: string): string {
  return text.replace(/[&<>"'@.]/g, (char) => `&#${char.charCodeAt(0)};`)
}

function textInBase64(text: string): string {
  return base64(bytesFromLatin1(headerFromText(text)))
}

function base64sIn(text: string): string[] {
  return (text.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? []).map((found) => headerText(latin1FromBase64(found) ?? ''))
}
