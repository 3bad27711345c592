import {
  BODY,
  both,
  later,
  otherSecret,
  pretty,
  viaJavascript,
  withBody,
  withSecret,
  withUrl,
} from './testing/damaged-request.ts'
import { ALL, OVER_URL, testDamages } from './testing/test-damages.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

testDamages({
  'too old and a newline in the body': {
    signers: ['stripe', 'slack', 'paddle'],
    damage: both(
      later(900),
      withBody((body) => `${body}\n`),
    ),
    codes: ['body-newline-added', 'timestamp-too-old'],
  },
  'newline in the body, and quotes around the secret': {
    signers: ALL,
    damage: both(
      withBody((body) => `${body}\n`),
      withSecret((s) => `"${s}"`),
    ),
    codes: ['secret-has-quotes', 'body-newline-added'],
  },
  'newline in the body, and the secret saved as base64': {
    signers: ALL,
    damage: both(
      withBody((body) => `${body}\n`),
      withSecret(base64),
    ),
    codes: ['secret-needs-decoding', 'body-newline-added'],
  },
  'newline in the body, and the prefix of the secret lost': {
    signers: ALL,
    options: { secret: 'whsec_0123456789abcdef' },
    damage: both(
      withBody((body) => `${body}\n`),
      withSecret((s) => s.slice('whsec_'.length)),
    ),
    codes: ['secret-prefix-missing', 'body-newline-added'],
  },
  'JSON indented, and another saved secret': {
    signers: ALL,
    damage: both(withBody(pretty(2)), otherSecret('Billing', 'wrong_secret_00000')),
    codes: ['secret-of-other-endpoint', 'body-json-spacing'],
  },
  'JSON compacted, and a newline after the secret': {
    signers: ALL,
    options: { body: pretty(2)(BODY) },
    damage: both(
      withBody(viaJavascript),
      withSecret((s) => `${s}\n`),
    ),
    codes: ['secret-has-whitespace', 'body-json-spacing'],
  },
  'http for https, and a trailing slash': {
    signers: OVER_URL,
    options: { url: 'https://hooks.example.test/in' },
    damage: withUrl((url) => `${url.replace('https:', 'http:')}/`),
    codes: ['url-scheme', 'url-trailing-slash'],
  },
  'http for https, and a newline in the body': {
    signers: OVER_URL,
    damage: both(
      withUrl((url) => url.replace('https:', 'http:')),
      withBody((body) => `${body}\n`),
    ),
    codes: ['url-scheme', 'body-newline-added'],
  },
  'a trailing slash, and JSON indented': {
    signers: OVER_URL,
    options: { url: 'https://hooks.example.test/in' },
    damage: both(
      withUrl((url) => `${url}/`),
      withBody(pretty(2)),
    ),
    codes: ['url-trailing-slash', 'body-json-spacing'],
  },
})
