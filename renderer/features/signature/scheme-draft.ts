import { type FormScheme, formScheme } from '../../../shared/signature/scheme.ts'
import type { ValueSource } from '../../../shared/signature/value-source.ts'

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

export type DraftResult =
  | { readonly kind: 'scheme'; readonly scheme: FormScheme }
  /** What is wrong, by field. */
  | { readonly kind: 'wrong'; readonly errors: Readonly<Partial<Record<keyof SchemeDraft, string>>> }

/** The scheme that a draft says, or what is wrong with it. */
export function schemeOfDraft(draft: SchemeDraft): DraftResult {
  const errors = fieldErrors(draft)
  if (Object.keys(errors).length > 0) return { kind: 'wrong', errors }
  const parsed = formScheme.safeParse(written(draft))
  if (parsed.success) return { kind: 'scheme', scheme: parsed.data }
  const [issue] = parsed.error.issues
  const field = FIELD_OF_PATH[String(issue?.path[0])] ?? 'header'
  return { kind: 'wrong', errors: { [field]: issue?.message ?? 'This is no scheme.' } }
}

/** A scheme as the form shows it; null for one that the form cannot say. */
export function draftOfScheme(scheme: FormScheme): SchemeDraft | null {
  const draft = readable(scheme)
  if (draft === null) return null
  const again = schemeOfDraft(draft)
  return again.kind === 'scheme' && same(again.scheme, scheme) ? draft : null
}

export function isSigned(kind: DraftKind): boolean {
  return kind !== 'token' && kind !== 'basic' && kind !== 'jwt'
}

const HEADER = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

function fieldErrors(draft: SchemeDraft): Partial<Record<keyof SchemeDraft, string>> {
  const errors: Partial<Record<keyof SchemeDraft, string>> = {}
  const { kind, header, layout, prefix, timestamp, tolerance, id, template, algorithms } = draft
  if (kind !== 'basic' && !HEADER.test(header)) errors.header = 'A header name has letters, digits and -.'
  if (isSigned(kind)) {
    if (layout === 'pairs' && prefix.trim() === '') errors.prefix = 'Write the key that holds the signature, like v1.'
    if (layout === 'list' && prefix === '') errors.prefix = 'Write what each signature comes after, like v1,'
    if (layout !== 'pairs' && timestamp !== '' && !HEADER.test(timestamp)) {
      errors.timestamp = 'A header name has letters, digits and -.'
    }
    if (id !== '' && !HEADER.test(id)) errors.id = 'A header name has letters, digits and -.'
    if (template === '') errors.template = 'Write what is signed, like {body}.'
    if (template.includes('{timestamp}') && timestamp === '') errors.timestamp = 'The template has {timestamp} in it.'
    if (template.includes('{id}') && id === '') errors.id = 'The template has {id} in it.'
    if (kind === 'hash' && !template.includes('{secret}')) {
      errors.template = 'A plain hash without {secret} in it proves nothing. Put it where the sender does.'
    }
    if (timestamp !== '' && tolerance !== '' && !/^\d{1,9}$/.test(tolerance)) {
      errors.tolerance = 'Whole seconds, or nothing.'
    }
  }
  if (kind === 'jwt' && algorithmsOf(algorithms).length === 0) errors.algorithms = 'Write at least one, like RS256.'
  return errors
}

/** As `formScheme` has it; it checks the rest. */
function written(draft: SchemeDraft): unknown {
  const from = [{ in: 'header', name: draft.header }]
  const prefix = draft.prefix === '' ? {} : { prefix: draft.prefix }
  switch (draft.kind) {
    case 'basic':
      return { kind: 'basic' }
    case 'token':
      return { kind: 'token', from, ...prefix }
    case 'jwt':
      return {
        kind: 'jwt',
        from,
        ...(draft.prefix === '' ? {} : { word: draft.prefix }),
        algorithms: algorithmsOf(draft.algorithms),
        claims: [],
        leewaySeconds: 60,
        maxAgeSeconds: null,
        ...(draft.jwksUrl.trim() === '' ? {} : { jwksUrl: draft.jwksUrl.trim() }),
      }
    case 'hmac':
    case 'hash':
      return { kind: draft.kind, hash: draft.hash, ...signedParts(draft), secret: secretOf(draft) }
    case 'ed25519':
      return { kind: 'ed25519', ...signedParts(draft) }
    case 'ecdsa':
      return { kind: 'ecdsa', hash: draft.hash, format: draft.format, ...signedParts(draft) }
    case 'rsa':
      return { kind: 'rsa', hash: draft.hash, padding: draft.padding, ...signedParts(draft) }
  }
}

function signedParts(draft: SchemeDraft) {
  return {
    signature: {
      from: [{ in: 'header', name: draft.header }],
      layout: layoutOf(draft),
      encoding: draft.encoding,
    },
    content: draft.template,
    ...(draft.timestamp === '' ? {} : { timestamp: timestampOf(draft) }),
    ...(draft.id === '' ? {} : { id: { in: 'header', name: draft.id } }),
  }
}

function layoutOf({ layout, prefix }: SchemeDraft) {
  switch (layout) {
    case 'plain':
      return { kind: 'plain', ...(prefix === '' ? {} : { prefix }) }
    case 'list':
      return { kind: 'list', separator: ' ', prefix }
    case 'pairs':
      return { kind: 'pairs', separator: ',', keys: [prefix.trim()] }
  }
}

function timestampOf({ layout, timestamp, unit, tolerance }: SchemeDraft) {
  const seconds = tolerance === '' ? null : Number(tolerance)
  return {
    from: [
      layout === 'pairs' && !timestamp.includes('-')
        ? { in: 'signature', key: timestamp }
        : { in: 'header', name: timestamp },
    ],
    unit,
    maxAgeSeconds: seconds,
    maxFutureSeconds: seconds,
  }
}

function secretOf({ decode, secretPrefix }: SchemeDraft) {
  return { decode, ...(secretPrefix === '' ? {} : { prefixes: [secretPrefix] }) }
}

function algorithmsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((one) => one !== '')
}

const FIELD_OF_PATH: Readonly<Record<string, keyof SchemeDraft>> = {
  content: 'template',
  signature: 'header',
  from: 'header',
  timestamp: 'timestamp',
  id: 'id',
  algorithms: 'algorithms',
  jwksUrl: 'jwksUrl',
  secret: 'secretPrefix',
}

function readable(scheme: FormScheme): SchemeDraft | null {
  switch (scheme.kind) {
    case 'basic':
      return { ...EMPTY_DRAFT, kind: 'basic', header: 'Authorization' }
    case 'token':
      return { ...EMPTY_DRAFT, kind: 'token', header: headerOf(scheme.from), prefix: scheme.prefix ?? '' }
    case 'jwt':
      return {
        ...EMPTY_DRAFT,
        kind: 'jwt',
        header: headerOf(scheme.from),
        prefix: scheme.word ?? '',
        algorithms: scheme.algorithms.join(' '),
        jwksUrl: scheme.jwksUrl ?? '',
      }
    default:
      return readableSigned(scheme)
  }
}

function readableSigned(scheme: Exclude<FormScheme, { kind: 'basic' | 'token' | 'jwt' }>): SchemeDraft | null {
  const { signature, timestamp, id } = scheme
  const { layout, encoding } = signature
  if (layout.kind === 'timestamp-first' || encoding === 'hex-any-case' || encoding === 'base64-unpadded') return null
  if (timestamp?.unit === 'http-date' || ('hash' in scheme && scheme.hash === 'keccak256')) return null
  return {
    ...EMPTY_DRAFT,
    kind: scheme.kind,
    ...('hash' in scheme ? { hash: scheme.hash as SchemeDraft['hash'] } : {}),
    encoding,
    header: headerOf(signature.from),
    layout: layout.kind,
    prefix: layout.kind === 'pairs' ? (layout.keys[0] ?? '') : (layout.prefix ?? ''),
    template: scheme.content,
    timestamp: timestamp === undefined ? '' : nameOf(timestamp.from[0]),
    unit: timestamp?.unit ?? 's',
    tolerance: timestamp === undefined ? EMPTY_DRAFT.tolerance : String(timestamp.maxAgeSeconds ?? ''),
    id: id === undefined ? '' : nameOf(id),
    ...('secret' in scheme && scheme.secret !== undefined
      ? {
          decode: scheme.secret.decode,
          secretPrefix: scheme.secret.prefixes?.[0] ?? '',
        }
      : {}),
    ...('padding' in scheme ? { padding: scheme.padding } : {}),
    ...('format' in scheme ? { format: scheme.format } : {}),
  }
}

function headerOf(from: readonly ValueSource[]): string {
  return nameOf(from[0])
}

function nameOf(source: ValueSource | undefined): string {
  if (source?.in === 'header') return source.name
  return source?.in === 'signature' ? source.key : ''
}

/** Keys may come in another order. */
function same(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other)
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
