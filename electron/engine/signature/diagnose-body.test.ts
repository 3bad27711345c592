import { gunzipSync, gzipSync } from 'node:zlib'
import { BODY, pretty, sortKeys, viaJavascript, withBody } from './testing/damaged-request.ts'
import { ALL, form, testDamages } from './testing/test-damages.ts'

const utf16 = (text: string, mark: string, bigEndian: boolean) => {
  const bytes = Buffer.from(mark + text, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}
const ASCII = JSON.stringify({ id: 'evt_1', type: 'x', data: { amount: 12 } })
const PHP = '{"id":"evt_1","url":"https:\\/\\/a.test\\/x","name":"Zo\\u00eb","amount":10.5,"number":12345678901234567}'
const LATIN = Buffer.from('{"name":"Zoë Groß"}', 'latin1')

testDamages({
  'newline added': { signers: ALL, damage: withBody((body) => `${body}\n`), codes: ['body-newline-added'] },
  'newline lost': {
    signers: ALL,
    options: { body: `${BODY}\n` },
    damage: withBody((body) => body.trimEnd()),
    codes: ['body-newline-lost'],
  },
  'CRLF for LF': {
    signers: ALL,
    options: { body: pretty(2)(BODY) },
    damage: withBody((body) => body.replaceAll('\n', '\r\n')),
    codes: ['body-line-ends'],
  },
  'LF for CRLF': {
    signers: ALL,
    options: { body: pretty(2)(BODY).replaceAll('\n', '\r\n') },
    damage: withBody((body) => body.replaceAll('\r', '')),
    codes: ['body-line-ends'],
  },
  'BOM added': { signers: ALL, damage: withBody((body) => `\ufeff${body}`), codes: ['body-bom'] },
  'BOM lost': {
    signers: ALL,
    options: { body: `\ufeff${BODY}` },
    damage: withBody((body) => body.replace('\ufeff', '')),
    codes: ['body-bom'],
  },
  'JSON indented': { signers: ALL, damage: withBody(pretty(4)), codes: ['body-json-spacing'] },
  'JSON compacted': {
    signers: ALL,
    options: { body: pretty(2)(BODY) },
    damage: withBody(viaJavascript),
    codes: ['body-json-spacing'],
  },
  'JSON indented on Windows compacted': {
    signers: ALL,
    options: { body: pretty(2)(BODY).replaceAll('\n', '\r\n') },
    damage: withBody(viaJavascript),
    codes: ['body-json-spacing'],
  },
  'JSON of .NET on Windows written again': {
    signers: ['github', 'stripe'],
    options: {
      body: pretty(2)(BODY)
        .replaceAll('\n', '\r\n')
        .replaceAll('ü', '\\u00FC')
        .replaceAll('ß', '\\u00DF')
        .replaceAll('ë', '\\u00EB')
        .replaceAll('&', '\\u0026')
        .replaceAll('<', '\\u003C')
        .replaceAll('\\"', '\\u0022'),
    },
    damage: withBody(viaJavascript),
    codes: ['body-json-rewritten'],
  },
  'slashes of PHP no longer escaped, beside a long integer': {
    signers: ['github', 'stripe'],
    options: { body: PHP },
    damage: withBody((body) => body.replaceAll('\\/', '/')),
    codes: ['body-json-escapes'],
  },
  'keys sorted': { signers: ALL, damage: withBody(sortKeys), codes: ['body-json-key-order'] },
  'keys no longer sorted': {
    signers: ALL,
    options: { body: sortKeys(BODY) },
    damage: withBody(() => BODY),
    codes: ['body-json-key-order'],
  },
  'keys sorted and indented': {
    signers: ALL,
    damage: withBody((body) => pretty(2)(sortKeys(body))),
    codes: ['body-json-rewritten'],
  },
  'slashes escaped': {
    signers: ALL,
    damage: withBody((body) => body.replaceAll('/', '\\/')),
    codes: ['body-json-escapes'],
  },
  'slashes no longer escaped': {
    signers: ALL,
    options: { body: BODY.replaceAll('/', '\\/') },
    damage: withBody((body) => body.replaceAll('\\/', '/')),
    codes: ['body-json-escapes'],
  },
  'unicode escaped': {
    signers: ALL,
    damage: withBody((body) =>
      body.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ),
    codes: ['body-json-escapes'],
  },
  'numbers in another form': {
    signers: ALL,
    options: { body: '{"a":12.50,"b":1e3,"c":"x"}' },
    damage: withBody(viaJavascript),
    codes: ['body-json-numbers'],
  },
  'UTF-16 little endian': { signers: ALL, damage: withBody((body) => utf16(body, '', false)), codes: ['body-charset'] },
  'UTF-16 big endian': { signers: ALL, damage: withBody((body) => utf16(body, '', true)), codes: ['body-charset'] },
  'UTF-16 with a mark': {
    signers: ALL,
    damage: withBody((body) => utf16(body, '\ufeff', false)),
    codes: ['body-charset'],
  },
  'UTF-16 big endian with a mark, of ASCII': {
    signers: ALL,
    options: { body: ASCII },
    damage: withBody((body) => utf16(body, '\ufeff', true)),
    codes: ['body-charset'],
  },
  'was UTF-16 little endian': {
    signers: ALL,
    options: { body: utf16(ASCII, '', false) },
    damage: withBody(() => ASCII),
    codes: ['body-charset'],
  },
  'was UTF-16 big endian with a mark': {
    signers: ALL,
    options: { body: utf16(BODY, '\ufeff', true) },
    damage: withBody(() => BODY),
    codes: ['body-charset'],
  },
  'became Latin-1': {
    signers: ALL,
    options: { body: '{"name":"Zoë"}' },
    damage: withBody((body) => Buffer.from(body, 'latin1')),
    codes: ['body-charset'],
  },
  'was Latin-1': {
    signers: ALL,
    options: { body: LATIN },
    damage: withBody(() => LATIN.toString('latin1')),
    codes: ['body-charset'],
  },
  'was Windows-1252': {
    signers: ALL,
    options: { body: Buffer.from('{"price":"5 \x80"}', 'latin1') },
    damage: withBody(() => '{"price":"5 €"}'),
    codes: ['body-charset'],
  },
  'became Windows-1252': {
    signers: ALL,
    options: { body: '{"price":"5 €"}' },
    damage: withBody(() => Buffer.from('{"price":"5 \x80"}', 'latin1')),
    codes: ['body-charset'],
  },
  'read as Latin-1 and written as UTF-8': {
    signers: ALL,
    options: { body: '{"name":"Zoë"}' },
    damage: withBody((body) => Buffer.from(body).toString('latin1')),
    codes: ['body-charset'],
  },
  compressed: { signers: ALL, damage: withBody((body) => gzipSync(body)), codes: ['body-compressed'] },
  decompressed: {
    signers: ALL,
    options: { body: gzipSync(BODY) },
    damage: ({ request }) => ({ request: { ...request, body: gunzipSync(request.body) } }),
    codes: ['body-decompressed'],
  },
  'form encoded again': {
    signers: ALL,
    options: form,
    damage: withBody((body) => body.replaceAll('+', '%20')),
    codes: ['body-form-reencoded'],
  },
  'form in another order': {
    signers: ALL,
    options: form,
    damage: withBody((body) => body.split('&').reverse().join('&')),
    codes: ['body-form-reordered'],
  },
  'signed without its body': {
    signers: ALL,
    options: { body: '' },
    damage: withBody(() => BODY),
    codes: ['body-empty-when-signed'],
  },
  'empty JSON lost': { signers: ALL, options: { body: '{}' }, damage: withBody(() => ''), codes: ['body-lost'] },
  'body lost': { signers: ALL, damage: withBody(() => ''), codes: ['body-empty'] },
})
