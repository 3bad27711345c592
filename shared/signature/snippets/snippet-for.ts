import { algorithmName } from '../algorithm-name.ts'
import type { Signer } from '../check-signature.ts'
import type { FormScheme, Scheme } from '../scheme.ts'
import type { SignatureCheck } from '../signature-check.ts'
import { goSnippet } from './go.ts'
import { nodeSnippet } from './node.ts'
import { phpSnippet } from './php.ts'
import { decidingWorking, plainEquivalent } from './plain-equivalent.ts'
import { pythonSnippet } from './python.ts'
import { rubySnippet } from './ruby.ts'
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
  return snippetForScheme(plain ?? scheme, 'scheme' in signer ? null : signer.provider.name, language)
}

function decidingScheme(check: SignatureCheck): number {
  return decidingWorking(check)?.schemeIndex ?? 0
}

export function snippetForScheme(scheme: Scheme, provider: string | null, language: SnippetLanguage): Snippet {
  const name = provider ?? 'this scheme'
  if (scheme.kind === 'custom') {
    return {
      kind: 'unavailable',
      language,
      why: `The signature of ${name} takes more than a few lines: verify it with the provider's own library.`,
    }
  }
  if (scheme.kind === 'jwt') {
    return {
      kind: 'unavailable',
      language,
      why: `${name} sends a signed token (JWT): verify it with ${JWT_LIBRARIES[language]}, and compare its claims with the request.`,
    }
  }
  try {
    const code = generators[language](scheme, { title: titleOf(scheme, provider) })
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

const JWT_LIBRARIES: Readonly<Record<SnippetLanguage, string>> = {
  node: 'jose',
  python: 'PyJWT',
  ruby: 'the gem jwt',
  go: 'github.com/golang-jwt/jwt',
  php: 'firebase/php-jwt',
}

/** Plain characters only: it becomes a comment, which nothing in it may end. */
function titleOf(scheme: SnippetScheme, provider: string | null): string {
  const title = `${provider ?? 'Webhook'}: ${algorithmName(scheme)}`
  return title.replace(/[^\p{L}\p{N} .,:&'()+/-]/gu, ' ').slice(0, 120)
}
