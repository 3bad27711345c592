import type {
  ClaimRule,
  HashScheme,
  HmacScheme,
  JwtAlgorithm,
  JwtScheme,
  PublicKeyScheme,
  SecretDecoding,
  SignatureEncoding,
  TimestampRule,
  TokenScheme,
} from '../scheme.ts'
import type { ValueSource } from '../value-source.ts'

/** Shorthands for the schemes that many providers share, so that an entry says only what is its own. */

const TEXT: SecretDecoding = { decode: 'text' }

interface HmacOptions {
  readonly name?: string
  readonly hash?: HmacScheme['hash']
  readonly encoding?: SignatureEncoding
  /** Before the signature: `sha256=`. */
  readonly prefix?: string
  /** The header may be there several times. */
  readonly repeated?: boolean
  readonly content?: string
  readonly timestamp?: TimestampRule
  readonly id?: ValueSource
  readonly secret?: SecretDecoding
  readonly requires?: HmacScheme['requires']
}

/** HMAC-SHA256 of the body, in hex, alone in a header, unless said otherwise. */
export function hmacIn(headers: string | ReadonlyArray<string>, options: HmacOptions = {}): HmacScheme {
  return {
    kind: 'hmac',
    ...named(options.name),
    ...(options.requires === undefined ? {} : { requires: options.requires }),
    hash: options.hash ?? 'sha256',
    signature: {
      from: [headers].flat().map(header),
      layout: { kind: 'plain', ...(options.prefix === undefined ? {} : { prefix: options.prefix }) },
      encoding: options.encoding ?? 'hex',
      ...(options.repeated === undefined ? {} : { repeated: options.repeated }),
    },
    content: options.content ?? '{body}',
    ...(options.timestamp === undefined ? {} : { timestamp: options.timestamp }),
    ...(options.id === undefined ? {} : { id: options.id }),
    secret: options.secret ?? TEXT,
  }
}

/** Several HMACs in a header, as in `v1=abc,v1=def`; items with another prefix are other versions. */
export function hmacList(
  headerName: string,
  list: { readonly separator: string; readonly prefix: string },
  options: HmacOptions = {},
): HmacScheme {
  const scheme = hmacIn(headerName, options)
  return { ...scheme, signature: { ...scheme.signature, layout: { kind: 'list', ...list } } }
}

interface PairsOptions extends Omit<HmacOptions, 'timestamp' | 'prefix'> {
  readonly separator?: string
  readonly timestampKey?: string
  readonly keys?: ReadonlyArray<string>
  readonly ordered?: boolean
  readonly unit?: TimestampRule['unit']
  readonly maxAgeSeconds?: number
  readonly maxFutureSeconds?: number
  readonly earliest?: number
}

/** `t=…,v1=…` with `{timestamp}.{body}` signed, as Stripe began it. Without an age none is checked. */
export function hmacPairs(headers: string | ReadonlyArray<string>, options: PairsOptions = {}): HmacScheme {
  const scheme = hmacIn(headers, { content: '{timestamp}.{body}', ...options })
  return {
    ...scheme,
    signature: {
      ...scheme.signature,
      layout: {
        kind: 'pairs',
        separator: options.separator ?? ',',
        keys: [...(options.keys ?? ['v1'])],
        ...(options.ordered === undefined ? {} : { ordered: options.ordered }),
      },
    },
    timestamp: {
      from: [{ in: 'signature', key: options.timestampKey ?? 't' }],
      unit: options.unit ?? 's',
      maxAgeSeconds: options.maxAgeSeconds ?? null,
      maxFutureSeconds: options.maxFutureSeconds ?? null,
      ...(options.earliest === undefined ? {} : { earliest: options.earliest }),
    },
  }
}

/** A timestamp in a header of its own. */
export function timeIn(
  headers: string | ReadonlyArray<string>,
  unit: TimestampRule['unit'],
  maxAgeSeconds: number | null = null,
  maxFutureSeconds: number | null = null,
): TimestampRule {
  return { from: [headers].flat().map(header), unit, maxAgeSeconds, maxFutureSeconds }
}

interface StandardWebhooksOptions {
  readonly name?: string
  readonly secret?: SecretDecoding
  /** Null: no age is checked. */
  readonly maxAgeSeconds?: number | null
}

/** Standard Webhooks and Svix, which differ in the names of their headers only. */
export function standardWebhooks(
  headers: 'webhook' | 'svix' | 'interceptor' = 'webhook',
  options: StandardWebhooksOptions = {},
): HmacScheme {
  const tolerance = options.maxAgeSeconds === undefined ? 300 : options.maxAgeSeconds
  return hmacList(
    `${headers}-signature`,
    { separator: ' ', prefix: 'v1,' },
    {
      ...named(options.name),
      encoding: 'base64',
      content: '{id}.{timestamp}.{body}',
      id: header(`${headers}-id`),
      timestamp: timeIn(`${headers}-timestamp`, 's', tolerance, tolerance),
      secret: options.secret ?? { decode: 'base64', prefixes: ['whsec_'] },
    },
  )
}

/** The asymmetric version of Standard Webhooks: `v1a,…` with `whpk_…` keys. */
export function standardWebhooksEd25519(headers: 'webhook' | 'svix'): PublicKeyScheme {
  return {
    kind: 'ed25519',
    name: `v1a ${headers}`,
    signature: {
      from: [header(`${headers}-signature`)],
      layout: { kind: 'list', separator: ' ', prefix: 'v1a,' },
      encoding: 'base64',
    },
    content: '{id}.{timestamp}.{body}',
    id: header(`${headers}-id`),
    timestamp: timeIn(`${headers}-timestamp`, 's', 300, 300),
    secret: { decode: 'base64', prefixes: ['whpk_', 'whsk_'] },
  }
}

/** A plain hash over a text with `{secret}` in it. */
export function hashIn(
  headerName: string,
  hash: HashScheme['hash'],
  content: string,
  options: Omit<HmacOptions, 'hash' | 'content' | 'secret'> = {},
): HashScheme {
  const { kind: _kind, hash: _hash, ...scheme } = hmacIn(headerName, options)
  return { kind: 'hash', hash, ...scheme, content }
}

export function ed25519In(
  headerName: string,
  encoding: SignatureEncoding,
  content: string,
  timestamp: TimestampRule,
  jwksUrl?: string,
): PublicKeyScheme {
  return {
    kind: 'ed25519',
    signature: { from: [header(headerName)], layout: { kind: 'plain' }, encoding },
    content,
    timestamp,
    ...(jwksUrl === undefined ? {} : { jwksUrl }),
  }
}

interface RsaOptions {
  readonly hash?: HmacScheme['hash']
  readonly content?: string
  readonly timestamp?: TimestampRule
  readonly id?: ValueSource
  readonly jwksUrl?: string
}

/** RSA (PKCS #1 v1.5) with SHA-256 over the body, in base64, unless said otherwise. */
export function rsaIn(headerName: string, options: RsaOptions = {}): Extract<PublicKeyScheme, { kind: 'rsa' }> {
  const { hash, content, ...rest } = options
  return {
    kind: 'rsa',
    hash: hash ?? 'sha256',
    padding: 'pkcs1',
    signature: { from: [header(headerName)], layout: { kind: 'plain' }, encoding: 'base64' },
    content: content ?? '{body}',
    ...rest,
  }
}

export function tokenIn(from: string | ValueSource, options: { name?: string; prefix?: string } = {}): TokenScheme {
  return { kind: 'token', ...options, from: [typeof from === 'string' ? header(from) : from] }
}

interface JwtOptions {
  readonly word?: string
  readonly algorithms: ReadonlyArray<JwtAlgorithm>
  readonly claims?: ReadonlyArray<ClaimRule>
  readonly leewaySeconds?: number
  readonly maxAgeSeconds?: number
  readonly jwksUrl?: string
}

export function jwtIn(from: string | ValueSource, options: JwtOptions): JwtScheme {
  return {
    kind: 'jwt',
    from: [typeof from === 'string' ? header(from) : from],
    ...(options.word === undefined ? {} : { word: options.word }),
    algorithms: [...options.algorithms],
    claims: [...(options.claims ?? [])],
    leewaySeconds: options.leewaySeconds ?? 0,
    maxAgeSeconds: options.maxAgeSeconds ?? null,
    ...(options.jwksUrl === undefined ? {} : { jwksUrl: options.jwksUrl }),
  }
}

/** A claim that holds the SHA-256 of the body. */
export function bodyHashClaim(
  claim: string,
  encoding: 'hex' | 'base64' | 'base64url',
  options: { unlessEmpty?: boolean } = {},
): ClaimRule {
  return { claim, must: { be: 'hash', of: 'body', hash: 'sha256', encoding, ...options } }
}

export function issuedBy(...values: string[]): ClaimRule {
  return { claim: 'iss', must: { be: 'one-of', values } }
}

function header(name: string): ValueSource {
  return { in: 'header', name }
}

function named(name: string | undefined): { name?: string } {
  return name === undefined ? {} : { name }
}
