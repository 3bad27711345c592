import { jwsHash } from '../../jwt.ts'
import type { JwtAlgorithm } from '../../scheme.ts'
import { phpDocument } from '../php/php-document.ts'
import { phpPublicKey } from '../php/php-keys.ts'
import { phpDefinition, valueAt } from '../php/php-values.ts'
import { PHP_DER } from '../php/php-verify.ts'
import { quoteText } from '../quote-text.ts'
import { NoSnippet, type SnippetContext } from '../snippet.ts'
import { claimConditions, type JwtPlan } from './jwt-plan.ts'

const quote = quoteText.php

/** With PHP's own extensions, but for keys at an address. */
export function phpJwtSnippet(plan: JwtPlan, { title }: SnippetContext): string {
  const conditions = claimConditions(plan, {
    claim: (name) => `$text(${quote(name)})`,
    quote,
    environment: (name) => `getenv(${quote(name)})`,
    url: '$url',
    body: '$body',
    hash: hashOf,
    equal: (left, right) => `hash_equals(${right}, ${left})`,
    among: (text, quoted) =>
      quoted.length === 1 ? `${text} === ${quoted[0]}` : `in_array(${text}, [${quoted.join(', ')}], true)`,
    or: (left, right) => `(${left} || ${right})`,
    isEmpty: (text) => `${text} === ''`,
    bodyIsEmpty: "$body === ''",
    unpadded: (text) => `rtrim(${text}, '=')`,
  })
  const value = valueAt(plan.token)
  const token = plan.word === null ? `trim(${value})` : `trim(preg_replace(${quote(`/${plan.word}/i`)}, '', ${value}))`
  const isFetched = plan.key.kind === 'jwks'
  return phpDocument(title, [
    ...(isFetched ? ['use Firebase\\JWT\\JWK;', 'use Firebase\\JWT\\JWT;', ''] : []),
    ...(plan.uses.headers ? ['// $headers: array_change_key_case(getallheaders()).'] : []),
    ...(plan.uses.body ? ["// $body: the raw bytes, file_get_contents('php://input')."] : []),
    ...(plan.uses.url ? ['// $url: the public one, as the provider was given it.'] : []),
    phpDefinition(plan.uses),
    '{',
    ...keyLines(plan),
    `    $token = ${token};`,
    ...(isFetched ? libraryLines(plan) : verifyLines(plan)),
    ...(plan.maxAgeSeconds === null
      ? []
      : [`    if (time() - ($claims['iat'] ?? 0) > ${plan.maxAgeSeconds}) {`, ...REFUSED]),
    ...(conditions.length === 0
      ? ['    return true;']
      : [
          "    $text = fn (string $name) => (string) (((array) ($claims[$name] ?? ''))[0] ?? '');",
          `    return ${conditions.join(' && ')};`,
        ]),
    '}',
    ...(plan.algorithm.startsWith('ES') && !isFetched ? PHP_DER : []),
  ])
}

const REFUSED = ['        return false;', '    }']

/** A key at an address is found by its id, which is a library's work. */
function libraryLines({ leewaySeconds }: JwtPlan): string[] {
  return [
    `    JWT::$leeway = ${leewaySeconds};`,
    '    try {',
    '        $claims = (array) JWT::decode($token, $key);',
    '    } catch (Exception $error) {',
    ...REFUSED,
  ]
}

function verifyLines({ algorithm, leewaySeconds }: JwtPlan): string[] {
  const leeway = leewaySeconds === 0 ? '' : ` + ${leewaySeconds}`
  return [
    "    $parts = explode('.', $token);",
    '    if (count($parts) !== 3) {',
    ...REFUSED,
    "    [$head, $claims, $signature] = array_map(fn ($part) => base64_decode(strtr($part, '-_', '+/')), $parts);",
    '    $head = json_decode($head, true);',
    '    $claims = json_decode($claims, true);',
    `    if (($head['alg'] ?? '') !== ${quote(algorithm)} || isset($head['crit']) || !is_array($claims)) {`,
    ...REFUSED,
    '    $content = "$parts[0].$parts[1]";',
    `    if (!${verifyCall(algorithm)}) {`,
    ...REFUSED,
    `    if (isset($claims['exp']) && time() >= $claims['exp']${leeway}) {`,
    ...REFUSED,
    `    if (isset($claims['nbf']) && $claims['nbf'] > time()${leeway}) {`,
    ...REFUSED,
  ]
}

function verifyCall(algorithm: JwtAlgorithm): string {
  const hash = quote(jwsHash(algorithm))
  const family = algorithm.slice(0, 2)
  if (family === 'HS') return `hash_equals(hash_hmac(${hash}, $content, $key, true), $signature)`
  if (family === 'PS') throw new NoSnippet('PHP’s OpenSSL does not verify RSA-PSS in every version: use phpseclib.')
  if (family === 'Ed') return 'sodium_crypto_sign_verify_detached($signature, $content, $publicKey)'
  return `(openssl_verify($content, ${family === 'ES' ? 'der($signature)' : '$signature'}, $publicKey, ${hash}) === 1)`
}

function hashOf(hash: string, encoding: 'hex' | 'base64' | 'base64url', of: string): string {
  if (encoding === 'hex') return `hash(${quote(hash)}, ${of})`
  const base64 = `base64_encode(hash(${quote(hash)}, ${of}, true))`
  return encoding === 'base64' ? base64 : `strtr(${base64}, '+/', '-_')`
}

function keyLines({ key, algorithm }: JwtPlan): string[] {
  switch (key.kind) {
    case 'secret':
      return ["    $key = getenv('WEBHOOK_SECRET');"]
    case 'public-key':
      return phpPublicKey(algorithm === 'EdDSA' ? 'ed25519' : 'other', [])
    case 'jwks':
      return [
        '    // Keep the keys for a while: they change rarely.',
        `    $key = JWK::parseKeySet(json_decode(file_get_contents(${quote(key.url)}), true), ${quote(algorithm)});`,
      ]
  }
}
