import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'

/** A secret without the prefix that belongs to it, or with one that does not. */
export const secretPrefix: Probe = {
  about: 'the prefix of the secret',
  applies: ({ keys }) => keys.length > 0,
  *hypotheses(subject) {
    const prefixes = knownPrefixes(subject)
    for (const key of subject.keys) {
      const value = key.value.trim()
      for (const prefix of prefixes) {
        const has = value.startsWith(prefix)
        const changed = has ? value.slice(prefix.length) : `${prefix}${value}`
        if (changed === '') continue
        yield {
          changes: { keys: [{ ...key, value: changed }] },
          causes: [
            () => ({
              code: has ? 'secret-prefix-extra' : 'secret-prefix-missing',
              certainty: 'proven',
              sentence: has
                ? `The secret “${key.name}” begins with “${prefix}”, which is not part of it.`
                : `The secret “${key.name}” lacks the “${prefix}” that belongs to it.`,
              evidence: [`${has ? 'Without' : 'With'} it, the secret gives the received signature.`],
              nextStep: has
                ? `Enter “${key.name}” again without “${prefix}”.`
                : `Enter “${key.name}” again as the provider shows it, “${prefix}” included.`,
            }),
          ],
        }
      }
    }
  },
}

const COMMON = ['whsec_', 'v1,', 'sha256=', 'Bearer ', 'Basic ', 'sk_', 'key-']

export function knownPrefixes({ provider, schemes }: Subject): ReadonlySet<string> {
  const own = schemes.flatMap((scheme) => ('secret' in scheme ? (scheme.secret?.prefixes ?? []) : []))
  const wanted = provider?.secret.prefix === undefined ? own : [provider.secret.prefix, ...own]
  return new Set([...wanted.filter((prefix) => !prefix.includes('*')), ...COMMON])
}
