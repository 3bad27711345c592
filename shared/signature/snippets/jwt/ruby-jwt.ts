import { quoteText } from '../quote-text.ts'
import { rubyDocument } from '../ruby/ruby-document.ts'
import { rubyDefinition, valueAt } from '../ruby/ruby-values.ts'
import { NoSnippet, type SnippetContext } from '../snippet.ts'
import { claimConditions, type JwtPlan } from './jwt-plan.ts'

const quote = quoteText.ruby

/** With the gem jwt. */
export function rubyJwtSnippet(plan: JwtPlan, { title }: SnippetContext): string {
  if (plan.algorithm === 'EdDSA') {
    throw new NoSnippet(
      'This token is signed with EdDSA, for which the gem jwt needs another: use jwt-eddsa beside it.',
    )
  }
  const conditions = claimConditions(plan, {
    claim: (name) => `text[${quote(name)}]`,
    quote,
    environment: (name) => `ENV.fetch(${quote(name)})`,
    url: 'url',
    body: 'body',
    hash: hashOf,
    equal: (left, right) => `OpenSSL.secure_compare(${left}, ${right})`,
    among: (text, quoted) =>
      quoted.length === 1 ? `${text} == ${quoted[0]}` : `[${quoted.join(', ')}].include?(${text})`,
    or: (left, right) => `(${left} || ${right})`,
    isEmpty: (text) => `${text}.empty?`,
    bodyIsEmpty: 'body.empty?',
    unpadded: (text) => `${text}.delete("=")`,
  })
  const options = [
    `algorithm: ${quote(plan.algorithm)}`,
    ...(plan.leewaySeconds === 0 ? [] : [`leeway: ${plan.leewaySeconds}`]),
    ...(plan.key.kind === 'jwks' ? ['jwks: KEYS'] : []),
  ]
  const word = plan.word === null ? '' : `.sub(/${plan.word.replace('^', '\\A')}/i, "")`
  return rubyDocument(
    title,
    [
      ...keyLines(plan),
      '',
      ...(plan.uses.headers ? ['# headers: names in lower case.'] : []),
      ...(plan.uses.body ? ['# body: the raw bytes, before any parser (request.raw_post in Rails).'] : []),
      ...(plan.uses.url ? ['# url: the public one, as the provider was given it.'] : []),
      rubyDefinition(plan.uses),
      `  token = ${valueAt(plan.token)}${word}.strip`,
      `  claims, = JWT.decode(token, ${plan.key.kind === 'jwks' ? 'nil' : 'KEY'}, true, ${options.join(', ')})`,
      ...(plan.maxAgeSeconds === null
        ? []
        : [`  return false unless claims["iat"] && Time.now.to_i - claims["iat"] <= ${plan.maxAgeSeconds}`, '']),
      ...(conditions.length === 0
        ? ['  true']
        : ['  text = ->(name) { Array(claims[name]).first.to_s }', `  ${conditions.join(' && ')}`]),
      'rescue JWT::DecodeError',
      '  false',
      'end',
    ],
    ['jwt', ...(plan.key.kind === 'jwks' ? ['net/http'] : [])],
  )
}

function hashOf(hash: string, encoding: 'hex' | 'base64' | 'base64url', of: string): string {
  const name = quote(hash.toUpperCase())
  if (encoding === 'hex') return `OpenSSL::Digest.hexdigest(${name}, ${of})`
  return `[OpenSSL::Digest.digest(${name}, ${of})].pack("m0")${encoding === 'base64' ? '' : '.tr("+/", "-_")'}`
}

function keyLines({ key }: JwtPlan): string[] {
  switch (key.kind) {
    case 'secret':
      return ['KEY = ENV.fetch("WEBHOOK_SECRET")']
    case 'public-key':
      return ['# A PEM.', 'KEY = OpenSSL::PKey.read(ENV.fetch("WEBHOOK_PUBLIC_KEY"))']
    case 'jwks':
      return [`KEYS = ->(_) { JSON.parse(Net::HTTP.get(URI(${quote(key.url)})), symbolize_names: true) }`]
  }
}
