import type { FormScheme } from '../../../shared/signature/scheme.ts'
import type { ValueSource } from '../../../shared/signature/value-source.ts'
import { EMPTY_DRAFT, type SchemeDraft } from './scheme-draft.ts'
import { schemeOfDraft } from './scheme-of-draft.ts'

/** A scheme as the form shows it; null for one that the form cannot say. */
export function draftOfScheme(scheme: FormScheme): SchemeDraft | null {
  const draft = readable(scheme)
  if (draft === null) return null
  const again = schemeOfDraft(draft)
  return again.kind === 'scheme' && same(again.scheme, scheme) ? draft : null
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
