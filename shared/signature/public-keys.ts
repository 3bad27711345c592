import type { PublicKey } from './crypto.ts'
import { readKeys } from './key-reading.ts'
import { type CheckInput, notCheckable, type Outcome } from './outcome.ts'

export interface NamedPublicKeys {
  readonly name: string
  readonly keys: ReadonlyArray<PublicKey>
}

/** The keys that the user pasted, else the published one, else those at the provider's URL. */
export function readPublicKeys(
  { jwksUrl, publishedKey }: { readonly jwksUrl?: string | undefined; readonly publishedKey?: string | undefined },
  prefixes: ReadonlyArray<string>,
  input: CheckInput,
):
  | { readonly kind: 'keys'; readonly keys: ReadonlyArray<NamedPublicKeys> }
  | Extract<Outcome, { kind: 'not-checkable' }> {
  const published = publishedKey === undefined ? [] : [{ name: 'published key', value: publishedKey }]
  const pasted = input.keys.length > 0 ? input.keys : published
  if (pasted.length > 0 || jwksUrl === undefined) {
    return readKeys(pasted, (key) => {
      const prefix = prefixes.find((candidate) => key.value.startsWith(candidate)) ?? ''
      const read = input.crypto.publicKeys(key.value.slice(prefix.length))
      return read.kind === 'unusable' ? read : { name: key.name, keys: read.keys }
    })
  }
  return fetchedKeys(jwksUrl, input)
}

/** Keys or a certificate that the caller fetched from a URL, which must be trusted before this is asked. */
export function fetchedKeys(
  url: string,
  { context, crypto }: CheckInput,
):
  | { readonly kind: 'keys'; readonly keys: ReadonlyArray<NamedPublicKeys> }
  | Extract<Outcome, { kind: 'not-checkable' }> {
  const fetched = context.fetched?.get(url)
  if (fetched === undefined) return unavailable({ kind: 'key-not-fetched', url })
  if (fetched.kind === 'unreachable') return unavailable({ kind: 'key-unreachable', url, why: fetched.why })
  const read = crypto.publicKeys(fetched.text)
  if (read.kind === 'unusable') return unavailable({ kind: 'key-unreachable', url, why: read.why })
  return { kind: 'keys', keys: [{ name: url, keys: read.keys }] }
}

function unavailable(reason: Parameters<typeof notCheckable>[0]) {
  return notCheckable(reason) as Extract<Outcome, { kind: 'not-checkable' }>
}
