import type { SignedScheme } from '../../scheme.ts'
import { quoteText } from '../quote-text.ts'
import { type Place, placeOf, planSigned, type SignedPlan, usesOf } from '../signed-plan.ts'
import type { SnippetContext } from '../snippet.ts'
import type { SnippetScheme } from '../snippet-for.ts'
import { contentOf } from './python-content.ts'
import { pythonDocument } from './python-document.ts'
import { publicKey, SECRET, secretKey } from './python-keys.ts'
import { received, timestampLines } from './python-signature.ts'
import { parsed, pythonDefinition, valueAt } from './python-values.ts'
import { digestLines, verifyCrypto } from './python-verify.ts'

const quote = quoteText.python

/** For Python 3.9 and later; keys of the asymmetric kinds by the package `cryptography`. */
export function pythonSnippet(scheme: SnippetScheme, { title }: SnippetContext): string {
  switch (scheme.kind) {
    case 'token':
      return tokenSnippet(placeOf(scheme.from), scheme.prefix ?? '', title)
    case 'basic':
      return basicSnippet(title)
    default:
      return signedSnippet(scheme, planSigned(scheme), title)
  }
}

function tokenSnippet(place: Place, prefix: string, title: string): string {
  const uses = usesOf(place)
  return pythonDocument(
    title,
    [],
    [
      SECRET,
      '',
      '',
      pythonDefinition(uses),
      ...parsed(uses),
      `    token = ${valueAt(place)}`,
      ...(prefix === ''
        ? ['    return token != "" and hmac.compare_digest(token.encode(), secret.encode())']
        : [
            `    if not token.startswith(${quote(prefix)}):`,
            '        return False',
            `    return hmac.compare_digest(token.removeprefix(${quote(prefix)}).encode(), secret.encode())`,
          ]),
    ],
  )
}

function basicSnippet(title: string): string {
  return pythonDocument(
    title,
    [],
    [
      '# user:password',
      SECRET,
      '',
      '',
      'def verify(headers):',
      '    expected = b"Basic " + base64.b64encode(secret.encode())',
      '    return hmac.compare_digest(headers.get("authorization", "").encode(), expected)',
    ],
  )
}

function signedSnippet(scheme: SignedScheme, plan: SignedPlan, title: string): string {
  const symmetric = scheme.kind === 'hmac' || scheme.kind === 'hash'
  const crypto = symmetric ? { imports: [], lines: digestLines(scheme) } : verifyCrypto(scheme)
  return pythonDocument(title, crypto.imports, [
    ...(symmetric ? secretKey(scheme.secret) : publicKey(scheme)),
    '',
    '',
    '# headers: names in lower case. body: the raw bytes, before any parser (request.get_data() in Flask).',
    ...(plan.uses.url ? ['# url: the public one, as the provider was given it.'] : []),
    pythonDefinition(plan.uses),
    ...required(scheme),
    ...parsed(plan.uses),
    ...received(scheme, plan),
    ...timestampLines(plan),
    ...(plan.id === null ? [] : [`    message_id = ${valueAt(plan.id)}`]),
    '',
    `    content = ${contentOf(plan.pieces)}`,
    ...crypto.lines,
  ])
}

function required(scheme: SignedScheme): string[] {
  return (scheme.requires ?? []).flatMap(({ header, oneOf }) => [
    `    if headers.get(${quote(header.toLowerCase())}, ${quote(oneOf[0] ?? '')}) not in [${oneOf.map(quote).join(', ')}]:`,
    '        return False',
  ])
}
