import { compileScheme } from '../compile-scheme.ts'
import type { TemplatePiece } from '../content-template.ts'
import type { SignedScheme, TimestampRule } from '../scheme.ts'
import type { ValueSource } from '../value-source.ts'

/** Where a value is read, as generators need it. */
export type Place =
  /** The first that is there; names in lower case. */
  | { readonly in: 'header'; readonly names: ReadonlyArray<string> }
  | { readonly in: 'json'; readonly path: ReadonlyArray<string> }
  | { readonly in: 'form' | 'query'; readonly name: string }
  | { readonly in: 'signature'; readonly key: string }
  | { readonly in: 'body' }

/** What every language says in its own words. */
export interface SignedPlan {
  readonly signature: Place
  readonly timestamp: { readonly place: Place; readonly rule: TimestampRule } | null
  readonly id: Place | null
  readonly pieces: ReadonlyArray<TemplatePiece>
  readonly uses: Uses
}

/** What of a request a snippet reads. */
export interface Uses {
  readonly json: boolean
  readonly form: boolean
  readonly query: boolean
  readonly method: boolean
  readonly url: boolean
  readonly headers: boolean
  readonly body: boolean
  /** Other keys of the signature header. */
  readonly fields: boolean
}

export function planSigned(scheme: SignedScheme): SignedPlan {
  const { pieces } = compileScheme(scheme)
  const uses = (name: string) => pieces.some((piece) => piece.kind === 'plain' && piece.name === name)
  const signature = placeOf(scheme.signature.from)
  const rule = scheme.timestamp
  const limited = rule !== undefined && (rule.maxAgeSeconds !== null || rule.maxFutureSeconds !== null)
  const timestamp = rule === undefined || !(limited || uses('timestamp')) ? null : { place: placeOf(rule.from), rule }
  const id = scheme.id === undefined || !uses('id') ? null : placeOf([scheme.id])
  const places = [signature, timestamp?.place, id, ...pieces.map(placeOfPiece)].filter(
    (place) => place !== undefined && place !== null,
  )
  const own = usesOf(...places)
  return {
    signature,
    timestamp,
    id,
    pieces,
    uses: {
      ...own,
      form: own.form || uses('form:sorted'),
      method: uses('method'),
      url: own.url || OF_URL.some(uses),
      headers: own.headers || scheme.requires !== undefined,
      body:
        own.body ||
        pieces.some(
          (piece) => piece.kind === 'plain' && (piece.name.startsWith('body') || piece.name === 'form:sorted'),
        ),
    },
  }
}

/** What has to be read for values at these places alone. */
export function usesOf(...places: ReadonlyArray<Place>): Uses {
  const uses = (where: Place['in']) => places.some((place) => place.in === where)
  return {
    json: uses('json'),
    form: uses('form'),
    query: uses('query'),
    method: false,
    url: uses('query'),
    headers: uses('header'),
    body: uses('json') || uses('form') || uses('body'),
    fields: uses('signature'),
  }
}

const OF_URL = ['url', 'url:base', 'url:unescaped', 'target', 'path', 'query']

/** Several headers are alternatives; of other places the first is taken. */
export function placeOf(sources: ReadonlyArray<ValueSource>): Place {
  const [first] = sources
  if (first === undefined) throw new Error('A scheme without a place for its value')
  switch (first.in) {
    case 'header':
      return {
        in: 'header',
        names: sources.flatMap((source) => (source.in === 'header' ? [source.name.toLowerCase()] : [])),
      }
    case 'json':
      return { in: 'json', path: pointerPath(first.pointer) }
    default:
      return first
  }
}

function placeOfPiece(piece: TemplatePiece): Place | null {
  return piece.kind === 'named' ? placeOfNamed(piece) : null
}

export function placeOfNamed({ from, name }: Extract<TemplatePiece, { kind: 'named' }>): Place {
  switch (from) {
    case 'header':
      return { in: 'header', names: [name.toLowerCase()] }
    case 'json':
      return { in: 'json', path: pointerPath(name) }
    case 'signature':
      return { in: 'signature', key: name }
    default:
      return { in: from, name }
  }
}

/** Of an array, in the path of a place in JSON. */
export function isIndex(name: string | undefined): boolean {
  return name !== undefined && /^(?:0|[1-9]\d{0,5})$/.test(name)
}

function pointerPath(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Spaces around items do not count, so a separator is used without its own. */
export function separatorOf(separator: string): string {
  return separator.trim() === '' ? separator : separator.trim()
}
