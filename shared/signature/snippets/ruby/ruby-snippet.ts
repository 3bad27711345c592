import type { SignedScheme } from '../../scheme.ts'
import { quoteText } from '../quote-text.ts'
import { type Place, placeOf, planSigned, type SignedPlan, usesOf } from '../signed-plan.ts'
import type { SnippetContext } from '../snippet.ts'
import type { SnippetScheme } from '../snippet-for.ts'
import { pieceOf } from './ruby-content.ts'
import { rubyDocument } from './ruby-document.ts'
import { publicKey, SECRET, secretKey } from './ruby-keys.ts'
import { received, timestampLines } from './ruby-signature.ts'
import { parsed, rubyDefinition, valueAt } from './ruby-values.ts'
import { digestLines, RUBY_DER, verifyLines } from './ruby-verify.ts'

const quote = quoteText.ruby

/** For Ruby 3.1 and later, with its own OpenSSL library. */
export function rubySnippet(scheme: SnippetScheme, { title }: SnippetContext): string {
  switch (scheme.kind) {
    case 'token':
      return tokenSnippet(placeOf(scheme.from), scheme.prefix ?? '', title)
    case 'basic':
      return rubyDocument(title, [
        '# user:password',
        SECRET,
        '',
        'def verify(headers:)',
        `  expected = "Basic #{[SECRET].pack("m0")}"`,
        '  OpenSSL.secure_compare(headers["authorization"].to_s, expected)',
        'end',
      ])
    default:
      return signedSnippet(scheme, planSigned(scheme), title)
  }
}

function tokenSnippet(place: Place, prefix: string, title: string): string {
  const uses = usesOf(place)
  return rubyDocument(title, [
    SECRET,
    '',
    rubyDefinition(uses),
    ...parsed(uses),
    `  token = ${valueAt(place)}`,
    ...(prefix === ''
      ? ['  !token.empty? && OpenSSL.secure_compare(token, SECRET)']
      : [
          `  return false unless token.start_with?(${quote(prefix)})`,
          '',
          `  OpenSSL.secure_compare(token.delete_prefix(${quote(prefix)}), SECRET)`,
        ]),
    'end',
  ])
}

function signedSnippet(scheme: SignedScheme, plan: SignedPlan, title: string): string {
  const symmetric = scheme.kind === 'hmac' || scheme.kind === 'hash'
  return rubyDocument(title, [
    ...(symmetric ? secretKey(scheme.secret) : publicKey(scheme)),
    ...(scheme.kind === 'ecdsa' && scheme.format === 'p1363' ? RUBY_DER : []),
    '',
    '# headers: names in lower case. body: the raw bytes, before any parser (request.raw_post in Rails).',
    ...(plan.uses.url ? ['# url: the public one, as the provider was given it.'] : []),
    rubyDefinition(plan.uses),
    ...required(scheme),
    ...parsed(plan.uses),
    ...received(scheme, plan),
    ...timestampLines(plan),
    ...(plan.id === null ? [] : [`  id = ${valueAt(plan.id)}`]),
    '',
    `  content = ${plan.pieces.map(pieceOf).join(' + ')}`,
    ...(symmetric ? digestLines(scheme) : verifyLines(scheme)),
    'end',
  ])
}

function required(scheme: SignedScheme): string[] {
  return (scheme.requires ?? []).map(({ header, oneOf }) => {
    const name = quote(header.toLowerCase())
    return `  return false if headers[${name}] && ![${oneOf.map(quote).join(', ')}].include?(headers[${name}])`
  })
}
