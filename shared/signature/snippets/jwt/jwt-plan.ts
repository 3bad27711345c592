import type { ClaimRule, JwtAlgorithm, JwtScheme } from '../../scheme.ts'
import { prefixPattern } from '../prefix-pattern.ts'
import { type Place, placeOf } from '../signed-plan.ts'
import { NoSnippet } from '../snippet.ts'

/** What the snippets of a signed token say in each language. */
export interface JwtPlan {
  readonly token: Place
  /** What stands before the token, as a regular expression: `^Bearer `; null if nothing does. */
  readonly word: string | null
  /** Of the token at hand: a verifier names the one that it takes. */
  readonly algorithm: JwtAlgorithm
  readonly key: { readonly kind: 'secret' | 'public-key' } | { readonly kind: 'jwks'; readonly url: string }
  readonly claims: ReadonlyArray<ClaimRule>
  readonly leewaySeconds: number
  readonly maxAgeSeconds: number | null
  readonly uses: { readonly headers: boolean; readonly body: boolean; readonly method: false; readonly url: boolean }
}

/** `received`: the algorithm of the token that was checked, if there was one. */
export function planJwt(scheme: JwtScheme, received: string | null): JwtPlan {
  const algorithm = scheme.algorithms.find((one) => one === received) ?? (scheme.algorithms[0] as JwtAlgorithm)
  const isSecret = algorithm.startsWith('HS')
  if (isSecret && scheme.secret !== undefined && (scheme.secret.decode !== 'text' || scheme.secret.prefixes)) {
    throw new NoSnippet('The secret of this scheme has to be decoded first: verify the token with a library of yours.')
  }
  const token = placeOf(scheme.from)
  const hashes = (of: 'body' | 'url') => scheme.claims.some(({ must }) => must.be === 'hash' && must.of === of)
  return {
    token,
    word: scheme.word === undefined ? null : prefixPattern(`${scheme.word} `),
    algorithm,
    key:
      !isSecret && scheme.jwksUrl !== undefined
        ? { kind: 'jwks', url: scheme.jwksUrl }
        : { kind: isSecret ? 'secret' : 'public-key' },
    claims: scheme.claims,
    leewaySeconds: scheme.leewaySeconds,
    maxAgeSeconds: scheme.maxAgeSeconds,
    uses: {
      headers: token.in === 'header',
      body: token.in === 'body' || token.in === 'json' || token.in === 'form' || hashes('body'),
      method: false,
      url: token.in === 'query' || hashes('url') || scheme.claims.some(({ must }) => must.be === 'url'),
    },
  }
}

/** A claim as a comparison of texts, in the words of a language. */
export interface ClaimWords {
  /** The claim as text; '' if it is not there. */
  claim(name: string): string
  quote(text: string): string
  environment(name: string): string
  readonly url: string
  readonly body: string
  hash(hash: string, encoding: 'hex' | 'base64' | 'base64url', of: string): string
  /** Equal, in constant time. */
  equal(left: string, right: string): string
  among(text: string, quoted: ReadonlyArray<string>): string
  or(left: string, right: string): string
  isEmpty(text: string): string
  readonly bodyIsEmpty: string
  /** base64 without its padding. */
  unpadded(text: string): string
}

/** One condition for each claim. */
export function claimConditions({ claims }: JwtPlan, words: ClaimWords): string[] {
  return claims.map((rule) => {
    const text = words.claim(rule.claim)
    const condition = conditionOf(rule, text, words)
    if (rule.must.be === 'hash' && rule.must.unlessEmpty === true) return words.or(words.bodyIsEmpty, condition)
    return rule.optional === true ? words.or(words.isEmpty(text), condition) : condition
  })
}

function conditionOf({ must }: ClaimRule, text: string, words: ClaimWords): string {
  switch (must.be) {
    case 'one-of':
      return words.among(text, must.values.map(words.quote))
    case 'url':
      return words.equal(text, words.url)
    case 'key-id':
      return words.equal(text, words.environment('WEBHOOK_KEY_ID'))
    case 'audience':
      return words.equal(text, words.environment('WEBHOOK_AUDIENCE'))
    case 'hash': {
      const expected = words.hash(must.hash, must.encoding, must.of === 'url' ? words.url : words.body)
      if (must.encoding === 'hex') return words.equal(text, expected)
      return words.equal(words.unpadded(text), words.unpadded(expected))
    }
  }
}
