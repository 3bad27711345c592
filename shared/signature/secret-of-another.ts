import { providers } from './catalogue/catalogue.ts'
import type { Provider } from './provider.ts'

/**
 * Whether a secret begins as other providers' do (`whsec_`), and not as this one's. Where the provider is told from each
 * request, such a secret says nothing about this one's signatures.
 */
export function isSecretOfAnother(value: string, provider: Provider): boolean {
  const secret = value.trim()
  const begins = (prefix: string) => secret.startsWith(prefix)
  return !prefixesOf(provider).some(begins) && everyPrefix.some(begins)
}

const everyPrefix = [...new Set(providers.flatMap(prefixesOf))]

/** Those that are spelled out; `*` in one would fit too much. */
function prefixesOf({ secret, schemes }: Provider): string[] {
  const decoded = schemes.flatMap((scheme) => ('secret' in scheme ? (scheme.secret?.prefixes ?? []) : []))
  return [...(secret.prefix === undefined ? [] : [secret.prefix]), ...decoded].filter((prefix) => !prefix.includes('*'))
}
