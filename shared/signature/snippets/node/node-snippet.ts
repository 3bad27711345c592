// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is code for somebody else that stands in these strings.
import type { SignedScheme } from '../../scheme.ts'
import { quoteText } from '../quote-text.ts'
import { type Place, placeOf, planSigned, type SignedPlan, usesOf } from '../signed-plan.ts'
import type { SnippetContext } from '../snippet.ts'
import type { SnippetScheme } from '../snippet-for.ts'
import { contentOf } from './node-content.ts'
import { publicKey, secretKey } from './node-keys.ts'
import { received, timestampLines } from './node-signature.ts'
import { parsed, signatureOf, valueAt } from './node-values.ts'
import { cryptoOf } from './node-verify.ts'

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
  const uses = usesOf(place)
  return document(
    title,
    ['timingSafeEqual'],
    [
      'const secret = process.env.WEBHOOK_SECRET',
      '',
      ...signatureOf(uses),
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

function required(scheme: SignedScheme): string[] {
  return (scheme.requires ?? []).map(({ header, oneOf }) => {
    const name = `headers[${quote(header.toLowerCase())}]`
    return `  if (${name} !== undefined && ![${oneOf.map(quote).join(', ')}].includes(${name})) return false`
  })
}
