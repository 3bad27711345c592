import type { HmacScheme } from '../../../shared/signature/scheme.ts'
import { BASE64_SECRET, otherSecret, withSecret } from './testing/damaged-request.ts'
import { ALL, testDamages } from './testing/test-damages.ts'

const hex = (text: string) => Buffer.from(text).toString('hex')
const base64 = (text: string) => Buffer.from(text).toString('base64')
const decoding =
  (decode: 'text' | 'hex' | 'base64') =>
  (scheme: HmacScheme): HmacScheme => ({ ...scheme, secret: { decode } })

testDamages({
  'another saved secret': {
    signers: ALL,
    damage: otherSecret(null, 'wrong_secret_00000'),
    codes: ['other-secret-fits'],
  },
  'secret of another endpoint': {
    signers: ALL,
    damage: otherSecret('Billing', 'wrong_secret_00000'),
    codes: ['secret-of-other-endpoint'],
  },
  'secret of the other mode': {
    signers: ALL,
    damage: otherSecret('Shop', 'the live secret', 'the test secret'),
    codes: ['secret-of-other-mode'],
  },
  'space after the secret': { signers: ALL, damage: withSecret((s) => `${s} `), codes: ['secret-has-whitespace'] },
  'newline after the secret': { signers: ALL, damage: withSecret((s) => `${s}\n`), codes: ['secret-has-whitespace'] },
  'quotes around the secret': { signers: ALL, damage: withSecret((s) => `'${s}'`), codes: ['secret-has-quotes'] },
  'prefix of the secret lost': {
    signers: ALL,
    options: { secret: 'whsec_0123456789abcdef' },
    damage: withSecret((s) => s.slice('whsec_'.length)),
    codes: ['secret-prefix-missing'],
  },
  'prefix of the secret added': {
    signers: ALL,
    damage: withSecret((s) => `whsec_${s}`),
    codes: ['secret-prefix-extra'],
  },
  'text secret saved as base64': { signers: ALL, damage: withSecret(base64), codes: ['secret-needs-decoding'] },
  'text secret saved as hexadecimal': { signers: ALL, damage: withSecret(hex), codes: ['secret-needs-decoding'] },
  'hexadecimal secret that the sender decodes': {
    signers: ['github', 'dropbox', 'stripe', 'slack', 'square'],
    options: { secret: '0123456789abcdef0123456789abcdef', as: decoding('hex') },
    damage: () => ({}),
    codes: ['secret-needs-decoding'],
  },
  'base64 secret that the sender decodes': {
    signers: ['github', 'dropbox', 'stripe', 'slack', 'square'],
    options: { secret: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', as: decoding('base64') },
    damage: () => ({}),
    codes: ['secret-needs-decoding'],
  },
  'base64 secret that the sender uses as text': {
    signers: ['svix', 'standard-webhooks', 'clerk'],
    options: { secret: BASE64_SECRET, as: decoding('text') },
    damage: () => ({}),
    codes: ['secret-needs-no-decoding'],
  },
  'secret that the sender decodes from base64 behind its prefix': {
    signers: ['stripe', 'github'],
    options: {
      secret: BASE64_SECRET,
      as: (scheme) => ({ ...scheme, secret: { decode: 'base64', prefixes: ['whsec_'] } }),
    },
    damage: () => ({}),
    codes: ['secret-needs-decoding'],
  },
  'a newline written out after the secret': {
    signers: ALL,
    damage: withSecret((s) => `${s}\\n`),
    codes: ['secret-escaped'],
  },
})
