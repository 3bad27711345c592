import { secretPrefixes } from '../../compare-signed.ts'
import type { SignedScheme } from '../../scheme.ts'
import { quoteText } from '../quote-text.ts'
import { type Place, placeOf, planSigned, type SignedPlan, usesOf } from '../signed-plan.ts'
import type { SnippetContext } from '../snippet.ts'
import type { SnippetScheme } from '../snippet-for.ts'
import { goDocument } from './go-document.ts'
import { publicKey, secretKey } from './go-keys.ts'
import { received, timestampLines } from './go-signature.ts'
import { definition, goHelpers, parsed, valueAt } from './go-values.ts'
import { digestLines, verifyLines } from './go-verify.ts'

const quote = quoteText.go

/** For Go 1.18 and later, with the standard library alone. */
export function goSnippet(scheme: SnippetScheme, { title }: SnippetContext): string {
  switch (scheme.kind) {
    case 'token':
      return tokenSnippet(placeOf(scheme.from), scheme.prefix ?? '', title)
    case 'basic':
      return goDocument(title, [
        'var secret = os.Getenv("WEBHOOK_SECRET") // user:password',
        '',
        'func Verify(header http.Header) bool {',
        '\texpected := "Basic " + base64.StdEncoding.EncodeToString([]byte(secret))',
        '\treturn hmac.Equal([]byte(header.Get("Authorization")), []byte(expected))',
        '}',
      ])
    default:
      return signedSnippet(scheme, planSigned(scheme), title)
  }
}

function tokenSnippet(place: Place, prefix: string, title: string): string {
  const uses = usesOf(place)
  const lines = [
    'var secret = os.Getenv("WEBHOOK_SECRET")',
    '',
    definition(uses),
    ...parsed(uses),
    ...(prefix === ''
      ? [`\ttoken := ${valueAt(place)}`, '\treturn token != "" && hmac.Equal([]byte(token), []byte(secret))']
      : [
          `\ttoken := ${valueAt(place)}`,
          `\treturn strings.HasPrefix(token, ${quote(prefix)}) && hmac.Equal([]byte(strings.TrimPrefix(token, ${quote(prefix)})), []byte(secret))`,
        ]),
    '}',
  ]
  return goDocument(title, [...lines, ...goHelpers(lines)])
}

function signedSnippet(scheme: SignedScheme, plan: SignedPlan, title: string): string {
  const symmetric = scheme.kind === 'hmac' || scheme.kind === 'hash'
  const lines = [
    ...(symmetric ? secretKey(scheme.secret) : publicKey(scheme.kind, secretPrefixes(scheme))),
    '',
    ...(plan.uses.body ? ['// body: the raw bytes, io.ReadAll(r.Body).'] : []),
    ...(plan.uses.url ? ['// url: the public one, as the provider was given it.'] : []),
    definition(plan.uses),
    ...required(scheme),
    ...parsed(plan.uses),
    ...received(scheme, plan),
    ...timestampLines(plan),
    ...(plan.id === null ? [] : [`\tid := ${valueAt(plan.id)}`]),
    '',
    ...(symmetric ? digestLines(scheme, plan) : verifyLines(scheme, plan)),
    '\treturn false',
    '}',
  ]
  return goDocument(title, [...lines, ...goHelpers(lines)])
}

function required(scheme: SignedScheme): string[] {
  return (scheme.requires ?? []).flatMap(({ header, oneOf }) => {
    const value = `header.Get(${quote(header)})`
    const wrong = oneOf.map((one) => `${value} != ${quote(one)}`).join(' && ')
    return [`\tif ${value} != "" && ${wrong} {`, '\t\treturn false', '\t}']
  })
}
