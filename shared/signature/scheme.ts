import { z } from 'zod'
import { parseTemplate } from './content-template.ts'
import { valueSource } from './value-source.ts'

/**
 * The one declarative form of a signature scheme. The catalogue is written in it, and so are the generic schemes that a
 * user sets up without code. What it cannot say is code in `custom/`.
 */

const hmacHash = z.enum(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'])

/**
 * `hex` is in lower case, as nearly everyone compares it; `hex-any-case` for those that compare bytes. `base64` is padded,
 * `base64url` and `base64-unpadded` are not.
 */
const signatureEncoding = z.enum(['hex', 'hex-any-case', 'base64', 'base64-unpadded', 'base64url'])

/** How a header value holds signatures. Spaces around the items of lists and pairs do not count. */
const signatureLayout = z.discriminatedUnion('kind', [
  /** The value is the signature, after a prefix such as `sha256=`. */
  z.object({ kind: z.literal('plain'), prefix: z.string().optional() }),
  /** Several signatures, each after the prefix: `v1,abc v1,def`. Items with another prefix are other versions. `*` in it
   *  stands for letters and digits. */
  z.object({ kind: z.literal('list'), separator: z.string().min(1), prefix: z.string() }),
  /** `t=1,v1=abc,v1=def`. The key `` is an item without `=`. */
  z.object({
    kind: z.literal('pairs'),
    separator: z.string().min(1),
    /** Keys that hold a signature. */
    keys: z.array(z.string()).min(1),
    /** The timestamp comes first and the signature second, and nothing else is accepted. */
    ordered: z.boolean().optional(),
  }),
  /** `1767225600,abc,def`: the timestamp (its key is `t`), then signatures. */
  z.object({ kind: z.literal('timestamp-first'), separator: z.string().min(1) }),
])

const signaturePlace = z.object({
  /** Every one that is there is tried. */
  from: z.array(valueSource).min(1),
  layout: signatureLayout,
  encoding: signatureEncoding,
  /** While keys rotate there is one header of the name for each. */
  repeated: z.boolean().optional(),
})

const signedContent = z.string().superRefine((text, context) => {
  const parsed = parseTemplate(text)
  if (parsed.kind === 'wrong') context.addIssue({ code: 'custom', message: parsed.why })
})

const timestampRule = z.object({
  /** The first that is there counts. */
  from: z.array(valueSource).min(1),
  /** `s-or-ms`: more than eleven digits are milliseconds. */
  unit: z.enum(['s', 'ms', 's-or-ms', 'iso', 'http-date']),
  /** Null: old timestamps are not refused. */
  maxAgeSeconds: z.number().nonnegative().nullable(),
  /** Null: future timestamps are not refused. */
  maxFutureSeconds: z.number().nonnegative().nullable(),
  /** Unix ms: what is before is no timestamp, as seconds where milliseconds are meant. */
  earliest: z.number().optional(),
  /** A timestamp of exactly the greatest age is too old already. */
  exclusive: z.boolean().optional(),
})

/** How the text that a user pastes becomes the bytes of the key. */
export const secretDecoding = z.object({
  decode: z.enum(['text', 'hex', 'base64', 'base64url']),
  /** Removed before decoding; the first that fits. `*` stands for letters and digits. */
  prefixes: z.array(z.string().min(1)).optional(),
  /** For a secret without any of the prefixes, if that is decoded in another way. */
  withoutPrefix: z.enum(['text', 'hex', 'base64', 'base64url']).optional(),
  normalize: z.literal('NFKD').optional(),
})

/** A header that must have one of these values; `optional`: where it is there at all. The scheme does not apply otherwise. */
const requirement = z.object({
  header: z.string().min(1),
  oneOf: z.array(z.string()).min(1),
  optional: z.boolean().optional(),
})

const common = {
  /** Tells variants apart: `v3`. */
  name: z.string().optional(),
  requires: z.array(requirement).optional(),
}

const signed = {
  ...common,
  signature: signaturePlace,
  content: signedContent,
  timestamp: timestampRule.optional(),
  /** Where `{id}` is. */
  id: valueSource.optional(),
}

const hmacScheme = z.object({ kind: z.literal('hmac'), hash: hmacHash, ...signed, secret: secretDecoding })

/** A plain hash; its content has `{secret}` in it. */
const hashScheme = z.object({
  kind: z.literal('hash'),
  hash: z.enum([...hmacHash.options, 'keccak256']),
  ...signed,
  secret: secretDecoding,
})

/** Where the public keys come from if the user pastes none. */
const keysFrom = {
  jwksUrl: z.url({ protocol: /^https$/ }).optional(),
  /** One key for everybody, printed in the provider's documentation. */
  publishedKey: z.string().optional(),
}

const ed25519Scheme = z.object({
  kind: z.literal('ed25519'),
  ...signed,
  ...keysFrom,
  secret: secretDecoding.optional(),
})

const ecdsaScheme = z.object({
  kind: z.literal('ecdsa'),
  hash: hmacHash,
  format: z.enum(['der', 'p1363']),
  ...signed,
  ...keysFrom,
})

const rsaScheme = z.object({
  kind: z.literal('rsa'),
  hash: hmacHash,
  padding: z.enum(['pkcs1', 'pss']),
  ...signed,
  /** The content is hashed, and what is signed is that hash (which RSA then hashes again). */
  contentHash: hmacHash.optional(),
  ...keysFrom,
})

/** The secret itself is sent. */
const tokenScheme = z.object({
  kind: z.literal('token'),
  ...common,
  from: z.array(valueSource).min(1),
  prefix: z.string().optional(),
})

/** `user:password`. */
const basicScheme = z.object({ kind: z.literal('basic'), ...common })

const jwtAlgorithm = z.enum([
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
])

/** What a claim must be. */
const claimRule = z.object({
  claim: z.string().min(1),
  must: z.discriminatedUnion('be', [
    z.object({ be: z.literal('one-of'), values: z.array(z.string()).min(1) }),
    /** Hash of the body or the URL; padding of base64 does not count. `unlessEmpty`: it may be absent if the body is empty. */
    z.object({
      be: z.literal('hash'),
      of: z.enum(['body', 'url']),
      hash: hmacHash,
      encoding: z.enum(['hex', 'base64', 'base64url']),
      unlessEmpty: z.boolean().optional(),
    }),
    z.object({ be: z.literal('url') }),
    /** The key's own id, or audience, where the user gave one. */
    z.object({ be: z.literal('key-id') }),
    z.object({ be: z.literal('audience') }),
  ]),
  optional: z.boolean().optional(),
})

const jwtScheme = z.object({
  kind: z.literal('jwt'),
  ...common,
  from: z.array(valueSource).min(1),
  /** `Bearer`: the word before the token. */
  word: z.string().optional(),
  algorithms: z.array(jwtAlgorithm).min(1),
  claims: z.array(claimRule),
  /** Leeway for exp, nbf and iat. */
  leewaySeconds: z.number().nonnegative(),
  /** Age of iat. */
  maxAgeSeconds: z.number().nonnegative().nullable(),
  secret: secretDecoding.optional(),
  ...keysFrom,
})

export const formScheme = z.discriminatedUnion('kind', [
  hmacScheme,
  hashScheme,
  ed25519Scheme,
  ecdsaScheme,
  rsaScheme,
  tokenScheme,
  basicScheme,
  jwtScheme,
])

export type FormScheme = z.infer<typeof formScheme>
export type HmacScheme = z.infer<typeof hmacScheme>
export type HashScheme = z.infer<typeof hashScheme>
export type PublicKeyScheme = z.infer<typeof ed25519Scheme> | z.infer<typeof ecdsaScheme> | z.infer<typeof rsaScheme>
/** Schemes with signed content and a signature over it. */
export type SignedScheme = HmacScheme | HashScheme | PublicKeyScheme
export type TokenScheme = z.infer<typeof tokenScheme>
export type BasicScheme = z.infer<typeof basicScheme>
export type JwtScheme = z.infer<typeof jwtScheme>
export type JwtAlgorithm = z.infer<typeof jwtAlgorithm>
export type ClaimRule = z.infer<typeof claimRule>
export type SignatureLayout = z.infer<typeof signatureLayout>
export type SignatureEncoding = z.infer<typeof signatureEncoding>
export type TimestampRule = z.infer<typeof timestampRule>
export type SecretDecoding = z.infer<typeof secretDecoding>

/** A scheme that is code, by its name in `custom/custom-schemes.ts`. */
export interface CustomSchemeReference {
  readonly kind: 'custom'
  readonly custom: CustomSchemeName
  readonly name?: string | undefined
}

export type CustomSchemeName =
  | 'adyen-items'
  | 'aws-sns'
  | 'braintree'
  | 'contentful'
  | 'dropbox-sign'
  | 'easypost-weights'
  | 'hook0'
  | 'http-message-signature'
  | 'hygraph'
  | 'mercado-pago'
  | 'paypal'
  | 'plivo-v3'
  | 'saleor-jws'
  | 'truelayer'
  | 'twilio'

export type Scheme = FormScheme | CustomSchemeReference
