import { pushNamed } from './find-named-values.ts'
import type { RedactionKind } from './redaction-kind.ts'
import { isLabelName, isValueName, kindOfLabelled } from './secret-name.ts'
import type { Span } from './span.ts'

/** An item of a list in YAML, or an object in one. */
interface Item {
  /** Where its keys begin in their lines. */
  readonly column: number
  kind: RedactionKind | null
  /** Values that came before the line that names them. */
  readonly values: Line[]
}

interface Line {
  readonly start: number
  readonly text: string
}

const MOST_OPEN = 64
const MOST_VALUES = 16
const KEY = /([ \t]{0,200})((?:-[ \t]{1,8}){0,4})(["']?)([A-Za-z][\w-]{0,63})\3[ \t]{0,8}:(?=[ \t\r\n]|$)[ \t]*/y
/** `? password` and below it `: hunter2`. */
const COMPLEX =
  /(?<=^|\n)[ \t]{0,200}\?[ \t]{1,8}["']?([\w .-]{1,64}?)["']?[ \t]{0,8}\r?\n[ \t]{0,200}:[ \t]{1,8}([^\r\n]+)/dg

/** Values that a line beside theirs names, as Kubernetes and workflows have them: `- name: TOKEN` and below it `value: x`. */
export function findLabelledLines(text: string): Span[] {
  const found: Span[] = []
  const open: Item[] = []
  for (let at = 0; at < text.length; ) {
    const lineEnd = text.indexOf('\n', at)
    const end = lineEnd === -1 ? text.length : lineEnd
    KEY.lastIndex = at
    const match = KEY.exec(text)
    if (match !== null && KEY.lastIndex <= end) {
      const [, indent = '', dashes = '', , key = ''] = match
      const item = itemAt(open, indent.length + dashes.length, dashes !== '')
      take(item, key, { start: KEY.lastIndex, text: text.slice(KEY.lastIndex, end) }, found)
    }
    at = end + 1
  }
  if (text.includes('?')) for (const match of text.matchAll(COMPLEX)) complex(match, found)
  return found
}

/** The innermost one that a key in this column belongs to; a dash begins another. */
function itemAt(open: Item[], column: number, isNew: boolean): Item {
  while (open.length > 0 && (open.at(-1)?.column ?? 0) > column) open.pop()
  const last = open.at(-1)
  if (last !== undefined && last.column === column) {
    if (!isNew) return last
    open.pop()
  }
  const item: Item = { column, kind: null, values: [] }
  if (open.length < MOST_OPEN) open.push(item)
  return item
}

function take(item: Item, key: string, line: Line, found: Span[]): void {
  if (isLabelName(key)) {
    const kind = kindOfLabelled(unquoted(line).text.slice(0, 300))
    if (kind === null || item.kind !== null) return
    item.kind = kind
    for (const value of item.values) push(kind, value, found)
  } else if (isValueName(key)) {
    if (item.kind !== null) push(item.kind, line, found)
    else if (item.values.length < MOST_VALUES) item.values.push(line)
  }
}

function push(kind: RedactionKind, line: Line, found: Span[]): void {
  const { start, text } = unquoted(line)
  // A text of several lines, and a structure, begin so.
  if (!/^[|>{[]/.test(text)) pushNamed(kind, text, start, found)
}

function unquoted({ start, text }: Line): Line {
  const quote = text[0] === '"' || text[0] === "'" ? text[0] : ''
  const end = quote === '' ? -1 : text.indexOf(quote, 1)
  if (end !== -1) return { start: start + 1, text: text.slice(1, end) }
  let length = text.length
  while (length > 0 && /[ \t\r]/.test(text[length - 1] as string)) length--
  return { start, text: text.slice(0, length) }
}

function complex(match: RegExpExecArray, found: Span[]): void {
  const [, name = '', value = ''] = match
  const kind = kindOfLabelled(name)
  const start = match.indices?.[2]?.[0]
  if (kind !== null && start !== undefined) push(kind, { start, text: value }, found)
}
