// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is code for somebody else that stands in these strings.
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
import { type Place, placeOf, placeOfNamed, planSigned, type SignedPlan, separatorOf } from './signed-plan.ts'
import { NoSnippet, type SnippetContext } from './snippet.ts'
import type { SnippetScheme } from './snippet-for.ts'

const quote = quoteText.javascript

/** For Node, without dependencies. */
export function nodeSnippet(scheme: SnippetScheme, { title }: SnippetContext): string {
  switch (scheme.kind) {
    case 'token':
      return tokenSnippet(placeOf(scheme.from), scheme.prefix ?? '', title)
    case 'basic':
      return basicSnippet(title)
    default:
      return signedSnippet(scheme, planSigned(scheme), title)
  }
}

const EQUAL = [
  'function equal(left, right) {',
  '  const [a, b] = [Buffer.from(left), Buffer.from(right)]',
  '  return a.length === b.length && timingSafeEqual(a, b)',
  '}',
]

function document(title: string, imports: ReadonlyArray<string>, lines: ReadonlyArray<string>): string {
  return [`// ${title}`, `import { ${[...imports].sort().join(', ')} } from 'node:crypto'`, '', ...lines, ''].join('\n')
}

function tokenSnippet(place: Place, prefix: string, title: string): string {
  const uses = { json: place.in === 'json', form: place.in === 'form', url: place.in === 'query' }
  return document(
    title,
    ['timingSafeEqual'],
    [
      'const secret = process.env.WEBHOOK_SECRET',
      '',
      ...signatureOf({
        ...uses,
        method: false,
        headers: place.in === 'header',
        body: uses.json || uses.form || place.in === 'body',
      }),
      ...parsed(uses),
      `  const token = ${valueAt(place)}`,
      prefix === ''
        ? "  return token !== '' && equal(token, secret)"
        : `  return token.startsWith(${quote(prefix)}) && equal(token.slice(${prefix.length}), secret)`,
      '}',
      '',
      ...EQUAL,
    ],
  )
}

function basicSnippet(title: string): string {
  return document(
    title,
    ['timingSafeEqual'],
    [
      '// user:password',
      'const secret = process.env.WEBHOOK_SECRET',
      '',
      'export function verify({ headers }) {',
      "  const expected = `Basic ${Buffer.from(secret).toString('base64')}`",
      "  return equal(headers.authorization ?? '', expected)",
      '}',
      '',
      ...EQUAL,
    ],
  )
}

function signedSnippet(scheme: SignedScheme, plan: SignedPlan, title: string): string {
  const key = scheme.kind === 'hmac' || scheme.kind === 'hash' ? secretKey(scheme.secret) : publicKey(scheme)
  const crypto = cryptoOf(scheme)
  const hashes = plan.pieces.some((piece) => piece.kind === 'plain' && piece.name.startsWith('body:sha256'))
  const imports = new Set([...crypto.imports, ...(hashes ? ['createHash'] : [])])
  return document(
    title,
    [...imports],
    [
      ...key,
      '',
      '// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).',
      ...(plan.uses.url ? ['// url: the public one, as the provider was given it.'] : []),
      ...signatureOf(plan.uses),
      ...required(scheme),
      ...parsed(plan.uses),
      ...received(scheme, plan),
      ...timestampLines(plan),
      ...(plan.id === null ? [] : [`  const id = ${valueAt(plan.id)}`]),
      '',
      `  const content = ${contentOf(plan.pieces)}`,
      ...crypto.lines,
      '}',
      ...(crypto.equal ? ['', ...EQUAL] : []),
    ],
  )
}

function signatureOf(uses: { headers: boolean; body: boolean; method: boolean; url: boolean }): string[] {
  const names = (['headers', 'body', 'method', 'url'] as const).filter((argument) => uses[argument])
  return [`export function verify({ ${names.join(', ')} }) {`]
}

function parsed({ json, form }: { json: boolean; form: boolean }): string[] {
  return [
    ...(json ? ['  const json = JSON.parse(body)'] : []),
    ...(form ? ['  const form = new URLSearchParams(body.toString())'] : []),
  ]
}

function required(scheme: SignedScheme): string[] {
  return (scheme.requires ?? []).map(({ header, oneOf }) => {
    const name = `headers[${quote(header.toLowerCase())}]`
    return `  if (${name} !== undefined && ![${oneOf.map(quote).join(', ')}].includes(${name})) return false`
  })
}

export function valueAt(place: Place): string {
  switch (place.in) {
    case 'header':
      return [...place.names.map((name) => `headers[${quote(name)}]`), "''"].join(' ?? ')
    case 'json':
      return `String(json${place.path.map((name) => `?.[${quote(name)}]`).join('')} ?? '')`
    case 'form':
      return `form.get(${quote(place.name)}) ?? ''`
    case 'query':
      return `new URL(url).searchParams.get(${quote(place.name)}) ?? ''`
    case 'signature':
      return `fields.get(${quote(place.key)}) ?? ''`
    case 'body':
      return 'body.toString().trim()'
  }
}

function received(scheme: SignedScheme, plan: SignedPlan): string[] {
  const { layout } = scheme.signature
  const lines = [`  const header = ${valueAt(plan.signature)}`]
  switch (layout.kind) {
    case 'plain': {
      const { prefix = '' } = layout
      if (prefix === '') return [...lines, '  const signatures = [header.trim()]']
      return [
        ...lines,
        `  if (!header.startsWith(${quote(prefix)})) return false`,
        `  const signatures = [header.slice(${prefix.length}).trim()]`,
      ]
    }
    case 'list': {
      const items = `header.split(${quote(separatorOf(layout.separator))}).map((item) => item.trim())`
      if (layout.prefix.includes('*')) {
        const pattern = `/${prefixPattern(layout.prefix)}/`
        return [
          ...lines,
          `  const items = ${items}.filter((item) => ${pattern}.test(item))`,
          `  const signatures = items.map((item) => item.replace(${pattern}, ''))`,
        ]
      }
      return [
        ...lines,
        `  const items = ${items}.filter((item) => item.startsWith(${quote(layout.prefix)}))`,
        `  const signatures = items.map((item) => item.slice(${layout.prefix.length}))`,
      ]
    }
    case 'pairs': {
      const items = `header.split(${quote(separatorOf(layout.separator))})`
      const bare = layout.keys.includes('')
      const wanted = layout.keys.map((key) => `name === ${quote(key)}`).join(' || ')
      return [
        ...lines,
        bare
          ? `  const pairs = ${items}.map((item) => (item.includes('=') ? item.split(/=(.*)/s, 2) : ['', item]).map((part) => part.trim()))`
          : `  const pairs = ${items}.map((item) => item.split(/=(.*)/s, 2).map((part) => part.trim()))`,
        `  const signatures = pairs.filter(([name, value]) => ${layout.keys.length === 1 ? wanted : `(${wanted})`} && value).map(([, value]) => value)`,
        ...(plan.uses.fields ? ['  const fields = new Map(pairs.reverse())'] : []),
      ]
    }
    case 'timestamp-first':
      return [
        ...lines,
        `  const [t = '', ...signatures] = header.split(${quote(separatorOf(layout.separator))}).map((item) => item.trim())`,
        "  const fields = new Map([['t', t]])",
      ]
  }
}

function timestampLines({ timestamp }: SignedPlan): string[] {
  if (timestamp === null) return []
  const { maxAgeSeconds, maxFutureSeconds, unit, exclusive } = timestamp.rule
  const lines = [`  const timestamp = ${valueAt(timestamp.place)}`]
  if (maxAgeSeconds === null && maxFutureSeconds === null) return lines
  const times = {
    s: 'Number(timestamp)',
    ms: 'Number(timestamp) / 1000',
    's-or-ms': 'Number(timestamp) / (timestamp.length > 11 ? 1000 : 1)',
    iso: 'Date.parse(timestamp) / 1000',
    'http-date': 'Date.parse(timestamp) / 1000',
  }
  return [
    ...lines,
    `  const age = Date.now() / 1000 - ${times[unit]}`,
    ...(maxAgeSeconds === null
      ? []
      : [`  if (!(age ${exclusive === true ? '<' : '<='} ${maxAgeSeconds})) return false // too old`]),
    ...(maxFutureSeconds === null ? [] : [`  if (!(-age <= ${maxFutureSeconds})) return false // in the future`]),
  ]
}

/** Texts side by side become one template literal. */
function contentOf(pieces: ReadonlyArray<TemplatePiece>): string {
  const parts: string[] = []
  let text = ''
  const flush = () => {
    if (text !== '') parts.push(`Buffer.from(\`${text}\`)`)
    text = ''
  }
  for (const piece of pieces) {
    const part = pieceOf(piece)
    if ('text' in part) text += part.text
    else {
      flush()
      parts.push(part.bytes)
    }
  }
  flush()
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : `Buffer.concat([${parts.join(', ')}])`
}

const TARGET = "url.replace(/^https?:\\/\\/[^/?#]*/i, '')"

function pieceOf(piece: TemplatePiece): { text: string } | { bytes: string } {
  if (piece.kind === 'text') return { text: quoteText.javascriptTemplate(headerText(piece.text)) }
  if (piece.kind === 'named') return { text: `\${${valueAt(placeOfNamed(piece))}}` }
  switch (piece.name) {
    case 'body':
      return { bytes: 'body' }
    case 'body:sha256':
      return { bytes: "createHash('sha256').update(body).digest()" }
    case 'body:sha256:hex':
      return { text: "${createHash('sha256').update(body).digest('hex')}" }
    case 'body:escaped':
      return {
        text: "${body.toString().replace(/[\\u0080-\\uffff]/g, (char) => `\\\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}",
      }
    case 'timestamp':
    case 'id':
    case 'method':
    case 'url':
      return { text: `\${${piece.name}}` }
    case 'url:base':
      return { text: "${url.replace(/[?#].*$/s, '')}" }
    case 'url:unescaped':
      return { text: '${url.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent)}' }
    case 'target':
      return { text: `\${${TARGET}}` }
    case 'path':
      return { text: `\${${TARGET}.replace(/[?#].*$/s, '')}` }
    case 'query':
      return { text: "${/\\?([^#]*)/.exec(url)?.[1] ?? ''}" }
    case 'secret':
      return { bytes: 'key' }
    case 'form:sorted':
      return {
        text: "${[...new Set([...form].map((pair) => pair.join('\\0')))].sort().join('\\0').replaceAll('\\0', '')}",
      }
  }
}

function secretKey({ decode, prefixes, withoutPrefix, normalize }: SecretDecoding): string[] {
  const patterns = (prefixes ?? []).map(prefixPattern)
  const strip = patterns.length === 0 ? 'secret' : `secret.replace(/${patterns.join('|')}/, '')`
  const key = decoded(strip, decode, normalize !== undefined)
  const secret = 'const secret = process.env.WEBHOOK_SECRET'
  if (withoutPrefix === undefined || withoutPrefix === decode) return [secret, `const key = ${key}`]
  return [
    secret,
    `const key = /${patterns.join('|')}/.test(secret) ? ${key} : ${decoded('secret', withoutPrefix, normalize !== undefined)}`,
  ]
}

function decoded(expression: string, decode: SecretDecoding['decode'], normalize: boolean): string {
  if (decode !== 'text') return `Buffer.from(${expression}, ${quote(decode)})`
  return `Buffer.from(${expression}${normalize ? ".normalize('NFKD')" : ''})`
}

function publicKey(scheme: PublicKeyScheme): string[] {
  if (scheme.kind !== 'ed25519')
    return ['// A PEM.', 'const publicKey = createPublicKey(process.env.WEBHOOK_PUBLIC_KEY)']
  const prefixes = (scheme.secret?.prefixes ?? []).map(prefixPattern)
  const strip = prefixes.length === 0 ? '' : `.replace(/${prefixes.join('|')}/, '')`
  return [
    '// A PEM, or the 32 bytes of the key as hex or base64.',
    'const publicKey = readKey(process.env.WEBHOOK_PUBLIC_KEY)',
    '',
    'function readKey(text) {',
    "  if (text.includes('-----BEGIN')) return createPublicKey(text)",
    `  const bare = text${strip}`,
    "  const bytes = Buffer.from(bare, /^[0-9a-f]{64}$/i.test(bare) ? 'hex' : 'base64')",
    "  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes])",
    "  return createPublicKey({ key: der, format: 'der', type: 'spki' })",
    '}',
  ]
}

interface Crypto {
  readonly imports: ReadonlyArray<string>
  readonly lines: ReadonlyArray<string>
  readonly equal: boolean
}

function cryptoOf(scheme: SignedScheme): Crypto {
  return scheme.kind === 'hmac' || scheme.kind === 'hash' ? digestCrypto(scheme) : verifyCrypto(scheme)
}

function digestCrypto(scheme: HmacScheme | HashScheme): Crypto {
  if (scheme.hash === 'keccak256') {
    throw new NoSnippet(
      'Node has no Keccak-256 of its own (sha3-256 is another hash): use a library such as @noble/hashes.',
    )
  }
  const made = scheme.kind === 'hmac' ? `createHmac(${quote(scheme.hash)}, key)` : `createHash(${quote(scheme.hash)})`
  const { encoding } = scheme.signature
  const digest = `${made}.update(content).digest(${quote(plain(encoding))})`
  const signature = encoding === 'hex-any-case' ? 'signature.toLowerCase()' : 'signature'
  return {
    imports: [scheme.kind === 'hmac' ? 'createHmac' : 'createHash', 'timingSafeEqual'],
    lines: [
      `  const expected = ${digest}${encoding === 'base64-unpadded' ? ".replace(/=+$/, '')" : ''}`,
      `  return signatures.some((signature) => equal(${signature}, expected))`,
    ],
    equal: true,
  }
}

export function plain(encoding: SignatureEncoding): string {
  if (encoding === 'hex-any-case') return 'hex'
  return encoding === 'base64-unpadded' ? 'base64' : encoding
}

function verifyCrypto(scheme: PublicKeyScheme): Crypto {
  const bytes = `Buffer.from(signature, ${quote(plain(scheme.signature.encoding))})`
  const verify = (hash: string, key: string, content: string) =>
    `  return signatures.some((signature) => cryptoVerify(${hash}, ${content}, ${key}, ${bytes}))`
  const imports = ['createPublicKey', 'verify as cryptoVerify']
  switch (scheme.kind) {
    case 'ed25519':
      return { imports, lines: [verify('null', 'publicKey', 'content')], equal: false }
    case 'ecdsa':
      return {
        imports,
        lines: [
          verify(
            quote(scheme.hash),
            scheme.format === 'der' ? 'publicKey' : "{ key: publicKey, dsaEncoding: 'ieee-p1363' }",
            'content',
          ),
        ],
        equal: false,
      }
    case 'rsa': {
      const pss =
        '{ key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }'
      const content =
        scheme.contentHash === undefined
          ? 'content'
          : `createHash(${quote(scheme.contentHash)}).update(content).digest()`
      return {
        imports: [
          ...imports,
          ...(scheme.padding === 'pss' ? ['constants'] : []),
          ...(scheme.contentHash === undefined ? [] : ['createHash']),
        ],
        lines: [verify(quote(scheme.hash), scheme.padding === 'pss' ? pss : 'publicKey', content)],
        equal: false,
      }
    }
  }
}
