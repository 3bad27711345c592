import { headerText } from '../../http/header-text.ts'
import type { TemplatePiece } from '../content-template.ts'
import type {
  HashScheme,
  HmacScheme,
  PublicKeyScheme,
  SecretDecoding,
  SignatureEncoding,
  SignedScheme,
} from '../scheme.ts'
import { prefixPattern } from './prefix-pattern.ts'
import { quoteText } from './quote-text.ts'
import { isIndex, type Place, placeOf, placeOfNamed, planSigned, type SignedPlan, separatorOf } from './signed-plan.ts'
import { NoSnippet, type SnippetContext } from './snippet.ts'
import type { SnippetScheme } from './snippet-for.ts'

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

const SECRET = 'SECRET = ENV.fetch("WEBHOOK_SECRET")'

export function rubyDocument(title: string, lines: ReadonlyArray<string>, more: ReadonlyArray<string> = []): string {
  const code = lines.join('\n')
  const requires = [
    ...(code.includes('JSON.') ? ['require "json"'] : []),
    ...more.map((name) => `require "${name}"`),
    'require "openssl"',
    ...(/Time\.(?:iso8601|httpdate)/.test(code) ? ['require "time"'] : []),
    ...(code.includes('URI') ? ['require "uri"'] : []),
  ]
  return [`# ${title}`, ...requires, '', ...lines, ''].join('\n')
}

function tokenSnippet(place: Place, prefix: string, title: string): string {
  const uses = {
    json: place.in === 'json',
    form: place.in === 'form',
    url: place.in === 'query',
    headers: place.in === 'header',
  }
  return rubyDocument(title, [
    SECRET,
    '',
    rubyDefinition({ ...uses, body: !uses.headers && !uses.url, method: false }),
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

/** OpenSSL reads ECDSA signatures as DER; some write r and s side by side. */
export const RUBY_DER = [
  '',
  'def der(bytes)',
  '  halves = bytes.unpack("a#{bytes.bytesize / 2}a*")',
  '  OpenSSL::ASN1::Sequence(halves.map { |half| OpenSSL::ASN1::Integer(OpenSSL::BN.new(half, 2)) }).to_der',
  'end',
]

export function rubyDefinition(uses: { headers: boolean; body: boolean; method: boolean; url: boolean }): string {
  const names = (['headers', 'body', 'method', 'url'] as const).filter((name) => uses[name])
  return `def verify(${names.map((name) => `${name}:`).join(', ')})`
}

function parsed({ json, form }: { json: boolean; form: boolean }): string[] {
  return [...(json ? ['  data = JSON.parse(body)'] : []), ...(form ? ['  form = URI.decode_www_form(body)'] : [])]
}

function required(scheme: SignedScheme): string[] {
  return (scheme.requires ?? []).map(({ header, oneOf }) => {
    const name = quote(header.toLowerCase())
    return `  return false if headers[${name}] && ![${oneOf.map(quote).join(', ')}].include?(headers[${name}])`
  })
}

export function valueAt(place: Place): string {
  switch (place.in) {
    case 'header': {
      const values = place.names.map((name) => `headers[${quote(name)}]`).join(' || ')
      return place.names.length === 1 ? `${values}.to_s` : `(${values}).to_s`
    }
    case 'json':
      return `data.dig(${place.path.map((name) => (isIndex(name) ? name : quote(name))).join(', ')}).to_s`
    case 'form':
      return `form.assoc(${quote(place.name)})&.last.to_s`
    case 'query':
      return `URI.decode_www_form(URI(url).query.to_s).assoc(${quote(place.name)})&.last.to_s`
    case 'signature':
      return `fields[${quote(place.key)}].to_s`
    case 'body':
      return 'body.strip'
  }
}

function received(scheme: SignedScheme, plan: SignedPlan): string[] {
  const { layout } = scheme.signature
  const lines = [`  header = ${valueAt(plan.signature)}`]
  const items = (separator: string) => `header.split(${quote(separatorOf(separator))}).map(&:strip)`
  switch (layout.kind) {
    case 'plain': {
      const { prefix = '' } = layout
      if (prefix === '') return [...lines, '  signatures = [header.strip]']
      return [
        ...lines,
        `  return false unless header.start_with?(${quote(prefix)})`,
        '',
        `  signatures = [header.delete_prefix(${quote(prefix)}).strip]`,
      ]
    }
    case 'list': {
      if (layout.prefix.includes('*')) {
        const pattern = `/${prefixPattern(layout.prefix).replace('^', '\\A')}/`
        return [
          ...lines,
          `  signatures = ${items(layout.separator)}.grep(${pattern}).map { |item| item.sub(${pattern}, "") }`,
        ]
      }
      const prefix = quote(layout.prefix)
      return [
        ...lines,
        `  items = ${items(layout.separator)}.select { |item| item.start_with?(${prefix}) }`,
        `  signatures = items.map { |item| item.delete_prefix(${prefix}) }`,
      ]
    }
    case 'pairs':
      return [
        ...lines,
        `  pairs = ${items(layout.separator)}.map { |item| item.include?("=") ? item.split("=", 2).map(&:strip) : ["", item] }`,
        `  signatures = pairs.select { |name, _| [${layout.keys.map(quote).join(', ')}].include?(name) }.map(&:last)`,
        ...(plan.uses.fields ? ['  fields = pairs.reverse.to_h'] : []),
      ]
    case 'timestamp-first':
      return [...lines, `  t, *signatures = ${items(layout.separator)}`, '  fields = { "t" => t }']
  }
}

function timestampLines({ timestamp }: SignedPlan): string[] {
  if (timestamp === null) return []
  const { maxAgeSeconds, maxFutureSeconds, unit, exclusive } = timestamp.rule
  const lines = [`  timestamp = ${valueAt(timestamp.place)}`]
  if (maxAgeSeconds === null && maxFutureSeconds === null) return lines
  const digits = ['  return false unless timestamp.match?(/\\A\\d+\\z/)', '']
  const time = (name: string) => [`  time = Time.${name}(timestamp) rescue nil`, '  return false unless time', '']
  const ages = {
    s: [...digits, '  age = Time.now.to_f - timestamp.to_i'],
    ms: [...digits, '  age = Time.now.to_f - timestamp.to_i / 1000.0'],
    's-or-ms': [...digits, '  age = Time.now.to_f - timestamp.to_i / (timestamp.length > 11 ? 1000.0 : 1)'],
    iso: [...time('iso8601'), '  age = Time.now - time'],
    'http-date': [...time('httpdate'), '  age = Time.now - time'],
  }
  return [
    ...lines,
    ...ages[unit],
    ...(maxAgeSeconds === null
      ? []
      : [`  return false if age ${exclusive === true ? '>=' : '>'} ${maxAgeSeconds} # too old`]),
    ...(maxFutureSeconds === null ? [] : [`  return false if -age > ${maxFutureSeconds} # in the future`]),
  ]
}

const TARGET = 'url.sub(%r{\\Ahttps?://[^/?#]*}i, "")'

function pieceOf(piece: TemplatePiece): string {
  if (piece.kind === 'text') return `${quote(headerText(piece.text))}.b`
  if (piece.kind === 'named') return `${valueAt(placeOfNamed(piece))}.b`
  switch (piece.name) {
    case 'body':
      return 'body.b'
    case 'body:sha256':
      return 'OpenSSL::Digest.digest("SHA256", body)'
    case 'body:sha256:hex':
      return 'OpenSSL::Digest.hexdigest("SHA256", body)'
    case 'body:escaped':
      return 'body.dup.force_encoding("UTF-8").gsub(/[^\\x00-\\x7f]/) { |char| JSON.generate(char, ascii_only: true)[1..-2] }.b'
    case 'timestamp':
    case 'id':
    case 'method':
    case 'url':
      return `${piece.name}.b`
    case 'url:base':
      return 'url.sub(/[?#].*/m, "").b'
    case 'url:unescaped':
      return 'url.gsub(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/i) { |code| code[1..].hex.chr }.b'
    case 'target':
      return `${TARGET}.b`
    case 'path':
      return `${TARGET}.sub(/[?#].*/m, "").b`
    case 'query':
      return 'url[/\\?([^#]*)/, 1].to_s.b'
    case 'secret':
      return 'KEY'
    case 'form:sorted':
      return 'form.uniq.sort.join.b'
  }
}

function secretKey({ decode, prefixes, withoutPrefix, normalize }: SecretDecoding): string[] {
  const pattern = `/${(prefixes ?? []).map((prefix) => prefixPattern(prefix).replace('^', '\\A')).join('|')}/`
  const key = decoded(
    (prefixes ?? []).length === 0 ? 'SECRET' : `SECRET.sub(${pattern}, "")`,
    decode,
    normalize !== undefined,
  )
  if (withoutPrefix === undefined || withoutPrefix === decode) return [SECRET, `KEY = ${key}`]
  return [SECRET, `KEY = SECRET.match?(${pattern}) ? ${key} : ${decoded('SECRET', withoutPrefix, false)}`]
}

function decoded(expression: string, decode: SecretDecoding['decode'], normalize: boolean): string {
  switch (decode) {
    case 'text':
      return `${expression}${normalize ? '.unicode_normalize(:nfkd)' : ''}.b`
    case 'hex':
      return `[${expression}].pack("H*")`
    case 'base64':
      return `${expression}.unpack1("m")`
    case 'base64url':
      return `${expression}.tr("-_", "+/").unpack1("m")`
  }
}

function digestLines(scheme: HmacScheme | HashScheme): string[] {
  if (scheme.hash === 'keccak256') {
    throw new NoSnippet("Ruby's OpenSSL has no Keccak-256 in every version: use a library such as the gem keccak.")
  }
  const name = quote(scheme.hash.toUpperCase())
  const made = (method: string) =>
    scheme.kind === 'hmac'
      ? `OpenSSL::HMAC.${method}(${name}, KEY, content)`
      : `OpenSSL::Digest.${method}(${name}, content)`
  const { encoding } = scheme.signature
  const signature = encoding === 'hex-any-case' ? 'signature.downcase' : 'signature'
  return [
    `  expected = ${encoded(made, encoding)}`,
    `  signatures.any? { |signature| OpenSSL.secure_compare(${signature}, expected) }`,
  ]
}

function encoded(made: (method: string) => string, encoding: SignatureEncoding): string {
  switch (encoding) {
    case 'hex':
    case 'hex-any-case':
      return made('hexdigest')
    case 'base64':
      return `[${made('digest')}].pack("m0")`
    case 'base64-unpadded':
      return `[${made('digest')}].pack("m0").delete("=")`
    case 'base64url':
      return `[${made('digest')}].pack("m0").tr("+/", "-_").delete("=")`
  }
}

function publicKey(scheme: PublicKeyScheme): string[] {
  if (scheme.kind !== 'ed25519') return ['# A PEM.', 'PUBLIC_KEY = OpenSSL::PKey.read(ENV.fetch("WEBHOOK_PUBLIC_KEY"))']
  const patterns = (scheme.secret?.prefixes ?? []).map((prefix) => prefixPattern(prefix).replace('^', '\\A'))
  return [
    '# A PEM, or the 32 bytes of the key as hex or base64.',
    'def read_key(text)',
    '  return OpenSSL::PKey.read(text) if text.include?("-----BEGIN")',
    '',
    `  bare = text${patterns.length === 0 ? '' : `.sub(/${patterns.join('|')}/, "")`}`,
    '  bytes = bare.match?(/\\A\\h{64}\\z/) ? [bare].pack("H*") : bare.unpack1("m")',
    '  OpenSSL::PKey.read(["302a300506032b6570032100"].pack("H*") + bytes)',
    'end',
    '',
    'PUBLIC_KEY = read_key(ENV.fetch("WEBHOOK_PUBLIC_KEY"))',
  ]
}

function verifyLines(scheme: PublicKeyScheme): string[] {
  const { encoding } = scheme.signature
  const bytes =
    encoding === 'hex' || encoding === 'hex-any-case'
      ? '[signature].pack("H*")'
      : `signature${encoding === 'base64url' ? '.tr("-_", "+/")' : ''}.unpack1("m")`
  return [
    '  signatures.any? do |signature|',
    `    ${verifyCall(scheme, bytes)}`,
    '  rescue OpenSSL::PKey::PKeyError',
    '    false',
    '  end',
  ]
}

function verifyCall(scheme: PublicKeyScheme, bytes: string): string {
  if (scheme.kind === 'ed25519') return `PUBLIC_KEY.verify(nil, ${bytes}, content)`
  const hash = quote(scheme.hash.toUpperCase())
  if (scheme.kind === 'ecdsa') {
    return `PUBLIC_KEY.verify(${hash}, ${scheme.format === 'der' ? bytes : `der(${bytes})`}, content)`
  }
  const content =
    scheme.contentHash === undefined
      ? 'content'
      : `OpenSSL::Digest.digest(${quote(scheme.contentHash.toUpperCase())}, content)`
  return scheme.padding === 'pkcs1'
    ? `PUBLIC_KEY.verify(${hash}, ${bytes}, ${content})`
    : `PUBLIC_KEY.verify_pss(${hash}, ${bytes}, ${content}, salt_length: :digest, mgf1_hash: ${hash})`
}
