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

const MODULES = ['base64', 'hashlib', 'hmac', 'json', 'os', 're', 'time'] as const

/** Imports what the lines use, so that generators need not keep count. */
export function pythonDocument(title: string, more: ReadonlyArray<string>, lines: ReadonlyArray<string>): string {
  const code = lines.join('\n')
  const modules = MODULES.filter((module) => new RegExp(`\\b${module}\\.`).test(code)).map(
    (module) => `import ${module}`,
  )
  const froms = [
    ...(code.includes('datetime.') ? ['from datetime import datetime'] : []),
    ...(code.includes('parsedate_to_datetime') ? ['from email.utils import parsedate_to_datetime'] : []),
    ...(/parse_qsl|unquote|urlsplit/.test(code)
      ? [
          `from urllib.parse import ${['parse_qsl', 'unquote', 'urlsplit'].filter((name) => code.includes(name)).join(', ')}`,
        ]
      : []),
    ...(code.includes('normalize(') ? ['from unicodedata import normalize'] : []),
    ...more,
  ]
  return [`# ${title}`, ...modules, ...froms, '', ...lines, ''].join('\n')
}

const SECRET = 'secret = os.environ["WEBHOOK_SECRET"]'

function tokenSnippet(place: Place, prefix: string, title: string): string {
  const uses = {
    json: place.in === 'json',
    form: place.in === 'form',
    url: place.in === 'query',
    headers: place.in === 'header',
  }
  return pythonDocument(
    title,
    [],
    [
      SECRET,
      '',
      '',
      pythonDefinition({ ...uses, body: !uses.headers && !uses.url, method: false }),
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

export function pythonDefinition(uses: { headers: boolean; body: boolean; method: boolean; url: boolean }): string {
  return `def verify(${(['headers', 'body', 'method', 'url'] as const).filter((name) => uses[name]).join(', ')}):`
}

function parsed({ json, form }: { json: boolean; form: boolean }): string[] {
  return [
    ...(json ? ['    data = json.loads(body)'] : []),
    ...(form ? ['    form = parse_qsl(body.decode(), keep_blank_values=True)'] : []),
  ]
}

function required(scheme: SignedScheme): string[] {
  return (scheme.requires ?? []).flatMap(({ header, oneOf }) => [
    `    if headers.get(${quote(header.toLowerCase())}, ${quote(oneOf[0] ?? '')}) not in [${oneOf.map(quote).join(', ')}]:`,
    '        return False',
  ])
}

export function valueAt(place: Place): string {
  switch (place.in) {
    case 'header':
      return [...place.names.map((name) => `headers.get(${quote(name)})`), '""'].join(' or ')
    case 'json': {
      const last = place.path.at(-1) ?? ''
      const above = place.path
        .slice(0, -1)
        .map((name, index) =>
          isIndex(name) ? `[${name}]` : `.get(${quote(name)}, ${isIndex(place.path[index + 1]) ? '[{}]' : '{}'})`,
        )
      return `str(data${above.join('')}.get(${quote(last)}, ""))`
    }
    case 'form':
      return `dict(reversed(form)).get(${quote(place.name)}, "")`
    case 'query':
      return `dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)).get(${quote(place.name)}, "")`
    case 'signature':
      return `fields.get(${quote(place.key)}, "")`
    case 'body':
      return 'body.decode().strip()'
  }
}

function received(scheme: SignedScheme, plan: SignedPlan): string[] {
  const { layout } = scheme.signature
  const lines = [`    header = ${valueAt(plan.signature)}`]
  switch (layout.kind) {
    case 'plain': {
      const { prefix = '' } = layout
      if (prefix === '') return [...lines, '    signatures = [header.strip()]']
      return [
        ...lines,
        `    if not header.startswith(${quote(prefix)}):`,
        '        return False',
        `    signatures = [header.removeprefix(${quote(prefix)}).strip()]`,
      ]
    }
    case 'list': {
      const items = `[item.strip() for item in header.split(${quote(separatorOf(layout.separator))})]`
      if (layout.prefix.includes('*')) {
        const pattern = `r"${prefixPattern(layout.prefix)}"`
        return [
          ...lines,
          `    signatures = [re.sub(${pattern}, "", item) for item in ${items} if re.match(${pattern}, item)]`,
        ]
      }
      return [
        ...lines,
        `    items = ${items}`,
        `    signatures = [item.removeprefix(${quote(layout.prefix)}) for item in items if item.startswith(${quote(layout.prefix)})]`,
      ]
    }
    case 'pairs':
      return [
        ...lines,
        `    items = [item.strip() for item in header.split(${quote(separatorOf(layout.separator))})]`,
        '    pairs = [item.split("=", 1) if "=" in item else ["", item] for item in items]',
        `    signatures = [value.strip() for name, value in pairs if name.strip() in [${layout.keys.map(quote).join(', ')}]]`,
        ...(plan.uses.fields ? ['    fields = {name.strip(): value.strip() for name, value in reversed(pairs)}'] : []),
      ]
    case 'timestamp-first':
      return [
        ...lines,
        `    t, *signatures = [item.strip() for item in header.split(${quote(separatorOf(layout.separator))})]`,
        '    fields = {"t": t}',
      ]
  }
}

function timestampLines({ timestamp }: SignedPlan): string[] {
  if (timestamp === null) return []
  const { maxAgeSeconds, maxFutureSeconds, unit, exclusive } = timestamp.rule
  const lines = [`    timestamp = ${valueAt(timestamp.place)}`]
  if (maxAgeSeconds === null && maxFutureSeconds === null) return lines
  const iso = 'datetime.fromisoformat(re.sub(r"\\.\\d+", "", timestamp).replace("Z", "+00:00")).timestamp()'
  const times = {
    s: 'int(timestamp)',
    ms: 'int(timestamp) / 1000',
    's-or-ms': 'int(timestamp) / (1000 if len(timestamp) > 11 else 1)',
    iso,
    'http-date': 'parsedate_to_datetime(timestamp).timestamp()',
  }
  return [
    ...lines,
    '    try:',
    `        age = time.time() - ${times[unit]}`,
    '    except (TypeError, ValueError):',
    '        return False',
    ...(maxAgeSeconds === null
      ? []
      : [`    if age ${exclusive === true ? '>=' : '>'} ${maxAgeSeconds}:  # too old`, '        return False']),
    ...(maxFutureSeconds === null
      ? []
      : [`    if -age > ${maxFutureSeconds}:  # in the future`, '        return False']),
  ]
}

function contentOf(pieces: ReadonlyArray<TemplatePiece>): string {
  return pieces.map(pieceOf).join(' + ')
}

const TARGET = 're.sub(r"^https?://[^/?#]*", "", url, flags=re.I)'

function pieceOf(piece: TemplatePiece): string {
  if (piece.kind === 'text') return quoteText.pythonBytes(piece.text)
  if (piece.kind === 'named') return `(${valueAt(placeOfNamed(piece))}).encode()`
  switch (piece.name) {
    case 'body':
      return 'body'
    case 'body:sha256':
      return 'hashlib.sha256(body).digest()'
    case 'body:sha256:hex':
      return 'hashlib.sha256(body).hexdigest().encode()'
    case 'body:escaped':
      return 're.sub("[^\\x00-\\x7f]", lambda found: json.dumps(found[0])[1:-1], body.decode()).encode()'
    case 'id':
      return 'message_id.encode()'
    case 'timestamp':
    case 'method':
    case 'url':
      return `${piece.name}.encode()`
    case 'url:base':
      return 're.sub(r"[?#].*", "", url).encode()'
    case 'url:unescaped':
      return 're.sub(r"(?i)%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", lambda found: unquote(found[0]), url).encode()'
    case 'target':
      return `${TARGET}.encode()`
    case 'path':
      return `re.sub(r"[?#].*", "", ${TARGET}).encode()`
    case 'query':
      return 'urlsplit(url).query.encode()'
    case 'secret':
      return 'key'
    case 'form:sorted':
      return '"".join(name + value for name, value in sorted(set(form))).encode()'
  }
}

function secretKey({ decode, prefixes, withoutPrefix, normalize }: SecretDecoding): string[] {
  const pattern = `r"${(prefixes ?? []).map(prefixPattern).join('|')}"`
  const strip = (prefixes ?? []).length === 0 ? 'secret' : `re.sub(${pattern}, "", secret)`
  const key = decoded(strip, decode, normalize !== undefined)
  if (withoutPrefix === undefined || withoutPrefix === decode) return [SECRET, `key = ${key}`]
  return [SECRET, `key = ${key} if re.match(${pattern}, secret) else ${decoded('secret', withoutPrefix, false)}`]
}

function decoded(expression: string, decode: SecretDecoding['decode'], normalize: boolean): string {
  switch (decode) {
    case 'text':
      return normalize ? `normalize("NFKD", ${expression}).encode()` : `${expression}.encode()`
    case 'hex':
      return `bytes.fromhex(${expression})`
    case 'base64':
      return `base64.b64decode(${expression} + "==")`
    case 'base64url':
      return `base64.urlsafe_b64decode(${expression} + "==")`
  }
}

function digestLines(scheme: HmacScheme | HashScheme): string[] {
  if (scheme.hash === 'keccak256') {
    throw new NoSnippet(
      "Python's hashlib has no Keccak-256 (sha3_256 is another hash): use a library such as pycryptodome.",
    )
  }
  const made =
    scheme.kind === 'hmac' ? `hmac.new(key, content, hashlib.${scheme.hash})` : `hashlib.${scheme.hash}(content)`
  const { encoding } = scheme.signature
  const signature = encoding === 'hex-any-case' ? 'signature.lower()' : 'signature'
  return [
    `    expected = ${encoded(made, encoding)}`,
    `    return any(hmac.compare_digest(${signature}.encode(), expected.encode()) for signature in signatures)`,
  ]
}

function encoded(made: string, encoding: SignatureEncoding): string {
  switch (encoding) {
    case 'hex':
    case 'hex-any-case':
      return `${made}.hexdigest()`
    case 'base64':
      return `base64.b64encode(${made}.digest()).decode()`
    case 'base64-unpadded':
      return `base64.b64encode(${made}.digest()).decode().rstrip("=")`
    case 'base64url':
      return `base64.urlsafe_b64encode(${made}.digest()).decode().rstrip("=")`
  }
}

function publicKey(scheme: PublicKeyScheme): string[] {
  if (scheme.kind !== 'ed25519')
    return ['# A PEM.', 'public_key = load_pem_public_key(os.environ["WEBHOOK_PUBLIC_KEY"].encode())']
  const patterns = (scheme.secret?.prefixes ?? []).map(prefixPattern)
  const bare = patterns.length === 0 ? 'text' : `re.sub(r"${patterns.join('|')}", "", text)`
  return [
    '# A PEM, or the 32 bytes of the key as hex or base64.',
    'def read_key(text):',
    '    if "-----BEGIN" in text:',
    '        return load_pem_public_key(text.encode())',
    `    bare = ${bare}`,
    '    raw = bytes.fromhex(bare) if re.fullmatch(r"[0-9a-fA-F]{64}", bare) else base64.b64decode(bare + "==")',
    '    return Ed25519PublicKey.from_public_bytes(raw)',
    '',
    '',
    'public_key = read_key(os.environ["WEBHOOK_PUBLIC_KEY"])',
  ]
}

function verifyCrypto(scheme: PublicKeyScheme): { imports: string[]; lines: string[] } {
  const load = 'from cryptography.hazmat.primitives.serialization import load_pem_public_key'
  const invalid = 'from cryptography.exceptions import InvalidSignature'
  const hashes = 'from cryptography.hazmat.primitives import hashes'
  const loop = (call: string, before: ReadonlyArray<string> = []) => [
    '    for signature in signatures:',
    '        try:',
    `            raw = ${signatureBytes(scheme.signature.encoding)}`,
    ...before,
    `            public_key.verify(${call})`,
    '            return True',
    '        except (InvalidSignature, ValueError):',
    '            continue',
    '    return False',
  ]
  switch (scheme.kind) {
    case 'ed25519':
      return {
        imports: [invalid, 'from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey', load],
        lines: loop('raw, content'),
      }
    case 'ecdsa': {
      const names =
        scheme.format === 'der'
          ? []
          : ['from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature']
      const before =
        scheme.format === 'der'
          ? []
          : [
              '            half = len(raw) // 2',
              '            raw = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))',
            ]
      return {
        imports: [invalid, hashes, 'from cryptography.hazmat.primitives.asymmetric import ec', ...names, load],
        lines: loop(`raw, content, ec.ECDSA(hashes.${scheme.hash.toUpperCase()}())`, before),
      }
    }
    case 'rsa': {
      const hash = `hashes.${scheme.hash.toUpperCase()}()`
      const how =
        scheme.padding === 'pkcs1'
          ? 'padding.PKCS1v15()'
          : `padding.PSS(mgf=padding.MGF1(${hash}), salt_length=padding.PSS.DIGEST_LENGTH)`
      const content = scheme.contentHash === undefined ? 'content' : `hashlib.${scheme.contentHash}(content).digest()`
      return {
        imports: [invalid, hashes, 'from cryptography.hazmat.primitives.asymmetric import padding', load],
        lines: loop(`raw, ${content}, ${how}, ${hash}`),
      }
    }
  }
}

function signatureBytes(encoding: SignatureEncoding): string {
  if (encoding === 'hex' || encoding === 'hex-any-case') return 'bytes.fromhex(signature)'
  return encoding === 'base64url' ? 'base64.urlsafe_b64decode(signature + "==")' : 'base64.b64decode(signature + "==")'
}
