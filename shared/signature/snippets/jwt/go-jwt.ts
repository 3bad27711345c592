import { jwsHash } from '../../jwt.ts'
import type { JwtAlgorithm } from '../../scheme.ts'
import { goDocument } from '../go/go-document.ts'
import { publicKey } from '../go/go-keys.ts'
import { definition, goHelpers, parsed, valueAt } from '../go/go-values.ts'
import { GO_HASHES } from '../go/go-verify.ts'
import { quoteText } from '../quote-text.ts'
import type { SnippetContext } from '../snippet.ts'
import { claimConditions, type JwtPlan } from './jwt-plan.ts'

const quote = quoteText.go

/** With the standard library alone, but for keys at an address. */
export function goJwtSnippet(plan: JwtPlan, { title }: SnippetContext): string {
  const conditions = claimConditions(plan, {
    claim: (name) => `text(${quote(name)})`,
    quote,
    environment: (name) => `os.Getenv(${quote(name)})`,
    url: 'url',
    body: 'body',
    hash: hashOf,
    equal: (left, right) => `hmac.Equal([]byte(${left}), []byte(${right}))`,
    among: (text, quoted) => {
      const each = quoted.map((one) => `${text} == ${one}`)
      return each.length === 1 ? (each[0] ?? '') : `(${each.join(' || ')})`
    },
    or: (left, right) => `(${left} || ${right})`,
    isEmpty: (text) => `${text} == ""`,
    bodyIsEmpty: 'len(body) == 0',
    unpadded: (text) => `strings.TrimRight(${text}, "=")`,
  })
  const { token, uses } = plan
  const value = valueAt(token)
  const bare = plan.word === null ? value : `regexp.MustCompile(\`(?i)${plan.word}\`).ReplaceAllString(${value}, "")`
  const isFetched = plan.key.kind === 'jwks'
  const lines = [
    ...keyLines(plan),
    '',
    ...(uses.body ? ['// body: the raw bytes, io.ReadAll(r.Body).'] : []),
    ...(uses.url ? ['// url: the public one, as the provider was given it.'] : []),
    definition(uses),
    ...parsed({ json: token.in === 'json', form: token.in === 'form', query: token.in === 'query' }),
    `\ttoken := strings.TrimSpace(${bare})`,
    ...(isFetched ? libraryLines(plan) : verifyLines(plan)),
    ...ageLines(plan),
    ...(conditions.length === 0
      ? ['\treturn true']
      : [...TEXT, ...hashLines(plan), `\treturn ${conditions.join(' && ')}`]),
    '}',
    ...(isFetched ? [] : DECODE),
  ]
  const modules = isFetched ? ['github.com/MicahParks/keyfunc/v3', 'github.com/golang-jwt/jwt/v5'] : []
  return goDocument(title, [...lines, ...goHelpers(lines)], modules)
}

const TEXT = [
  '\ttext := func(name string) string {',
  '\t\tvalue := claims[name]',
  '\t\tif list, ok := value.([]any); ok && len(list) > 0 {',
  '\t\t\tvalue = list[0]',
  '\t\t}',
  '\t\ttext, _ := value.(string)',
  '\t\treturn text',
  '\t}',
]

const DECODE = [
  '',
  'func decodeJSON(part string, into any) error {',
  '\ttext, err := base64.RawURLEncoding.DecodeString(part)',
  '\tif err != nil {',
  '\t\treturn err',
  '\t}',
  '\treturn json.Unmarshal(text, into)',
  '}',
]

const REFUSED = ['\t\treturn false', '\t}']

/** A key at an address is found by its id, which is a library's work. */
function libraryLines({ algorithm, leewaySeconds }: JwtPlan): string[] {
  const options = [
    `jwt.WithValidMethods([]string{${quote(algorithm)}})`,
    ...(leewaySeconds === 0 ? [] : [`jwt.WithLeeway(${leewaySeconds}*time.Second)`]),
  ]
  return [
    '\tclaims := jwt.MapClaims{}',
    `\tif _, err := jwt.ParseWithClaims(token, claims, keys.Keyfunc, ${options.join(', ')}); err != nil {`,
    ...REFUSED,
  ]
}

function verifyLines({ algorithm, leewaySeconds }: JwtPlan): string[] {
  const leeway = leewaySeconds === 0 ? '' : `+${leewaySeconds}`
  return [
    '\tparts := strings.Split(token, ".")',
    '\tif len(parts) != 3 {',
    ...REFUSED,
    '\tvar head struct {',
    '\t\tAlg  string `json:"alg"`',
    '\t\tCrit any    `json:"crit"`',
    '\t}',
    '\tvar claims map[string]any',
    '\tsignature, err := base64.RawURLEncoding.DecodeString(parts[2])',
    `\tif err != nil || decodeJSON(parts[0], &head) != nil || decodeJSON(parts[1], &claims) != nil {`,
    ...REFUSED,
    '\tcontent := []byte(parts[0] + "." + parts[1])',
    ...(algorithm === 'EdDSA' ? [] : hashedContent(algorithm)),
    `\tif head.Alg != ${quote(algorithm)} || head.Crit != nil || ${refusal(algorithm)} {`,
    ...REFUSED,
    '\tnow := float64(time.Now().Unix())',
    `\tif expires, ok := claims["exp"].(float64); ok && now >= expires${leeway} {`,
    ...REFUSED,
    `\tif begins, ok := claims["nbf"].(float64); ok && begins > now${leeway} {`,
    ...REFUSED,
  ]
}

function hashedContent(algorithm: JwtAlgorithm): string[] {
  const { make } = GO_HASHES[jwsHash(algorithm)]
  const made = algorithm.startsWith('HS') ? `hmac.New(${make}, key)` : `${make}()`
  return [`\thash := ${made}`, '\thash.Write(content)']
}

function refusal(algorithm: JwtAlgorithm): string {
  const { name } = GO_HASHES[jwsHash(algorithm)]
  const family = algorithm.slice(0, 2)
  if (family === 'HS') return '!hmac.Equal(signature, hash.Sum(nil))'
  if (family === 'RS') return `rsa.VerifyPKCS1v15(key, ${name}, hash.Sum(nil), signature) != nil`
  if (family === 'PS') return `rsa.VerifyPSS(key, ${name}, hash.Sum(nil), signature, nil) != nil`
  if (family === 'ES')
    return `!ecdsa.Verify(key, hash.Sum(nil), ${half('[:len(signature)/2]')}, ${half('[len(signature)/2:]')})`
  return '!ed25519.Verify(key, content, signature)'
}

function half(range: string): string {
  return `new(big.Int).SetBytes(signature${range})`
}

function ageLines({ maxAgeSeconds }: JwtPlan): string[] {
  if (maxAgeSeconds === null) return []
  return [
    '\tissued, ok := claims["iat"].(float64)',
    `\tif !ok || float64(time.Now().Unix())-issued > ${maxAgeSeconds} {`,
    ...REFUSED,
  ]
}

/** Go slices an array only if it has a name. */
function hashLines({ claims }: JwtPlan): string[] {
  const made = new Map<string, string>()
  for (const { must } of claims) {
    if (must.be === 'hash')
      made.set(hashName(must.hash, must.of), hashSum(must.hash, must.of === 'url' ? '[]byte(url)' : 'body'))
  }
  return [...made].map(([name, sum]) => `\t${name} := ${sum}`)
}

function hashName(hash: string, of: string): string {
  return `${of}${hash.charAt(0).toUpperCase()}${hash.slice(1)}`
}

const SUMS: Readonly<Record<string, string>> = {
  md5: 'md5.Sum',
  sha1: 'sha1.Sum',
  sha224: 'sha256.Sum224',
  sha256: 'sha256.Sum256',
  sha384: 'sha512.Sum384',
  sha512: 'sha512.Sum512',
}

function hashSum(hash: string, of: string): string {
  return `${SUMS[hash] ?? ''}(${of})`
}

function hashOf(hash: string, encoding: 'hex' | 'base64' | 'base64url', of: string): string {
  const sum = `${hashName(hash, of)}[:]`
  if (encoding === 'hex') return `hex.EncodeToString(${sum})`
  return `base64.${encoding === 'base64' ? 'StdEncoding' : 'URLEncoding'}.EncodeToString(${sum})`
}

function keyLines({ key, algorithm }: JwtPlan): string[] {
  switch (key.kind) {
    case 'secret':
      return ['var key = []byte(os.Getenv("WEBHOOK_SECRET"))']
    case 'public-key': {
      const kind = algorithm === 'EdDSA' ? 'ed25519' : algorithm.startsWith('ES') ? 'ecdsa' : 'rsa'
      return publicKey(kind).map((line) => line.replace('var publicKey =', 'var key ='))
    }
    case 'jwks':
      return [`var keys, _ = keyfunc.NewDefault([]string{${quote(key.url)}})`]
  }
}
