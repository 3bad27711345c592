import { headerFromText, headerText } from '../../http/header-text.ts'
import { secretPrefixes } from '../compare-signed.ts'
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

export function phpDocument(title: string, lines: ReadonlyArray<string>): string {
  return ['<?php', `// ${title}`, '', ...lines, ''].join('\n')
}

const HEADERS = '// $headers: array_change_key_case(getallheaders()).'

function tokenSnippet(place: Place, prefix: string, title: string): string {
  const uses = {
    json: place.in === 'json',
    form: place.in === 'form',
    url: place.in === 'query',
    headers: place.in === 'header',
  }
  return phpDocument(title, [
    ...(uses.headers ? [HEADERS] : []),
    phpDefinition({ ...uses, body: !uses.headers && !uses.url, method: false }),
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

/** OpenSSL reads ECDSA signatures as DER; some write r and s side by side. */
export const PHP_DER = [
  '',
  'function der(string $bytes): string',
  '{',
  '    $item = fn (int $tag, string $inner) => chr($tag) . (strlen($inner) > 127 ? "\\x81" : \'\') . chr(strlen($inner)) . $inner;',
  '    $integer = function (string $half) use ($item) {',
  '        $half = ltrim($half, "\\0");',
  '        return $item(2, $half === \'\' || ord($half[0]) > 127 ? "\\0" . $half : $half);',
  '    };',
  '    $half = intdiv(strlen($bytes), 2);',
  '    return $item(48, $integer(substr($bytes, 0, $half)) . $integer(substr($bytes, $half)));',
  '}',
]

export function phpDefinition(uses: { headers: boolean; body: boolean; method: boolean; url: boolean }): string {
  const names = (['headers', 'body', 'method', 'url'] as const).filter((name) => uses[name])
  return `function verify(${names.map((name) => `${name === 'headers' ? 'array' : 'string'} $${name}`).join(', ')}): bool`
}

function parsed({ json, form }: { json: boolean; form: boolean }): string[] {
  return [
    ...(json ? ['    $data = json_decode($body, true);'] : []),
    // parse_str would change names with dots and spaces in them.
    ...(form
      ? [
          "    $form = array_map(fn ($pair) => array_map('urldecode', explode('=', $pair, 2) + ['', '']), array_filter(explode('&', $body), 'strlen'));",
        ]
      : []),
  ]
}

function required(scheme: SignedScheme): string[] {
  return (scheme.requires ?? []).flatMap(({ header, oneOf }) => [
    `    if (!in_array($headers[${quote(header.toLowerCase())}] ?? ${quote(oneOf[0] ?? '')}, [${oneOf.map(quote).join(', ')}], true)) {`,
    '        return false;',
    '    }',
  ])
}

export function valueAt(place: Place): string {
  switch (place.in) {
    case 'header':
      return [...place.names.map((name) => `$headers[${quote(name)}]`), "''"].join(' ?? ')
    case 'json':
      return `(string) ($data${place.path.map((name) => `[${quote(name)}]`).join('')} ?? '')`
    case 'form':
      return `array_column(array_reverse($form), 1, 0)[${quote(place.name)}] ?? ''`
    case 'query':
      return `preg_match('/[?&]' . preg_quote(${quote(place.name)}, '/') . '=([^&#]*)/', $url, $found) ? urldecode($found[1]) : ''`
    case 'signature':
      return `$fields[${quote(place.key)}] ?? ''`
    case 'body':
      return 'trim($body)'
  }
}

function received(scheme: SignedScheme, plan: SignedPlan): string[] {
  const { layout } = scheme.signature
  const lines = [`    $header = ${valueAt(plan.signature)};`]
  const items = (separator: string) => `array_map('trim', explode(${quote(separatorOf(separator))}, $header))`
  switch (layout.kind) {
    case 'plain': {
      const { prefix = '' } = layout
      if (prefix === '') return [...lines, '    $signatures = [trim($header)];']
      return [
        ...lines,
        `    if (!str_starts_with($header, ${quote(prefix)})) {`,
        '        return false;',
        '    }',
        `    $signatures = [trim(substr($header, ${headerFromText(prefix).length}))];`,
      ]
    }
    case 'list': {
      const pattern = quote(`/${prefixPattern(layout.prefix)}/`)
      return [
        ...lines,
        `    $items = preg_grep(${pattern}, ${items(layout.separator)});`,
        `    $signatures = preg_replace(${pattern}, '', $items);`,
      ]
    }
    case 'pairs':
      return [
        ...lines,
        ...(plan.uses.fields ? ['    $fields = [];'] : []),
        '    $signatures = [];',
        `    foreach (${items(layout.separator)} as $item) {`,
        "        [$name, $value] = str_contains($item, '=') ? array_map('trim', explode('=', $item, 2)) : ['', $item];",
        `        if (in_array($name, [${layout.keys.map(quote).join(', ')}], true)) {`,
        '            $signatures[] = $value;',
        '        }',
        ...(plan.uses.fields ? ['        $fields[$name] ??= $value;'] : []),
        '    }',
      ]
    case 'timestamp-first':
      return [
        ...lines,
        `    $signatures = ${items(layout.separator)};`,
        "    $fields = ['t' => array_shift($signatures)];",
      ]
  }
}

function timestampLines({ timestamp }: SignedPlan): string[] {
  if (timestamp === null) return []
  const { maxAgeSeconds, maxFutureSeconds, unit, exclusive } = timestamp.rule
  const lines = [`    $timestamp = ${valueAt(timestamp.place)};`]
  if (maxAgeSeconds === null && maxFutureSeconds === null) return lines
  const refuse = (condition: string) => [`    if (${condition}) {`, '        return false;', '    }']
  const digits = refuse('!ctype_digit($timestamp)')
  const parsedTime = ['    $time = strtotime($timestamp);', ...refuse('$time === false'), '    $age = time() - $time;']
  const ages = {
    s: [...digits, '    $age = time() - (int) $timestamp;'],
    ms: [...digits, '    $age = microtime(true) - (int) $timestamp / 1000;'],
    's-or-ms': [...digits, '    $age = microtime(true) - (int) $timestamp / (strlen($timestamp) > 11 ? 1000 : 1);'],
    iso: parsedTime,
    'http-date': parsedTime,
  }
  return [
    ...lines,
    ...ages[unit],
    ...(maxAgeSeconds === null ? [] : refuse(`$age ${exclusive === true ? '>=' : '>'} ${maxAgeSeconds}`)),
    ...(maxFutureSeconds === null ? [] : refuse(`-$age > ${maxFutureSeconds}`)),
  ]
}

const TARGET = "preg_replace('#^https?://[^/?\\#]*#i', '', $url)"

function pieceOf(piece: TemplatePiece): string {
  if (piece.kind === 'text') return quote(headerText(piece.text))
  if (piece.kind === 'named') return `(${valueAt(placeOfNamed(piece))})`
  switch (piece.name) {
    case 'body':
      return '$body'
    case 'body:sha256':
      return "hash('sha256', $body, true)"
    case 'body:sha256:hex':
      return "hash('sha256', $body)"
    case 'body:escaped':
      return "preg_replace_callback('/[^\\x00-\\x7f]/u', fn ($found) => substr(json_encode($found[0]), 1, -1), $body)"
    case 'timestamp':
    case 'id':
    case 'method':
    case 'url':
      return `$${piece.name}`
    case 'url:base':
      return "preg_replace('/[?#].*/s', '', $url)"
    case 'url:unescaped':
      return "preg_replace_callback('/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/i', fn ($code) => rawurldecode($code[0]), $url)"
    case 'target':
      return TARGET
    case 'path':
      return `preg_replace('/[?#].*/s', '', ${TARGET})`
    case 'query':
      return "(preg_match('/\\?([^#]*)/', $url, $found) ? $found[1] : '')"
    case 'secret':
      return '$key'
    case 'form:sorted':
      return "(function (array $form) { sort($form); return implode('', array_map('implode', array_unique($form, SORT_REGULAR))); })($form)"
  }
}

function secretKey({ decode, prefixes, withoutPrefix, normalize }: SecretDecoding): string[] {
  const pattern = quote(`/${(prefixes ?? []).map(prefixPattern).join('|')}/`)
  const key = decoded(
    (prefixes ?? []).length === 0 ? '$secret' : `preg_replace(${pattern}, '', $secret)`,
    decode,
    normalize !== undefined,
  )
  const secret = "    $secret = getenv('WEBHOOK_SECRET');"
  if (withoutPrefix === undefined || withoutPrefix === decode) return [secret, `    $key = ${key};`]
  return [secret, `    $key = preg_match(${pattern}, $secret) ? ${key} : ${decoded('$secret', withoutPrefix, false)};`]
}

function decoded(expression: string, decode: SecretDecoding['decode'], normalize: boolean): string {
  switch (decode) {
    case 'text':
      return normalize ? `\\Normalizer::normalize(${expression}, \\Normalizer::FORM_KD)` : expression
    case 'hex':
      return `hex2bin(${expression})`
    case 'base64':
      return `base64_decode(${expression})`
    case 'base64url':
      return `base64_decode(strtr(${expression}, '-_', '+/'))`
  }
}

function digestLines(scheme: HmacScheme | HashScheme): string[] {
  if (scheme.hash === 'keccak256') {
    throw new NoSnippet(
      'PHP has no Keccak-256 of its own (sha3-256 is another hash): use a library such as kornrunner/keccak.',
    )
  }
  const { encoding } = scheme.signature
  const isHex = encoding === 'hex' || encoding === 'hex-any-case'
  const binary = isHex ? '' : ', true'
  const made =
    scheme.kind === 'hmac'
      ? `hash_hmac(${quote(scheme.hash)}, $content, $key${binary})`
      : `hash(${quote(scheme.hash)}, $content${binary})`
  return [
    `    $expected = ${encoded(made, encoding)};`,
    '    foreach ($signatures as $signature) {',
    `        if (hash_equals($expected, ${encoding === 'hex-any-case' ? 'strtolower($signature)' : '$signature'})) {`,
    '            return true;',
    '        }',
    '    }',
  ]
}

function encoded(made: string, encoding: SignatureEncoding): string {
  switch (encoding) {
    case 'hex':
    case 'hex-any-case':
      return made
    case 'base64':
      return `base64_encode(${made})`
    case 'base64-unpadded':
      return `rtrim(base64_encode(${made}), '=')`
    case 'base64url':
      return `rtrim(strtr(base64_encode(${made}), '+/', '-_'), '=')`
  }
}

export function phpPublicKey(kind: 'ed25519' | 'other', secretPrefixes: ReadonlyArray<string>): string[] {
  if (kind !== 'ed25519') return ["    $publicKey = getenv('WEBHOOK_PUBLIC_KEY'); // a PEM"]
  const prefixes = secretPrefixes.map(prefixPattern)
  const strip = ['-----[A-Z ]+-----', '\\s', ...prefixes].join('|')
  return [
    '    // A PEM, or the 32 bytes of the key as hex or base64; of a PEM the last 32 bytes are the key.',
    `    $bare = preg_replace(${quote(`/${strip}/`)}, '', getenv('WEBHOOK_PUBLIC_KEY'));`,
    '    $publicKey = substr(ctype_xdigit($bare) && strlen($bare) === 64 ? hex2bin($bare) : base64_decode($bare), -32);',
  ]
}

function verifyLines(scheme: PublicKeyScheme): string[] {
  const { encoding } = scheme.signature
  const bytes =
    encoding === 'hex' || encoding === 'hex-any-case'
      ? "ctype_xdigit($signature) && strlen($signature) % 2 === 0 ? hex2bin($signature) : ''"
      : encoding === 'base64url'
        ? "base64_decode(strtr($signature, '-_', '+/'))"
        : 'base64_decode($signature)'
  return [
    '    foreach ($signatures as $signature) {',
    `        $bytes = ${bytes};`,
    `        if (${verifyCall(scheme)}) {`,
    '            return true;',
    '        }',
    '    }',
  ]
}

function verifyCall(scheme: PublicKeyScheme): string {
  if (scheme.kind === 'ed25519')
    return 'strlen($bytes) === 64 && sodium_crypto_sign_verify_detached($bytes, $content, $publicKey)'
  if (scheme.kind === 'rsa' && scheme.padding === 'pss') {
    throw new NoSnippet(
      'This scheme uses RSA-PSS, which openssl_verify cannot do in every version of PHP 8: use phpseclib.',
    )
  }
  const content =
    scheme.kind === 'rsa' && scheme.contentHash !== undefined
      ? `hash(${quote(scheme.contentHash)}, $content, true)`
      : '$content'
  const bytes = scheme.kind === 'ecdsa' && scheme.format === 'p1363' ? 'der($bytes)' : '$bytes'
  return `openssl_verify(${content}, ${bytes}, $publicKey, ${quote(scheme.hash)}) === 1`
}
