import type { Outcome } from './outcome.ts'
import { notCheckable } from './outcome.ts'
import type { SignatureKey } from './signature-request.ts'

/** Reads every key; those that cannot be read count only if none can. */
export function readKeys<Key>(
  keys: ReadonlyArray<SignatureKey>,
  read: (key: SignatureKey) => Key | { readonly kind: 'unusable'; readonly why: string },
): { readonly kind: 'keys'; readonly keys: ReadonlyArray<Key> } | Extract<Outcome, { kind: 'not-checkable' }> {
  const usable: Key[] = []
  let unusable: { keyName: string; why: string } | null = null
  for (const key of keys) {
    const result = read(key)
    if (isUnusable(result)) unusable ??= { keyName: key.name, why: result.why }
    else usable.push(result)
  }
  if (usable.length > 0) return { kind: 'keys', keys: usable }
  return notCheckable(unusable === null ? { kind: 'no-key' } : { kind: 'key-unusable', ...unusable }) as Extract<
    Outcome,
    { kind: 'not-checkable' }
  >
}

function isUnusable(result: unknown): result is { readonly kind: 'unusable'; readonly why: string } {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'unusable'
}
