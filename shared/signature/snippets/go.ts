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

const quote = quoteText.go

/** For Go 1.22 and later, with the standard library alone. */
export function goSnippet(scheme: SnippetScheme, { title }: SnippetContext): string {
  switch (scheme.kind) {
    case 'token':
      return tokenSnippet(placeOf(scheme.from), scheme.prefix ?? '', title)
    case 'basic':
      return document(title, [
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

const PACKAGES: Readonly<Record<string, RegExp>> = {
  bytes: /\bbytes\.New/,
  cmp: /\bcmp\.Or/,
  crypto: /\bcrypto\.(?:MD5|SHA)/,
  'crypto/ecdsa': /\becdsa\./,
  'crypto/ed25519': /\bed25519\./,
  'crypto/hmac': /\bhmac\./,
  'crypto/md5': /\bmd5\./,
  'crypto/rsa': /\brsa\./,
  'crypto/sha1': /\bsha1\./,
  'crypto/sha256': /\bsha256\./,
  'crypto/sha512': /\bsha512\./,
  'crypto/x509': /\bx509\./,
  'encoding/base64': /\bbase64\./,
  'encoding/hex': /\bhex\./,
  'encoding/json': /\bjson\./,
  'encoding/pem': /\bpem\./,
  'net/http': /\bhttp\./,
  'net/url': /\bneturl\./,
  os: /\bos\./,
  regexp: /\bregexp\./,
  slices: /\bslices\./,
  strconv: /\bstrconv\./,
  strings: /\bstrings\./,
  time: /\btime\./,
}

/** Go refuses imports that are not used, so they are read off the code. */
function document(title: string, lines: ReadonlyArray<string>): string {
  const code = lines.join('\n')
  const imports = Object.entries(PACKAGES)
    .filter(([, used]) => used.test(code))
    .map(([name]) => (name === 'net/url' ? '\tneturl "net/url"' : `\t"${name}"`))
  return [`// ${title}`, 'package webhook', '', 'import (', ...imports, ')', '', ...lines, ''].join('\n')
}

function tokenSnippet(place: Place, prefix: string, title: string): string {
  const uses = {
    json: place.in === 'json',
    form: place.in === 'form',
    url: place.in === 'query',
    headers: place.in === 'header',
  }
  return document(title, [
    'var secret = os.Getenv("WEBHOOK_SECRET")',
    '',
    definition({ ...uses, body: !uses.headers && !uses.url, method: false }),
    ...parsed(uses),
    ...(prefix === ''
      ? [`\ttoken := ${valueAt(place)}`, '\treturn token != "" && hmac.Equal([]byte(token), []byte(secret))']
      : [
          `\ttoken, found := strings.CutPrefix(${valueAt(place)}, ${quote(prefix)})`,
          '\treturn found && hmac.Equal([]byte(token), []byte(secret))',
        ]),
    '}',
    ...(uses.json ? JSON_TEXT : []),
  ])
}

function signedSnippet(scheme: SignedScheme, plan: SignedPlan, title: string): string {
  const symmetric = scheme.kind === 'hmac' || scheme.kind === 'hash'
  return document(title, [
    ...(symmetric ? secretKey(scheme.secret) : publicKey(scheme)),
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
    ...(plan.uses.json ? JSON_TEXT : []),
  ])
}

const JSON_TEXT = [
  '',
  'func jsonText(data any, path ...string) string {',
  '\tfor _, name := range path {',
  '\t\tobject, _ := data.(map[string]any)',
  '\t\tdata = object[name]',
  '\t}',
  '\tswitch value := data.(type) {',
  '\tcase string:',
  '\t\treturn value',
  '\tcase json.Number:',
  '\t\treturn value.String()',
  '\t}',
  '\treturn ""',
  '}',
]

function definition(uses: { headers: boolean; body: boolean; method: boolean; url: boolean }): string {
  const parameters = [
    ...(uses.headers ? ['header http.Header'] : []),
    ...(uses.body ? ['body []byte'] : []),
    ...(uses.method ? ['method string'] : []),
    ...(uses.url ? ['url string'] : []),
  ]
  return `func Verify(${parameters.join(', ')}) bool {`
}

function parsed({ json, form }: { json: boolean; form: boolean }): string[] {
  return [
    ...(json
      ? [
          '\tvar data any',
          '\tdecoder := json.NewDecoder(bytes.NewReader(body))',
          '\tdecoder.UseNumber()',
          '\tif decoder.Decode(&data) != nil {',
          '\t\treturn false',
          '\t}',
        ]
      : []),
    ...(form ? ['\tform, err := neturl.ParseQuery(string(body))', '\tif err != nil {', '\t\treturn false', '\t}'] : []),
  ]
}

function required(scheme: SignedScheme): string[] {
  return (scheme.requires ?? []).flatMap(({ header, oneOf }) => {
    const value = `header.Get(${quote(header)})`
    const wrong = oneOf.map((one) => `${value} != ${quote(one)}`).join(' && ')
    return [`\tif ${value} != "" && ${wrong} {`, '\t\treturn false', '\t}']
  })
}

function valueAt(place: Place): string {
  switch (place.in) {
    case 'header': {
      const values = place.names.map((name) => `header.Get(${quote(name)})`)
      return values.length === 1 ? (values[0] ?? '""') : `cmp.Or(${values.join(', ')})`
    }
    case 'json':
      return `jsonText(data, ${place.path.map(quote).join(', ')})`
    case 'form':
      return `form.Get(${quote(place.name)})`
    case 'query':
      throw new NoSnippet('This scheme reads a parameter of the query, which is more than a few lines of Go.')
    case 'signature':
      return `fields[${quote(place.key)}]`
    case 'body':
      return 'strings.TrimSpace(string(body))'
  }
}

function received(scheme: SignedScheme, plan: SignedPlan): string[] {
  const { layout } = scheme.signature
  const value = valueAt(plan.signature)
  const loop = (separator: string, inside: ReadonlyArray<string>) => [
    '\tvar signatures []string',
    `\tfor _, item := range strings.Split(${value}, ${quote(separatorOf(separator))}) {`,
    '\t\titem = strings.TrimSpace(item)',
    ...inside.map((line) => `\t\t${line}`),
    '\t}',
  ]
  switch (layout.kind) {
    case 'plain': {
      const { prefix = '' } = layout
      if (prefix === '') return [`\tsignatures := []string{strings.TrimSpace(${value})}`]
      return [
        `\tsignature, found := strings.CutPrefix(${value}, ${quote(prefix)})`,
        '\tif !found {',
        '\t\treturn false',
        '\t}',
        '\tsignatures := []string{strings.TrimSpace(signature)}',
      ]
    }
    case 'list':
      if (layout.prefix.includes('*')) {
        return [
          `\tprefix := regexp.MustCompile(${quote(prefixPattern(layout.prefix))})`,
          ...loop(layout.separator, [
            'if at := prefix.FindStringIndex(item); at != nil {',
            '\tsignatures = append(signatures, item[at[1]:])',
            '}',
          ]),
        ]
      }
      return loop(layout.separator, [
        `if signature, found := strings.CutPrefix(item, ${quote(layout.prefix)}); found {`,
        '\tsignatures = append(signatures, signature)',
        '}',
      ])
    case 'pairs': {
      const isSignature = layout.keys.map((key) => `name == ${quote(key)}`).join(' || ')
      return [
        ...(plan.uses.fields ? ['\tfields := map[string]string{}'] : []),
        ...loop(layout.separator, [
          'name, value, found := strings.Cut(item, "=")',
          'if !found {',
          '\tname, value = "", item',
          '}',
          'name, value = strings.TrimSpace(name), strings.TrimSpace(value)',
          `if ${isSignature} {`,
          '\tsignatures = append(signatures, value)',
          ...(plan.uses.fields ? ['} else if _, known := fields[name]; !known {', '\tfields[name] = value'] : []),
          '}',
        ]),
      ]
    }
    case 'timestamp-first':
      return [
        `\titems := strings.Split(${value}, ${quote(separatorOf(layout.separator))})`,
        ...(plan.uses.fields ? ['\tfields := map[string]string{"t": strings.TrimSpace(items[0])}'] : []),
        '\tsignatures := items[1:]',
      ]
  }
}

function timestampLines({ timestamp }: SignedPlan): string[] {
  if (timestamp === null) return []
  const { maxAgeSeconds, maxFutureSeconds, unit, exclusive } = timestamp.rule
  const lines = [`\ttimestamp := ${valueAt(timestamp.place)}`]
  if (maxAgeSeconds === null && maxFutureSeconds === null) return lines
  const refuse = (condition: string) => [`\tif ${condition} {`, '\t\treturn false', '\t}']
  const number = ['\tcount, err := strconv.ParseInt(timestamp, 10, 64)', ...refuse('err != nil')]
  const ages = {
    s: [...number, '\tage := time.Since(time.Unix(count, 0))'],
    ms: [...number, '\tage := time.Since(time.UnixMilli(count))'],
    's-or-ms': [
      ...number,
      '\tif len(timestamp) <= 11 {',
      '\t\tcount *= 1000',
      '\t}',
      '\tage := time.Since(time.UnixMilli(count))',
    ],
    iso: ['\tsent, err := time.Parse(time.RFC3339, timestamp)', ...refuse('err != nil'), '\tage := time.Since(sent)'],
    'http-date': ['\tsent, err := http.ParseTime(timestamp)', ...refuse('err != nil'), '\tage := time.Since(sent)'],
  }
  return [
    ...lines,
    ...ages[unit],
    ...(maxAgeSeconds === null ? [] : refuse(`age ${exclusive === true ? '>=' : '>'} ${maxAgeSeconds}*time.Second`)),
    ...(maxFutureSeconds === null ? [] : refuse(`-age > ${maxFutureSeconds}*time.Second`)),
  ]
}

const TARGET = '`(?i)^https?://[^/?#]*`'

/** Each piece as an argument of Write. */
function pieceOf(piece: TemplatePiece): string {
  if (piece.kind === 'text') return `[]byte(${quote(headerText(piece.text))})`
  if (piece.kind === 'named') return `[]byte(${valueAt(placeOfNamed(piece))})`
  switch (piece.name) {
    case 'body':
      return 'body'
    case 'body:sha256':
      return 'digest[:]'
    case 'body:sha256:hex':
      return '[]byte(hex.EncodeToString(digest[:]))'
    case 'body:escaped':
      throw new NoSnippet(
        'This scheme signs the body with its characters escaped as \\u codes, which is more than a few lines of Go.',
      )
    case 'timestamp':
    case 'id':
    case 'method':
    case 'url':
      return `[]byte(${piece.name})`
    case 'url:base':
      return '[]byte(regexp.MustCompile(`(?s)[?#].*`).ReplaceAllString(url, ""))'
    case 'url:unescaped':
      throw new NoSnippet(
        'This scheme signs the URL with some of its escapes undone, which is more than a few lines of Go.',
      )
    case 'target':
      return `[]byte(regexp.MustCompile(${TARGET}).ReplaceAllString(url, ""))`
    case 'path':
      return '[]byte(regexp.MustCompile(`(?is)^https?://[^/?#]*|[?#].*`).ReplaceAllString(url, ""))'
    case 'query':
      return '[]byte(regexp.MustCompile(`(?s)^[^?#]*\\??|#.*`).ReplaceAllString(url, ""))'
    case 'secret':
      return 'key'
    case 'form:sorted':
      return '[]byte(sorted.String())'
  }
}

/** What the content needs made before it is written. */
function prepared({ pieces }: SignedPlan): string[] {
  const uses = (name: string) => pieces.some((piece) => piece.kind === 'plain' && piece.name === name)
  return [
    ...(uses('body:sha256') || uses('body:sha256:hex') ? ['\tdigest := sha256.Sum256(body)'] : []),
    ...(uses('form:sorted')
      ? [
          '\tvar names []string',
          '\tfor name := range form {',
          '\t\tnames = append(names, name)',
          '\t}',
          '\tslices.Sort(names)',
          '\tvar sorted strings.Builder',
          '\tfor _, name := range names {',
          '\t\tslices.Sort(form[name])',
          '\t\tfor _, value := range slices.Compact(form[name]) {',
          '\t\t\tsorted.WriteString(name + value)',
          '\t\t}',
          '\t}',
        ]
      : []),
  ]
}

const HASHES: Readonly<Record<HmacScheme['hash'], { readonly make: string; readonly name: string }>> = {
  md5: { make: 'md5.New', name: 'crypto.MD5' },
  sha1: { make: 'sha1.New', name: 'crypto.SHA1' },
  sha224: { make: 'sha256.New224', name: 'crypto.SHA224' },
  sha256: { make: 'sha256.New', name: 'crypto.SHA256' },
  sha384: { make: 'sha512.New384', name: 'crypto.SHA384' },
  sha512: { make: 'sha512.New', name: 'crypto.SHA512' },
}

function digestLines(scheme: HmacScheme | HashScheme, plan: SignedPlan): string[] {
  if (scheme.hash === 'keccak256') {
    throw new NoSnippet('Go’s standard library has no Keccak-256: use golang.org/x/crypto/sha3, NewLegacyKeccak256.')
  }
  const { make } = HASHES[scheme.hash]
  const { encoding } = scheme.signature
  const signature = encoding === 'hex-any-case' ? 'strings.ToLower(signature)' : 'signature'
  return [
    ...prepared(plan),
    `\tmac := ${scheme.kind === 'hmac' ? `hmac.New(${make}, key)` : `${make}()`}`,
    ...plan.pieces.map((piece) => `\tmac.Write(${pieceOf(piece)})`),
    `\texpected := ${encoded(encoding)}(mac.Sum(nil))`,
    '\tfor _, signature := range signatures {',
    `\t\tif hmac.Equal([]byte(${signature}), []byte(expected)) {`,
    '\t\t\treturn true',
    '\t\t}',
    '\t}',
  ]
}

function encoded(encoding: SignatureEncoding): string {
  return encoding === 'hex' || encoding === 'hex-any-case'
    ? 'hex.EncodeToString'
    : `${base64Name(encoding)}.EncodeToString`
}

function base64Name(encoding: SignatureEncoding): string {
  if (encoding === 'base64url') return 'base64.RawURLEncoding'
  return encoding === 'base64-unpadded' ? 'base64.RawStdEncoding' : 'base64.StdEncoding'
}

function secretKey({ decode, prefixes, withoutPrefix, normalize }: SecretDecoding): string[] {
  if (normalize !== undefined) {
    throw new NoSnippet(
      'This scheme normalizes the Unicode of the secret, for which Go needs golang.org/x/text/unicode/norm.',
    )
  }
  const secret = 'var secret = os.Getenv("WEBHOOK_SECRET")'
  const pattern = quote((prefixes ?? []).map(prefixPattern).join('|'))
  const bare = (prefixes ?? []).length === 0 ? 'secret' : `regexp.MustCompile(${pattern}).ReplaceAllString(secret, "")`
  if (withoutPrefix !== undefined && withoutPrefix !== decode) {
    return [
      secret,
      '',
      'var key = readSecret()',
      '',
      'func readSecret() []byte {',
      `\tif !regexp.MustCompile(${pattern}).MatchString(secret) {`,
      ...returned(withoutPrefix, 'secret').map((line) => `\t${line}`),
      '\t}',
      ...returned(decode, bare),
      '}',
    ]
  }
  if (decode === 'text') return [secret, '', `var key = []byte(${bare})`]
  return [secret, '', 'var key = readSecret()', '', 'func readSecret() []byte {', ...returned(decode, bare), '}']
}

function returned(decode: SecretDecoding['decode'], expression: string): string[] {
  const decoders = {
    hex: `hex.DecodeString(${expression})`,
    base64: `base64.RawStdEncoding.DecodeString(strings.TrimRight(${expression}, "="))`,
    base64url: `base64.RawURLEncoding.DecodeString(strings.TrimRight(${expression}, "="))`,
  }
  if (decode === 'text') return [`\treturn []byte(${expression})`]
  return [`\tbytes, err := ${decoders[decode]}`, '\tif err != nil {', '\t\tpanic(err)', '\t}', '\treturn bytes']
}

function publicKey(scheme: PublicKeyScheme): string[] {
  const type = { ed25519: 'ed25519.PublicKey', ecdsa: '*ecdsa.PublicKey', rsa: '*rsa.PublicKey' }[scheme.kind]
  return [
    '// A PEM.',
    'var publicKey = readKey(os.Getenv("WEBHOOK_PUBLIC_KEY"))',
    '',
    `func readKey(text string) ${type} {`,
    '\tblock, _ := pem.Decode([]byte(text))',
    '\tif block == nil {',
    '\t\tpanic("WEBHOOK_PUBLIC_KEY is not a PEM")',
    '\t}',
    '\tkey, err := x509.ParsePKIXPublicKey(block.Bytes)',
    '\tif err != nil {',
    '\t\tpanic(err)',
    '\t}',
    `\treturn key.(${type})`,
    '}',
  ]
}

function verifyLines(scheme: PublicKeyScheme, plan: SignedPlan): string[] {
  const { encoding } = scheme.signature
  const decode =
    encoding === 'hex' || encoding === 'hex-any-case' ? 'hex.DecodeString' : `${base64Name(encoding)}.DecodeString`
  return [
    ...prepared(plan),
    '\tvar content []byte',
    ...plan.pieces.map((piece) => `\tcontent = append(content, ${pieceOf(piece)}...)`),
    ...hashLines(scheme),
    '\tfor _, signature := range signatures {',
    `\t\tbytes, err := ${decode}(signature)`,
    `\t\tif err == nil && ${verifyCall(scheme)} {`,
    '\t\t\treturn true',
    '\t\t}',
    '\t}',
  ]
}

function hashLines(scheme: PublicKeyScheme): string[] {
  if (scheme.kind === 'ed25519') return []
  const inner =
    scheme.kind === 'rsa' && scheme.contentHash !== undefined
      ? [`\tinner := ${HASHES[scheme.contentHash].make}()`, '\tinner.Write(content)', '\tcontent = inner.Sum(nil)']
      : []
  return [...inner, `\thash := ${HASHES[scheme.hash].make}()`, '\thash.Write(content)']
}

function verifyCall(scheme: PublicKeyScheme): string {
  switch (scheme.kind) {
    case 'ed25519':
      return 'ed25519.Verify(publicKey, content, bytes)'
    case 'ecdsa':
      if (scheme.format === 'p1363') {
        throw new NoSnippet(
          'This scheme writes ECDSA signatures as r and s side by side, which is more than a few lines of Go.',
        )
      }
      return 'ecdsa.VerifyASN1(publicKey, hash.Sum(nil), bytes)'
    case 'rsa': {
      const { name } = HASHES[scheme.hash]
      return scheme.padding === 'pkcs1'
        ? `rsa.VerifyPKCS1v15(publicKey, ${name}, hash.Sum(nil), bytes) == nil`
        : `rsa.VerifyPSS(publicKey, ${name}, hash.Sum(nil), bytes, nil) == nil`
    }
  }
}
