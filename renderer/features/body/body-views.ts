import { assertNever } from '../../../shared/assert-never.ts'
import type { BodyKind } from '../../../shared/body/body-kind.ts'
import type { CodeLanguage } from './code-editor.ts'
import type { BodyViewName } from './view-preferences.ts'

/** The views that suit a kind of body, the best one first. */
export function viewsOf(kind: BodyKind): readonly BodyViewName[] {
  switch (kind) {
    case 'json':
      return ['pretty', 'tree', 'raw', 'hex']
    case 'ndjson':
      return ['pretty', 'raw', 'hex']
    case 'xml':
    case 'html':
    case 'text':
      return ['raw', 'hex']
    case 'form':
      return ['fields', 'raw', 'hex']
    case 'multipart':
      return ['parts', 'raw', 'hex']
    case 'image':
      return ['image', 'hex']
    case 'binary':
      return ['hex']
    case 'empty':
      return []
    default:
      return assertNever(kind)
  }
}

export const VIEW_LABELS: Record<BodyViewName, string> = {
  pretty: 'Pretty',
  tree: 'Tree',
  raw: 'Raw',
  hex: 'Hex',
  fields: 'Fields',
  parts: 'Parts',
  image: 'Image',
}

export function languageOf(kind: BodyKind): CodeLanguage {
  if (kind === 'json' || kind === 'ndjson') return 'json'
  if (kind === 'xml' || kind === 'html') return kind
  return 'plaintext'
}

/** How a file of it would end. */
export function extensionOf(kind: BodyKind, imageType: string | null): string {
  if (kind === 'image') return imageType?.replace(/^image\/(x-)?/, '').replace(/[^a-z0-9]/g, '') || 'bin'
  if (kind === 'json' || kind === 'ndjson' || kind === 'xml' || kind === 'html') return kind
  return kind === 'text' || kind === 'form' ? 'txt' : 'bin'
}
