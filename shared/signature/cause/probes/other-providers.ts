import { type Detected, detectProvider } from '../../detect-provider.ts'
import type { Provider } from '../../provider.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { sourcesOf } from './signature-sources.ts'

/** A request of another provider than the endpoint is set to, or than was guessed. */
export const otherProviders: Probe = {
  about: "other providers' schemes for the headers of this request",
  applies: ({ keys }) => keys.length > 0,
  *hypotheses(subject) {
    for (const provider of withTheirHeader(subject)) yield providerHypothesis(provider, subject)
  },
}

/** The same with secrets that are saved elsewhere. */
export const otherProvidersAndSecrets: Probe = {
  about: "other providers' schemes with every other saved secret",
  applies: ({ context }) => context.otherKeys.length > 0,
  *hypotheses(subject) {
    for (const provider of withTheirHeader(subject)) {
      const hypothesis = providerHypothesis(provider, subject)
      yield { ...hypothesis, changes: { ...hypothesis.changes, keys: subject.context.otherKeys } }
    }
  },
}

/**
 * Providers whose signature header the request has. None where it says itself that it is from the endpoint's own: GitHub's
 * second header alone would make it WhatsApp's, whose scheme is the same.
 */
export function* withTheirHeader({ context, provider: own, request }: Subject): Iterable<Provider> {
  const detected = detectProvider(request.headers)
  if (detected !== null && detected.provider === own && detected.certainty === 'certain') return
  const present = new Set(request.headers.map(([name]) => name.toLowerCase()))
  for (const provider of likeliestFirst(context.providers, detected)) {
    if (provider === own) continue
    const names = provider.schemes
      .flatMap(sourcesOf)
      .flatMap((source) => (source.in === 'header' ? [source.name.toLowerCase()] : []))
    const has = names.some((name) => name !== 'authorization' && present.has(name))
    if (has || (names.length === 0 && provider.detect.headers.some((name) => present.has(name)))) yield provider
  }
}

/** Several sign alike (GitHub, Meta's): whom the request itself names is to be named. */
function likeliestFirst(all: ReadonlyArray<Provider>, detected: Detected | null): ReadonlyArray<Provider> {
  if (detected === null) return all
  const first = [detected.provider, ...detected.alternatives].filter((provider) => all.includes(provider))
  return [...first, ...all.filter((provider) => !first.includes(provider))]
}

function providerHypothesis(provider: Provider, { provider: own }: Subject): Hypothesis {
  return {
    changes: { schemes: provider.schemes },
    causes: [
      ({ working }) => ({
        code: 'other-provider',
        certainty: 'proven',
        sentence:
          own === null
            ? `The request is signed as ${provider.name} signs, not by the scheme that is set up here.`
            : `The request is signed as ${provider.name} signs, not as ${own.name} does.`,
        evidence: [
          `By the scheme of ${provider.name}, ${working.signatureFrom} is right with “${working.keyName}” (${working.algorithm}).`,
        ],
        nextStep: `Set the provider of this endpoint to ${provider.name}.`,
      }),
    ],
  }
}
