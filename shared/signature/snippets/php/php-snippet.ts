import { headerFromText } from '../../../http/header-text.ts'
import { secretPrefixes } from '../../compare-signed.ts'
import type { SignedScheme } from '../../scheme.ts'
import { quoteText } from '../quote-text.ts'
import { type Place, placeOf, planSigned, type SignedPlan, usesOf } from '../signed-plan.ts'
import type { SnippetContext } from '../snippet.ts'
import type { SnippetScheme } from '../snippet-for.ts'
import { pieceOf } from './php-content.ts'
import { phpDocument } from './php-document.ts'
import { phpPublicKey, secretKey } from './php-keys.ts'
import { received, timestampLines } from './php-signature.ts'
import { parsed, phpDefinition, valueAt } from './php-values.ts'
import { digestLines, PHP_DER, verifyLines } from './php-verify.ts'

const quote = quoteText.php

/** For PHP 8, without packages. */
export function phpSnippet(scheme: SnippetScheme, { title }: SnippetContext): string {
  switch (scheme.kind) {
    case 'token':
      return tokenSnippet(placeOf(scheme.from), scheme.prefix ?? '', title)
    case 'basic':
      return phpDocument(title, [
        'function verify(array $headers): bool',
        '{',
        "    $secret = getenv('WEBHOOK_SECRET'); // user:password",
        "    return hash_equals('Basic ' . base64_encode($secret), $headers['authorization'] ?? '');",
        '}',
      ])
    default:
      return signedSnippet(scheme, planSigned(scheme), title)
  }
}

const HEADERS = '// $headers: array_change_key_case(getallheaders()).'

function tokenSnippet(place: Place, prefix: string, title: string): string {
  const uses = usesOf(place)
  return phpDocument(title, [
    ...(uses.headers ? [HEADERS] : []),
    phpDefinition(uses),
    '{',
    "    $secret = getenv('WEBHOOK_SECRET');",
    ...parsed(uses),
    `    $token = ${valueAt(place)};`,
    ...(prefix === ''
      ? ["    return $token !== '' && hash_equals($secret, $token);"]
      : [
          `    return str_starts_with($token, ${quote(prefix)}) && hash_equals($secret, substr($token, ${headerFromText(prefix).length}));`,
        ]),
    '}',
  ])
}

function signedSnippet(scheme: SignedScheme, plan: SignedPlan, title: string): string {
  const symmetric = scheme.kind === 'hmac' || scheme.kind === 'hash'
  return phpDocument(title, [
    ...(plan.uses.headers ? [HEADERS] : []),
    ...(plan.uses.body ? ["// $body: the raw bytes, file_get_contents('php://input')."] : []),
    ...(plan.uses.url ? ['// $url: the public one, as the provider was given it.'] : []),
    phpDefinition(plan.uses),
    '{',
    ...(symmetric
      ? secretKey(scheme.secret)
      : phpPublicKey(scheme.kind === 'ed25519' ? 'ed25519' : 'other', secretPrefixes(scheme))),
    ...required(scheme),
    ...parsed(plan.uses),
    ...received(scheme, plan),
    ...timestampLines(plan),
    ...(plan.id === null ? [] : [`    $id = ${valueAt(plan.id)};`]),
    '',
    `    $content = ${plan.pieces.map(pieceOf).join(' . ')};`,
    ...(symmetric ? digestLines(scheme) : verifyLines(scheme)),
    '    return false;',
    '}',
    ...(scheme.kind === 'ecdsa' && scheme.format === 'p1363' ? PHP_DER : []),
  ])
}

function required(scheme: SignedScheme): string[] {
  return (scheme.requires ?? []).flatMap(({ header, oneOf }) => [
    `    if (!in_array($headers[${quote(header.toLowerCase())}] ?? ${quote(oneOf[0] ?? '')}, [${oneOf.map(quote).join(', ')}], true)) {`,
    '        return false;',
    '    }',
  ])
}
