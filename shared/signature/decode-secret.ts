import type { MacKey, SignatureCrypto } from './crypto.ts'
import { matchedPrefix } from './matched-prefix.ts'
import type { SecretDecoding } from './scheme.ts'

export type DecodedSecret =
  | { readonly kind: 'key'; readonly key: MacKey }
  | { readonly kind: 'unusable'; readonly why: string }

/** A key, from the text that the provider shows and the user pasted. */
export function decodeSecret(text: string, decoding: SecretDecoding, crypto: SignatureCrypto): DecodedSecret {
  if (text === '') return { kind: 'unusable', why: 'It is empty.' }
  const prefix = prefixOf(text, decoding.prefixes ?? [])
  const how = prefix === '' ? (decoding.withoutPrefix ?? decoding.decode) : decoding.decode
  const rest = text.slice(prefix.length)
  if (how === 'text') return { kind: 'key', key: decoding.normalize === 'NFKD' ? rest.normalize('NFKD') : rest }
  // Decoders pass a line end behind it over, so the provider's own library takes such a secret, too.
  const bytes = crypto.decode(rest.replace(/[\r\n]+$/, ''), how)
  if (bytes === null || bytes.length === 0) {
    const what = how === 'hex' ? 'hexadecimal' : how
    return { kind: 'unusable', why: `It should be ${what}${prefix === '' ? '' : ` after "${prefix}"`}, and is not.` }
  }
  return { kind: 'key', key: bytes }
}

function prefixOf(text: string, prefixes: ReadonlyArray<string>): string {
  for (const prefix of prefixes) {
    const found = matchedPrefix(text, prefix)
    if (found !== null) return found
  }
  return ''
}
