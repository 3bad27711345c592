import { type FormScheme, formScheme } from '../../../shared/signature/scheme.ts'
import { isSigned, type SchemeDraft } from './scheme-draft.ts'

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
