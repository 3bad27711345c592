import type { PublicKey } from './crypto.ts'
import { readKeys } from './key-reading.ts'
import { type CheckInput, notCheckable, type Outcome } from './outcome.ts'

export interface NamedPublicKeys {
  readonly name: string
  readonly keys: ReadonlyArray<PublicKey>
}

/** The keys that the user pasted, else those at the provider's URL. */
export function readPublicKeys(
  url: string | undefined,
  prefixes: ReadonlyArray<string>,
  input: CheckInput,
):
  | { readonly kind: 'keys'; readonly keys: ReadonlyArray<NamedPublicKeys> }
  | Extract<Outcome, { kind: 'not-checkable' }> {
  if (input.keys.length > 0 || url === undefined) {
    return readKeys(input.keys, (key) => {
      const prefix = prefixes.find((candidate) => key.value.startsWith(candidate)) ?? ''
      const read = input.crypto.publicKeys(key.value.slice(prefix.length))
      return read.kind === 'unusable' ? read : { name: key.name, keys: read.keys }
    })
  }
  return fetchedKeys(url, input)
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
