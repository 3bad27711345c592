import { captureState } from '../capture/capture.ts'
import { verdict } from '../signature/verdict.ts'
import { FILTER_KEYS, type FilterKeyName, isFilterKey } from './filter-keys.ts'
import { CAPTURE_MARKS, type CaptureMark } from './filter-node.ts'
import { type FieldToken, type FilterToken, filterTokens } from './filter-tokens.ts'
import { literalLike } from './literal-like.ts'
import { printTest } from './print-filter.ts'
import { quoteParts, readQuoted } from './quoted-text.ts'

/** What can be asked for that captures have: values of a key, or the names that may follow `header.` and the like. */
export const SEARCHED_VALUES = [
  'method',
  'endpoint',
  'provider',
  'event',
  'event-id',
  'status',
  'path',
  'tag',
  'header',
  'query',
  'body',
] as const
export type SearchedValue = (typeof SEARCHED_VALUES)[number]

/** What is asked of captures. */
export interface AskedValues {
  readonly of: SearchedValue
  /** The name of a header or of the query, or a path in bodies, whose values are asked for; null asks for names and paths. */
  readonly within: string | null
  readonly prefix: string
}

/** What may be put in the place of what stands from `from` to `to`. */
export interface FilterCompletion {
  readonly from: number
  readonly to: number
  readonly items: ReadonlyArray<CompletionItem>
  /** More items come from what captures have. */
  readonly asks: AskedValues | null
}

export interface CompletionItem {
  readonly label: string
  readonly insert: string
  readonly about: string
}

/** Keys after which a name or a path comes. */
const PATH_KEYS: ReadonlyArray<SearchedValue> = ['header', 'query', 'body']

/** What can be completed where the cursor is; null within a phrase or a plain word that begins no key. */
export function completeFilter(text: string, cursor: number): FilterCompletion | null {
  const token = filterTokens(text).find(({ start, end }) => start < cursor && cursor <= end)
  if (token === undefined || isBefore(token)) return keys(cursor, cursor, '')
  if (token.kind === 'field') {
    return cursor >= token.valueStart ? values(text, cursor, token) : named(text, cursor, token.start, token.valueStart)
  }
  if (token.kind === 'word' && token.quoted) return null
  return named(text, cursor, token.start, token.end)
}

/** A parenthesis or a minus, after which a term begins. */
function isBefore({ kind }: FilterToken): boolean {
  return kind === 'open' || kind === 'close' || kind === 'minus'
}

/** A key, or the name or path after one. */
function named(text: string, cursor: number, start: number, end: number): FilterCompletion | null {
  const typed = text.slice(start, cursor)
  const of = PATH_KEYS.find((key) => new RegExp(`^${key}[.[]`, 'i').test(typed))
  if (of !== undefined) {
    // Paths of bodies are given with what leads to their first step; a name stands behind a dot.
    const prefix = typed.slice(of.length + (of === 'body' ? 0 : 1)).replace(/^"/, '')
    return { from: start + of.length, to: end, items: [], asks: { of, within: null, prefix } }
  }
  return /^[a-z-]*$/i.test(typed) ? keys(start, end, typed) : null
}

function keys(from: number, to: number, typed: string): FilterCompletion {
  const prefix = typed.toLowerCase()
  const items = FILTER_KEYS.filter(({ key }) => key.startsWith(prefix)).map(({ key, about, examples }) => {
    const takesName = PATH_KEYS.some((each) => each === key)
    const insert = `${key}${takesName ? '.' : ':'}`
    return { label: insert, insert, about: takesName ? about : `${about}, such as ${examples[0]}` }
  })
  return { from, to, items, asks: null }
}

function values(text: string, cursor: number, { key, path, value, op }: FieldToken): FilterCompletion | null {
  if (!isFilterKey(key)) return null
  const typed = text.slice(value.start, cursor).replace(/^"/, '')
  const place = { from: value.start, to: value.end }
  const items = path === '' && op === null ? fixedValues(key, typed) : []
  const of = SEARCHED_VALUES.find((each) => each === key)
  const takesName = of !== undefined && PATH_KEYS.includes(of)
  if (of === undefined || takesName !== (path !== '')) return { ...place, items, asks: null }
  return { ...place, items, asks: { of, within: takesName ? nameIn(of, path) : null, prefix: typed } }
}

/** As it is meant, without quotes; paths in bodies as they are written. */
function nameIn(of: SearchedValue, path: string): string {
  if (of === 'body') return path
  return path.startsWith('."') ? readQuoted(path, 1).text : path.slice(1)
}

function fixedValues(key: FilterKeyName, typed: string): CompletionItem[] {
  const known = KNOWN[key] ?? []
  return known
    .filter(([value]) => value.startsWith(typed.toLowerCase()))
    .map(([value, about]) => ({ label: value, insert: value, about }))
}

const MARK_MEANINGS: Readonly<Record<CaptureMark, string>> = {
  pinned: 'kept',
  replayed: 'sent again',
  duplicate: 'came before',
  handshake: 'asked whether the URL is yours',
  drift: 'its shape was new for its event type',
  truncated: 'longer than the limit',
}

type Known = ReadonlyArray<readonly [value: string, about: string]>

const KNOWN: Partial<Record<FilterKeyName, Known>> = {
  status: [
    ['2xx', 'success'],
    ['3xx', 'redirect'],
    ['4xx', 'refused'],
    ['5xx', 'failed'],
    ['>=400', 'refused or failed'],
    ['*', 'answered at all'],
  ],
  answered: [
    ['>500ms', 'slower'],
    ['<100ms', 'faster'],
    ['*', 'answered at all'],
  ],
  size: [
    ['>1mb', 'larger'],
    ['>100kb', 'larger'],
    ['<1kb', 'smaller'],
    ['0', 'no body'],
  ],
  after: [
    ['10m', 'the last ten minutes'],
    ['1h', 'the last hour'],
    ['today', 'since midnight'],
    ['yesterday', 'since midnight of yesterday'],
  ],
  before: [
    ['10m', 'older than ten minutes'],
    ['1h', 'older than an hour'],
    ['today', 'until midnight'],
  ],
  verdict: [...verdict.options.map((value) => [value, ''] as const), ['*', 'checked at all']],
  state: captureState.options.map((value) => [value, ''] as const),
  is: CAPTURE_MARKS.map((mark) => [mark, MARK_MEANINGS[mark]] as const),
  note: [['*', 'has a note']],
  provider: [['*', 'any that is known']],
}

/** A value that captures have, or the name of one, as an item. */
export function valueItem(
  { of, within }: Pick<AskedValues, 'of' | 'within'>,
  value: string,
  count: number,
): CompletionItem {
  const about = count === 1 ? '1 capture' : `${count.toLocaleString('en')} captures`
  if (within === null && PATH_KEYS.includes(of)) {
    const path = of === 'body' ? value : `.${/^[\w.-]+$/.test(value) ? value : quoteParts([value])}`
    return { label: value, insert: `${path}:`, about: '' }
  }
  if (of === 'status') return { label: value, insert: value, about }
  const insert = printTest(literalLike(within === null ? of : `${of}.x`, value))
  return { label: value, insert, about }
}
