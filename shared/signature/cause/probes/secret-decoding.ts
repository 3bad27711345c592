import { latin1FromBase64 } from '../../../http/base64-text.ts'
import { bytesFromLatin1 } from '../../../http/latin1.ts'
import type { SecretDecoding } from '../../scheme.ts'
import type { Cause } from '../cause.ts'
import type { Probe } from '../probe.ts'
import { knownPrefixes } from './secret-prefix.ts'

type Decoding = SecretDecoding['decode']

/** A secret that is decoded where it should be used as text, or the reverse. */
export const secretDecoding: Probe = {
  about: 'the secret as text, hexadecimal and base64',
  applies: ({ keys }) => keys.length > 0,
  *hypotheses(subject) {
    const { keys, schemes, crypto } = subject
    const known = [...knownPrefixes(subject)]
    for (const key of keys) {
      const value = key.value.trim()
      for (const scheme of schemes) {
        if (!('secret' in scheme) || scheme.secret === undefined) continue
        const { prefixes } = scheme.secret
        // One character over says nothing in base64; lenient decoders pass it over.
        const lenient = latin1FromBase64(value.length % 4 === 1 ? value.slice(0, -1) : value)
        if (lenient !== null && lenient !== '') {
          const canonical = crypto.encode(bytesFromLatin1(lenient), 'base64')
          yield {
            changes: { keys: [{ ...key, value: canonical }], schemes: [{ ...scheme, secret: { decode: 'base64' } }] },
            causes: [() => causeOf(key.name, 'base64', scheme.secret?.decode ?? 'text')],
          }
        }
        const kept = prefixes === undefined ? [] : [{ prefixes }]
        const others = known.filter((prefix) => value.startsWith(prefix) && prefixes?.includes(prefix) !== true)
        if (others.length > 0) kept.push({ prefixes: others })
        for (const decode of DECODINGS) {
          for (const secret of [...kept.map((rest) => ({ decode, ...rest })), { decode }]) {
            yield {
              changes: { keys: [{ ...key, value }], schemes: [{ ...scheme, secret }] },
              causes: [() => causeOf(key.name, decode, scheme.secret?.decode ?? 'text')],
            }
          }
        }
      }
      for (const decode of ['base64', 'hex', 'base64url'] as const) {
        const bytes = crypto.decode(value, decode)
        const text = bytes === null ? '' : crypto.text(bytes)
        if (text === '' || text.includes('\ufffd')) continue
        yield {
          changes: { keys: [{ ...key, value: text.trim() }] },
          causes: [() => causeOf(key.name, decode, 'text')],
        }
      }
    }
  },
}

const DECODINGS: ReadonlyArray<Decoding> = ['text', 'base64', 'hex', 'base64url']

const NAMES: Readonly<Record<Decoding, string>> = {
  text: 'text',
  hex: 'hexadecimal',
  base64: 'base64',
  base64url: 'base64url',
}

function causeOf(name: string, decode: Decoding, used: Decoding): Cause {
  if (decode === 'text') {
    return {
      code: 'secret-needs-no-decoding',
      certainty: 'proven',
      sentence: `The sender uses the secret “${name}” as plain text, without decoding it from ${NAMES[used]}.`,
      evidence: ['Its characters as they are give the received signature.'],
      nextStep:
        'Use the text of the secret as the key, here (a scheme of your own with the secret as text) and in your handler.',
    }
  }
  return {
    code: 'secret-needs-decoding',
    certainty: 'proven',
    sentence: `The secret “${name}” is ${NAMES[decode]} and has to be decoded before it is used.`,
    evidence: [`Decoded from ${NAMES[decode]}, it gives the received signature.`],
    nextStep: `Enter “${name}” decoded, or as the provider shows it; a Kubernetes secret, for one, is shown in base64.`,
  }
}
