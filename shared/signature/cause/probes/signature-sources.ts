import type { Scheme } from '../../scheme.ts'
import type { ValueSource } from '../../value-source.ts'

/** Where a scheme has its signature. */
export function sourcesOf(scheme: Scheme): ReadonlyArray<ValueSource> {
  if (scheme.kind === 'custom') return []
  if (scheme.kind === 'basic') return [{ in: 'header', name: 'Authorization' }]
  return 'signature' in scheme ? scheme.signature.from : scheme.from
}

/** Names of the headers in which schemes have their signature. */
export function signatureHeaders(schemes: ReadonlyArray<Scheme>): string[] {
  const sources = schemes.flatMap(sourcesOf)
  return [...new Set(sources.flatMap((source) => (source.in === 'header' ? [source.name] : [])))]
}
