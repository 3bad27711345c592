import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import type { EditedBody, ReplayEdit } from '../../../shared/delivery/replay-request.ts'
import type { HeaderPair, HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { headerFromText, headerText } from '../../../shared/http/header-text.ts'

/** One header row of the editor: text as people read it. */
export interface DraftHeader {
  readonly key: number
  readonly name: string
  readonly value: string
  /** The pair that it was, and its place; null for a new row. Its bytes count for as long as the text is the same. */
  readonly captured: { readonly place: number; readonly pair: HeaderPair } | null
}

export type DraftBody =
  | { readonly kind: 'captured' }
  /** Without a charset: shown as text, but not changed yet. */
  | { readonly kind: 'text'; readonly text: string; readonly charset: string }
  | { readonly kind: 'file'; readonly file: File }

/** A request on its way to be sent: the capture, and what the user made of it. */
export interface ReplayDraft {
  readonly method: string
  readonly headers: readonly DraftHeader[]
  readonly body: DraftBody
  /** Rows that do not hold for a text that was edited, for when it is no longer what is sent. */
  readonly setAside: ReadonlyArray<{ readonly place: number; readonly row: DraftHeader }>
}

export const UNEDITED_TEXT = { kind: 'text', text: '', charset: '' } as const satisfies DraftBody

let lastKey = 0

export function draftOf(capture: Pick<CaptureDetail, 'method' | 'headers'>): ReplayDraft {
  return {
    method: capture.method ?? 'POST',
    headers: capture.headers.map((pair, place) => newHeader(headerText(pair[0]), headerText(pair[1]), { place, pair })),
    body: { kind: 'captured' },
    setAside: [],
  }
}

export function newHeader(name = '', value = '', captured: DraftHeader['captured'] = null): DraftHeader {
  return { key: ++lastKey, name, value, captured }
}

/** The bytes of a row: the captured ones as long as nobody touched their text. */
function headerPair(header: DraftHeader): HeaderPair {
  const [name, value] = header.captured?.pair ?? ['', '']
  return [
    header.captured !== null && headerText(name) === header.name ? name : headerFromText(header.name),
    header.captured !== null && headerText(value) === header.value ? value : headerFromText(header.value),
  ]
}

/** What differs from the capture, as the engine takes it; undefined if nothing does. `uploadId` names the body where it was uploaded. */
export function editOf(
  draft: ReplayDraft,
  capture: Pick<CaptureDetail, 'method' | 'headers'>,
  uploadId: string | null,
): ReplayEdit | undefined {
  const headers = draft.headers.map(headerPair)
  const edit: ReplayEdit = {}
  if (draft.method !== capture.method) edit.method = draft.method
  if (!samePairs(headers, capture.headers)) edit.headers = headers.map(([name, value]) => [name, value])
  const body = editedBody(draft.body, uploadId)
  if (body !== undefined) edit.body = body
  return Object.keys(edit).length === 0 ? undefined : edit
}

/** Whether a body is no longer the captured one. */
export function isEdited(body: DraftBody): boolean {
  return body.kind === 'file' || (body.kind === 'text' && body.charset !== '')
}

/** The draft with another body. Text is sent as it reads, so a compression of the captured body does not hold for it. */
export function withBody(draft: ReplayDraft, body: DraftBody): ReplayDraft {
  if (isEditedText(body) === isEditedText(draft.body)) return { ...draft, body }
  if (!isEditedText(body)) {
    const headers = [...draft.headers]
    for (const { place, row } of draft.setAside) headers.splice(place, 0, row)
    return { ...draft, body, headers, setAside: [] }
  }
  const rows = draft.headers.map((row, place) => ({ place, row }))
  const setAside = rows.filter(({ row }) => row.name.toLowerCase() === 'content-encoding')
  const headers = draft.headers.filter((row) => !setAside.some((one) => one.row === row))
  return { ...draft, body, headers, setAside }
}

function isEditedText(body: DraftBody): boolean {
  return body.kind === 'text' && isEdited(body)
}

/** In words, for beside the send button. */
export function differences(draft: ReplayDraft, capture: Pick<CaptureDetail, 'method' | 'headers'>): string[] {
  const found: string[] = []
  if (draft.method !== capture.method) found.push(`method ${capture.method ?? 'unknown'} → ${draft.method}`)
  found.push(...headerDifferences(draft.headers, capture.headers))
  if (isEditedText(draft.body)) found.push('body edited')
  if (draft.body.kind === 'file') found.push(`body from ${draft.body.file.name}`)
  return found
}

/** How a row differs from the capture. */
export function headerChange(header: DraftHeader): 'same' | 'added' | 'changed' {
  if (header.captured === null) return 'added'
  return samePair(headerPair(header), header.captured.pair) ? 'same' : 'changed'
}

function headerDifferences(rows: readonly DraftHeader[], captured: HeaderPairs): string[] {
  const found: string[] = []
  const changed = rows.filter((row) => headerChange(row) === 'changed')
  const added = rows.filter((row) => headerChange(row) === 'added')
  const places = rows.flatMap((row) => (row.captured === null ? [] : [row.captured.place]))
  const kept = new Set(places)
  const removed = captured.filter((_, place) => !kept.has(place))
  for (const row of changed) found.push(`${row.name || 'a header'} changed`)
  for (const row of added) found.push(`${row.name || 'a header'} added`)
  for (const [name] of removed) found.push(`${headerText(name)} removed`)
  if (places.some((place, index) => place < (places[index - 1] ?? 0))) found.push('headers reordered')
  return found
}

function editedBody(body: DraftBody, uploadId: string | null): EditedBody | undefined {
  if (!isEdited(body)) return undefined
  if (uploadId !== null) return { kind: 'upload', uploadId }
  return body.kind === 'text' ? { kind: 'text', text: body.text, charset: body.charset } : undefined
}

function samePairs(one: HeaderPairs, other: HeaderPairs): boolean {
  return one.length === other.length && one.every((pair, index) => samePair(pair, other[index] as HeaderPair))
}

function samePair(one: HeaderPair, other: HeaderPair): boolean {
  return one[0] === other[0] && one[1] === other[1]
}
