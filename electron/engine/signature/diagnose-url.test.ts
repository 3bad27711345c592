import { withUrl } from './testing/damaged-request.ts'
import { form, OVER_URL, testDamages } from './testing/test-damages.ts'

testDamages({
  'http for https': {
    signers: [...OVER_URL, 'twilio'],
    options: form,
    damage: withUrl((url) => url.replace('https:', 'http:')),
    codes: ['url-scheme'],
  },
  host: {
    signers: [...OVER_URL, 'twilio'],
    options: form,
    damage: withUrl((url) => url.replace('hooks.example', 'inner.example')),
    codes: ['url-host'],
  },
  port: {
    signers: OVER_URL,
    options: form,
    damage: withUrl((url) => url.replace('.test/', '.test:8443/')),
    codes: ['url-port'],
  },
  'trailing slash': {
    signers: OVER_URL,
    options: { url: 'https://hooks.example.test/in' },
    damage: withUrl((url) => `${url}/`),
    codes: ['url-trailing-slash'],
  },
  'trailing slash lost': {
    signers: OVER_URL,
    options: { url: 'https://hooks.example.test/in/' },
    damage: withUrl((url) => url.slice(0, -1)),
    codes: ['url-trailing-slash'],
  },
  'prefix of the path': {
    signers: [...OVER_URL, 'twilio'],
    options: form,
    damage: withUrl((url) => url.replace('/in/', '/gateway/in/')),
    codes: ['url-path'],
  },
  'query dropped': {
    signers: [...OVER_URL, 'twilio'],
    options: form,
    damage: withUrl((url) => url.replace(/\?.*/, '')),
    codes: ['url-query'],
  },
  'query in another order': {
    signers: [...OVER_URL, 'twilio'],
    options: form,
    damage: withUrl((url) => url.replace('b=2&a=1', 'a=1&b=2')),
    codes: ['url-query-order'],
  },
})
