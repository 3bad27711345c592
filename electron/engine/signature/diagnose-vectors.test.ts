import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { providerById, providers } from '../../../shared/signature/catalogue/catalogue.ts'
import type { CauseCode } from '../../../shared/signature/cause/cause-codes.ts'
import { diagnose } from '../../../shared/signature/cause/diagnose.ts'
import {
  checkVector,
  type SignatureVector,
  signatureVector,
  vectorKeys,
  vectorRequest,
} from '../../../shared/signature/vector.ts'
import { threadClock } from '../threads/thread-clock.ts'
import { bodyCodecs } from './body-codecs.ts'
import { nodeCrypto } from './node-crypto.ts'

const file = new URL('testing/signature-vectors.json', import.meta.url)
const vectors = z.array(signatureVector).parse(JSON.parse(readFileSync(file, 'utf8')))

/** What was done to requests of official SDKs, and what may be named for it: first that it is right, then that it is not more. */
const DAMAGE: ReadonlyArray<readonly [description: RegExp, codes: ReadonlyArray<CauseCode>]> = [
  [/trailing newline added after signing/, ['body-newline-added']],
  [/JSON pretty-printed after signing/, ['body-json-spacing']],
  [/secret with a trailing newline/, ['secret-has-whitespace']],
  [/signature header absent|hmacSignature absent/, ['signature-missing']],
  [/timestamp header absent|no t(=|$)/, ['timestamp-missing']],
  [/timestamp header not a number/, ['timestamp-malformed']],
  [/s after signing \(outside tolerance\)/, ['timestamp-too-old']],
  [/s in the future$/, ['timestamp-in-future']],
  [/unknown version|version v\d/, ['signature-version-unknown']],
  [/instead of base64|upper-case hex/, ['signature-encoding-differs']],
  [/signed over the body only/, ['signature-content-differs']],
  [/http instead of https/, ['url-scheme']],
  [/differs by a trailing slash/, ['url-trailing-slash']],
  [/judged with another method/, ['method-differs']],
  [/truncated signature/, ['signature-cut-off']],
  [/message id header absent/, ['signed-value-missing']],
  [/certificate URL/, ['key-url-untrusted']],
  [/one value changed after signing|JSON body changed/, ['nothing-fits', 'condition-failed']],
  [/timestamp header changed/, ['timestamp-rewritten', 'nothing-fits']],
  [/one character of the signature altered|header changed|_time changed/, ['nothing-fits']],
  [/judged with another (secret|HMAC key|public key|private key|API key|certificate|path)$/, ['nothing-fits']],
]

const damaged = vectors.flatMap((vector) => {
  const found = DAMAGE.find(([description]) => description.test(vector.description ?? ''))
  const isInvalid = vector.expected === 'invalid' && checkVector(vector, nodeCrypto).verdict !== 'valid'
  return found === undefined || !isInvalid ? [] : [{ ...vector, codes: found[1] }]
})

test.each(damaged)('$id: names the cause of "$description"', (vector) => {
  const [first] = causesOf(vector)
  expect(vector.codes, `${first?.sentence} ${first?.evidence.join(' ')}`).toContain(first?.code)
})

test('tries most of the vectors', () => {
  expect(damaged.length).toBeGreaterThan(220)
})

function causesOf(vector: SignatureVector) {
  const provider = providerById(vector.provider)
  return diagnose(
    vectorRequest(vector, nodeCrypto),
    checkVector(vector, nodeCrypto),
    vectorKeys(vector),
    {
      signer: provider === undefined ? null : { provider },
      check: { now: vector.now * 1000, providerIs: 'set', toleranceSeconds: vector.toleranceSeconds },
      otherKeys: [],
      providers,
      codecs: bodyCodecs,
      // Ten times what is allowed, for slow machines; public keys take their time.
      budget: { ms: 400, clock: threadClock },
    },
    nodeCrypto,
  )
}
