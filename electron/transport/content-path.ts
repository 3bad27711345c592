import { assertNever } from '../../shared/assert-never.ts'
import type { ContentRef } from '../engine/engine-door.ts'

/** The address that kept bytes have on every transport, `http://127.0.0.1` and `app://` alike. */
export function contentPath(ref: ContentRef): string {
  const view = ref.decoded ? 'decoded-' : ''
  switch (ref.kind) {
    case 'capture-body':
      return `/captures/${ref.id}/${view}body`
    case 'delivery-request-body':
      return `/deliveries/${ref.id}/${view}request-body`
    case 'delivery-response-body':
      return `/deliveries/${ref.id}/${view}response-body`
    default:
      return assertNever(ref)
  }
}

/** The address at which the file of an export is taken. */
export function exportPath(id: string): string {
  return `/exports/${id}`
}

/** The export that an address names; null if it is not one of them. */
export function parseExportPath(path: string): string | null {
  return /^\/exports\/([0-9a-f-]{36})$/.exec(path)?.[1] ?? null
}

/** Whether bytes come or go at this address, rather than the screen's own files. */
export function isBytesPath(path: string): boolean {
  return parseContentPath(path) !== null || parseExportPath(path) !== null || path === '/uploads' || path === '/imports'
}

/** What an address names; null if it is not one of kept bytes. */
export function parseContentPath(path: string): ContentRef | null {
  const match = PATTERN.exec(path)
  if (!match) return null
  const [, collection, id, decoded, part] = match
  if (id === undefined) return null
  const view = { id, decoded: decoded !== undefined }
  if (collection === 'captures') return part === 'body' ? { kind: 'capture-body', ...view } : null
  if (part === 'request-body') return { kind: 'delivery-request-body', ...view }
  if (part === 'response-body') return { kind: 'delivery-response-body', ...view }
  return null
}

const PATTERN = /^\/(captures|deliveries)\/([0-9a-f-]{36})\/(decoded-)?(body|request-body|response-body)$/
