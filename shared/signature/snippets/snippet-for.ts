import { algorithmName } from '../algorithm-name.ts'
import type { Signer } from '../check-signature.ts'
import type { FormScheme, Scheme } from '../scheme.ts'
import type { SignatureCheck, Working } from '../signature-check.ts'
import { customSnippet } from './custom/custom-snippets.ts'
import { goSnippet } from './go/go-snippet.ts'
import { goJwtSnippet } from './jwt/go-jwt.ts'
import { type JwtPlan, planJwt } from './jwt/jwt-plan.ts'
import { nodeJwtSnippet } from './jwt/node-jwt.ts'
import { phpJwtSnippet } from './jwt/php-jwt.ts'
import { pythonJwtSnippet } from './jwt/python-jwt.ts'
import { rubyJwtSnippet } from './jwt/ruby-jwt.ts'
import { nodeSnippet } from './node/node-snippet.ts'
import { phpSnippet } from './php/php-snippet.ts'
import { decidingWorking, plainEquivalent } from './plain-equivalent.ts'
import { pythonSnippet } from './python/python-snippet.ts'
import { rubySnippet } from './ruby/ruby-snippet.ts'
import { NoSnippet, type Snippet, type SnippetContext, type SnippetLanguage } from './snippet.ts'

/** Code that verifies a capture as this check did: by the scheme that decided, else by the signer's first. */
export function snippetFor(check: SignatureCheck, signer: Signer, language: SnippetLanguage): Snippet {
  const schemes = 'scheme' in signer ? [signer.scheme] : signer.provider.schemes
  const scheme = schemes[decidingScheme(check)] ?? schemes[0]
  if (scheme === undefined) {
    return {
      kind: 'unavailable',
      language,
      why: 'How this provider signs is not known, so there is nothing to verify.',
    }
  }
  const plain = scheme.kind === 'custom' ? plainEquivalent(scheme, check) : null
  const name = 'scheme' in signer ? null : signer.provider.name
  return snippetForScheme(plain ?? scheme, name, language, decidingWorking(check))
}

function decidingScheme(check: SignatureCheck): number {
  return decidingWorking(check)?.schemeIndex ?? 0
}

/** `working`: how the scheme came to its result with the request at hand, if it was compared. */
export function snippetForScheme(
  scheme: Scheme,
  provider: string | null,
  language: SnippetLanguage,
  working: Working | null = null,
): Snippet {
  const name = provider ?? 'this scheme'
  if (scheme.kind === 'custom') {
    const code = customSnippet(scheme.custom, language, plainTitle(name))
    if (code !== null) return { kind: 'snippet', language, code }
    return {
      kind: 'unavailable',
      language,
      why: `What ${name} signs depends on the request: the code appears once a secret is set that this one can be compared with.`,
    }
  }
  try {
    const context = { title: titleOf(scheme, provider) }
    const code =
      scheme.kind === 'jwt'
        ? jwtGenerators[language](planJwt(scheme, tokenAlgorithm(working)), context)
        : generators[language](withoutRepeats(scheme), context)
    return { kind: 'snippet', language, code }
  } catch (error) {
    if (error instanceof NoSnippet) return { kind: 'unavailable', language, why: error.message }
    throw error
  }
}

/** Schemes that are a few lines of code. */
export type SnippetScheme = Exclude<FormScheme, { kind: 'jwt' }>

const generators: Readonly<Record<SnippetLanguage, (scheme: SnippetScheme, context: SnippetContext) => string>> = {
  node: nodeSnippet,
  python: pythonSnippet,
  ruby: rubySnippet,
  go: goSnippet,
  php: phpSnippet,
}

const jwtGenerators: Readonly<Record<SnippetLanguage, (plan: JwtPlan, context: SnippetContext) => string>> = {
  node: nodeJwtSnippet,
  python: pythonJwtSnippet,
  ruby: rubyJwtSnippet,
  go: goJwtSnippet,
  php: phpJwtSnippet,
}

function tokenAlgorithm(working: Working | null): string | null {
  return working === null ? null : working.algorithm.replace(/^JWT /, '')
}

/** Servers hand headers of the same name on joined by commas. */
function withoutRepeats(scheme: SnippetScheme): SnippetScheme {
  if (!('signature' in scheme) || scheme.signature.repeated !== true || scheme.signature.layout.kind !== 'plain')
    return scheme
  const layout = { kind: 'list', separator: ',', prefix: scheme.signature.layout.prefix ?? '' } as const
  return { ...scheme, signature: { ...scheme.signature, layout } }
}

function titleOf(scheme: FormScheme, provider: string | null): string {
  return plainTitle(`${provider ?? 'Webhook'}: ${algorithmName(scheme)}`)
}

/** Plain characters only: it becomes a comment, which nothing in it may end. */
function plainTitle(title: string): string {
  return title.replace(/[^\p{L}\p{N} .,:&'()+/-]/gu, ' ').slice(0, 120)
}
