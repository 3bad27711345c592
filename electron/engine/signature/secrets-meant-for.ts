import type { OpenSecret } from './endpoint-secrets.ts'
import type { Identified } from './judge-capture.ts'

/**
 * Those of an endpoint's secrets that say something about requests of this sender: its own, and those of nobody in
 * particular. Where a request could be of several providers (Meta's all sign alike), a secret of any of them counts.
 */
export function secretsMeantFor(
  { id, known, alternatives }: Pick<Identified, 'id' | 'known' | 'alternatives'>,
  secrets: ReadonlyArray<OpenSecret>,
): ReadonlyArray<OpenSecret> {
  return secrets.filter(({ provider }) => {
    if (provider === null || provider === id) return true
    return known === 'likely' && alternatives.some((alternative) => alternative.id === provider)
  })
}
