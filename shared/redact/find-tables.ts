import { pushNamed } from './find-named-values.ts'
import type { RedactionKind } from './redaction-kind.ts'
import { isValueName, kindOfLabelled } from './secret-name.ts'
import type { Span } from './span.ts'

interface Cell {
  /** Of what is in it, without spaces and signs of Markdown around it. */
  readonly start: number
  readonly text: string
  /** Of Jira: `||name|`. */
  readonly isHead: boolean
}

type Row = ReadonlyArray<Cell>

/** A table as GitHub, GitLab and others have it in the text of an issue, while it is gone through. */
interface Table {
  /** The first row, until the one behind it says whether it is a header. */
  first: Row | null
  /** Of each column; none where there is no header. */
  readonly names: ReadonlyArray<string>
  readonly kinds: ReadonlyArray<RedactionKind | null>
}

const NO_HEADER = { names: [], kinds: [] }
/** As MySQL and reStructuredText draw it: `+----+----+`. */
const BORDER = /[ \t>]{0,40}\+[-=+]{3,}[ \t\r]*(?=\n|$)/y
const LONGEST_LABEL = 60
const MOST_COLUMNS = 200
/** Columns that say something about what a row names. */
const ABOUT =
  /^(?:type|types|format|description|notes?|meaning|required|optional|status|default|example|usage|purpose|where|action|permissions?|scopes?)$/i

/** Values in tables of Markdown whose column, or first cell, says what they are. */
export function findTables(text: string): Span[] {
  const found: Span[] = []
  let table: Table | null = null
  for (let at = 0; at < text.length; ) {
    const lineEnd = text.indexOf('\n', at)
    const end = lineEnd === -1 ? text.length : lineEnd
    const row = rowAt(text, at, end, table === null || table.names.length === 0)
    if (row?.[0]?.isHead) {
      if (table !== null) pushPair(table, table.first, found)
      const isHeader = row.every(({ isHead }) => isHead)
      table = isHeader ? headed(row) : { ...NO_HEADER, first: null }
      if (!isHeader) pushHeads(row, found)
    } else if (table !== null && isBorder(text, at, end)) {
      const { first }: Table = table
      // It may be one without a header.
      if (first?.length === 2) pushPair(table, first, found)
      if (first !== null) table = headed(first)
    } else if (row === null) {
      if (table !== null) pushPair(table, table.first, found)
      table = null
    } else if (table === null) table = { ...NO_HEADER, first: row }
    else if (table.first !== null && isRule(row)) table = headed(table.first)
    else {
      // No rule stood behind it: it is a row as any other.
      pushPair(table, table.first, found)
      table.first = null
      pushRow(table, row, found)
    }
    at = end + 1
  }
  if (table !== null) pushPair(table, table.first, found)
  return found
}

function isBorder(text: string, from: number, end: number): boolean {
  BORDER.lastIndex = from
  return BORDER.test(text) && BORDER.lastIndex <= end
}

/** Null: the line is none of a table. `mayBeJira`: two bars begin a name, and no empty cell. */
function rowAt(text: string, from: number, end: number, mayBeJira: boolean): Row | null {
  let at = from
  while (at < end && (text[at] === ' ' || text[at] === '\t' || text[at] === '>')) at++
  if (text[at] !== '|') return null
  const cells: Cell[] = []
  const isJira = mayBeJira && text[at + 1] === '|' && text[at + 2] !== '|'
  for (at++; at < end && cells.length < MOST_COLUMNS; ) {
    const isHead = isJira && text[at] === '|'
    if (isHead) at++
    let next = at
    while (next < end && (text[next] !== '|' || text[next - 1] === '\\')) next++
    // What stands behind the last sign is no cell.
    if (next < end || /\S/.test(text.slice(at, Math.min(end, at + LONGEST_LABEL))))
      cells.push(cellIn(text, at, next, isHead))
    at = next + 1
  }
  return cells
}

function cellIn(text: string, from: number, to: number, isHead: boolean): Cell {
  let [start, end] = [from, to]
  while (start < end && /[ \t\r*`]/.test(text[start] as string)) start++
  while (end > start && /[ \t\r*`:]/.test(text[end - 1] as string)) end--
  return { start, text: text.slice(start, end), isHead }
}

/** `|---|:-:|` under a header, or `|---+---|`. */
function isRule(row: Row): boolean {
  return row.length > 0 && row.every(({ text }) => /^:?-[-+]*$/.test(text))
}

function headed(row: Row): Table {
  return { first: null, names: row.map(({ text }) => text), kinds: row.map(kindOfCell) }
}

/** `||Password|hunter2||User|jo|` */
function pushHeads(row: Row, found: Span[]): void {
  let kind: RedactionKind | null = null
  for (const cell of row) {
    if (cell.isHead) kind = kindOfCell(cell)
    else if (kind !== null) pushNamed(kind, cell.text, cell.start, found)
  }
}

function pushRow(table: Table, row: Row, found: Span[]): void {
  let isNamed = false
  for (const [index, { text, start }] of row.entries()) {
    const kind = table.kinds[index] ?? null
    if (kind === null) continue
    isNamed = true
    pushNamed(kind, text, start, found)
  }
  if (!isNamed) pushPair(table, row, found)
}

/** `| Password | hunter2 |` */
function pushPair({ names }: Table, row: Row | null, found: Span[]): void {
  const [label, ...others] = row ?? []
  const kind = label === undefined ? null : kindOfCell(label)
  if (kind === null) return
  for (const [index, { text, start }] of others.entries()) {
    const name = names[index + 1] ?? ''
    const isValue = others.length === 1 ? !ABOUT.test(name) : isValueName(name)
    if (isValue) pushNamed(kind, text, start, found)
  }
}

/** A label has few words: "Forgot your password? Click here" is none. */
function kindOfCell({ text }: Cell): RedactionKind | null {
  return text.length > LONGEST_LABEL || text.split(/[ \t]+/).length > 3 ? null : kindOfLabelled(text)
}
