/** What a signature is made with, in the words of the form. */
export type DraftKind = 'hmac' | 'hash' | 'ed25519' | 'ecdsa' | 'rsa' | 'token' | 'basic' | 'jwt'

/** Where a header holds its signature. `pairs`: `t=…,v1=…`; `list`: several, each after the prefix. */
export type DraftLayout = 'plain' | 'pairs' | 'list'

/** A scheme of the user's own on its way: every field as typed, whether or not the kind needs it. */
export interface SchemeDraft {
  readonly kind: DraftKind
  readonly hash: 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'
  readonly encoding: 'hex' | 'base64' | 'base64url'
  readonly header: string
  readonly layout: DraftLayout
  /** `sha256=` before it, `v1,` in a list, or the key `v1` of pairs. */
  readonly prefix: string
  readonly template: string
  /** A header, or a key of the pairs in the signature's own; empty: there is none. */
  readonly timestamp: string
  readonly unit: 's' | 'ms' | 's-or-ms' | 'iso'
  /** Seconds; empty: any age is accepted. */
  readonly tolerance: string
  /** Header with the message id; empty: there is none. */
  readonly id: string
  readonly decode: 'text' | 'hex' | 'base64' | 'base64url'
  /** Taken off the secret before it is decoded. */
  readonly secretPrefix: string
  readonly padding: 'pkcs1' | 'pss'
  readonly format: 'der' | 'p1363'
  /** Of JWTs, with spaces in between. */
  readonly algorithms: string
  readonly jwksUrl: string
}

export const EMPTY_DRAFT: SchemeDraft = {
  kind: 'hmac',
  hash: 'sha256',
  encoding: 'hex',
  header: 'X-Signature',
  layout: 'plain',
  prefix: '',
  template: '{body}',
  timestamp: '',
  unit: 's',
  tolerance: '300',
  id: '',
  decode: 'text',
  secretPrefix: '',
  padding: 'pkcs1',
  format: 'der',
  algorithms: 'HS256',
  jwksUrl: '',
}

/** Schemes that many senders share, to begin with. */
export const SCHEME_PRESETS: ReadonlyArray<{ readonly name: string; readonly draft: SchemeDraft }> = [
  { name: 'HMAC of the body', draft: EMPTY_DRAFT },
  {
    name: 'HMAC with a timestamp, t=…,v1=…',
    draft: {
      ...EMPTY_DRAFT,
      layout: 'pairs',
      prefix: 'v1',
      timestamp: 't',
      template: '{timestamp}.{body}',
    },
  },
  {
    name: 'Standard Webhooks',
    draft: {
      ...EMPTY_DRAFT,
      header: 'webhook-signature',
      layout: 'list',
      prefix: 'v1,',
      encoding: 'base64',
      id: 'webhook-id',
      timestamp: 'webhook-timestamp',
      template: '{id}.{timestamp}.{body}',
      decode: 'base64',
      secretPrefix: 'whsec_',
    },
  },
  { name: 'Token in a header', draft: { ...EMPTY_DRAFT, kind: 'token', header: 'X-Webhook-Token' } },
  { name: 'Basic authentication', draft: { ...EMPTY_DRAFT, kind: 'basic', header: 'Authorization' } },
  {
    name: 'JWT',
    draft: { ...EMPTY_DRAFT, kind: 'jwt', header: 'Authorization', prefix: 'Bearer' },
  },
]

const PLACES = SCHEME_PRESETS.map(({ draft: { header, prefix } }) => ({ header, prefix }))

/** Where such a signature usually stands, unless another place was written already. */
export function usualPlace(kind: DraftKind, { kind: before, header, prefix }: SchemeDraft): Partial<SchemeDraft> {
  const isUntouched = PLACES.some((place) => place.header === header && place.prefix === prefix)
  if (!isUntouched || (isSigned(kind) && isSigned(before))) return {}
  const usual = SCHEME_PRESETS.find(({ draft }) => draft.kind === kind)?.draft ?? EMPTY_DRAFT
  return { header: usual.header, prefix: usual.prefix }
}

export function isSigned(kind: DraftKind): boolean {
  return kind !== 'token' && kind !== 'basic' && kind !== 'jwt'
}
