import type { SecretDecoding } from '../../scheme.ts'
import { prefixPattern } from '../prefix-pattern.ts'
import { quoteText } from '../quote-text.ts'

const quote = quoteText.go

export function secretKey({ decode, prefixes, withoutPrefix, normalize }: SecretDecoding): string[] {
  const beyond = '// A secret beyond ASCII has to be normalized as well: golang.org/x/text/unicode/norm, NFKD.\n'
  const secret = `${normalize === undefined ? '' : beyond}var secret = os.Getenv("WEBHOOK_SECRET")`
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

export type GoKeyKind = 'ed25519' | 'ecdsa' | 'rsa'

export function publicKey(kind: GoKeyKind, prefixes: ReadonlyArray<string> = []): string[] {
  const type = { ed25519: 'ed25519.PublicKey', ecdsa: '*ecdsa.PublicKey', rsa: '*rsa.PublicKey' }[kind]
  const pattern = quote(prefixes.map(prefixPattern).join('|'))
  const bare = prefixes.length === 0 ? 'text' : `regexp.MustCompile(${pattern}).ReplaceAllString(text, "")`
  return [
    kind === 'ed25519' ? '// A PEM, or the 32 bytes of the key as hex or base64.' : '// A PEM.',
    'var publicKey = readKey(os.Getenv("WEBHOOK_PUBLIC_KEY"))',
    '',
    `func readKey(text string) ${type} {`,
    ...(kind === 'ed25519'
      ? [
          `\tbare := ${bare}`,
          '\tif bytes, err := hex.DecodeString(bare); err == nil && len(bytes) == ed25519.PublicKeySize {',
          '\t\treturn bytes',
          '\t}',
          '\tif bytes, err := base64.StdEncoding.DecodeString(bare); err == nil && len(bytes) == ed25519.PublicKeySize {',
          '\t\treturn bytes',
          '\t}',
        ]
      : []),
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
