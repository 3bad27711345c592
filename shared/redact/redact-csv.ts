import { decodeCsvCell, spellCsvCell, spelledEdits } from './decoded-text.ts'
import { pushAll } from './push-all.ts'
import { leafEdits } from './redact-leaf.ts'
import type { Scan, Where } from './scan.ts'
import { kindOfName } from './secret-name.ts'
import { type Edit, movedEdits } from './span.ts'

const LONGEST_HEADER = 20_000
const DELIMITERS = [',', ';', '\t', '|'] as const
type Delimiter = (typeof DELIMITERS)[number]

interface Cell {
  /** Of what is in it, without quotes. */
  readonly start: number
  readonly end: number
  readonly isQuoted: boolean
  /** Where what belongs to it ends, behind a closing quote too. */
  readonly after: number
  /** Where the next one begins. */
  readonly next: number
  readonly endsRow: boolean
}

export function isCsvType(mediaType: string): boolean {
  return /^(?:text|application)\/(?:x-)?(?:csv|comma-separated-values|tab-separated-values|tsv)$/.test(mediaType)
}

/** Whether a text that nobody calls a table is one with a column that has to go. */
export function looksLikeSecretCsv(text: string): boolean {
  const end = text.indexOf('\n')
  if (end === -1 || end > LONGEST_HEADER || end === text.length - 1) return false
  const delimiter = delimiterOf(text)
  const header = rowAt(text, startOf(text), delimiter)
  const names = header.map(({ start, end }) => text.slice(start, end))
  if (names.length < 2 || !names.some((name) => kindOfName(name, 'member') !== null)) return false
  // In a sentence, commas stand between words, and spaces behind them.
  const isSentence = delimiter === ',' && names.some((name) => name.startsWith(' '))
  const isName = isSentence ? /^ ?[\w.\x80-\xff-]{1,60}$/ : /^ ?[\w.\x80-\xff-]{1,60}(?: [\w.\x80-\xff-]{1,60}){0,3}$/
  if (!header.every(({ isQuoted }, index) => isQuoted || isName.test(names[index] ?? ''))) return false
  return rowAt(text, header.at(-1)?.next ?? 0, delimiter).length === names.length
}

/** Edits of a table: cells by the names that its first row gives to columns. */
export function csvEdits(scan: Scan, text: string, where: Where, depth: number): Edit[] {
  const delimiter = delimiterOf(text)
  const edits: Edit[] = []
  const columns: Array<{ kind: ReturnType<typeof kindOfName>; place: Where }> = []
  let isHeader = true
  let column = 0
  for (let at = startOf(text); at < text.length; ) {
    const cell = cellAt(text, at, delimiter)
    const decoded = decodedCell(text.slice(cell.start, cell.end), cell.isQuoted)
    if (isHeader) {
      const name = decoded.text.slice(0, 60)
      columns.push({ kind: kindOfName(decoded.text.trim(), 'member'), place: () => `${where()} column ${name}` })
    }
    const { kind, place } = columns[column] ?? { kind: null, place: where }
    const named = isHeader || kind === null ? null : scan.namedEdits(kind, decoded.text, place)
    const found = named ?? leafEdits(scan, decoded.text, isHeader ? where : place, depth + 1)
    pushAll(edits, spelledEdits(decoded, found, cell.start, cell.isQuoted ? spellCsvCell : undefined))
    if (cell.isQuoted && cell.after > cell.end + 1) pushAll(edits, restEdits(scan, text, cell, where, depth))
    column = cell.endsRow ? 0 : column + 1
    if (cell.endsRow) isHeader = false
    at = cell.next
  }
  return edits
}

function decodedCell(raw: string, isQuoted: boolean) {
  return isQuoted ? decodeCsvCell(raw) : { text: raw, units: null }
}

/** What stands behind a closing quote is none of a cell, but may be anything. */
function restEdits(scan: Scan, text: string, { end, after }: Cell, where: Where, depth: number): Edit[] {
  const from = end + 1
  return movedEdits(leafEdits(scan, text.slice(from, after), where, depth + 1), from)
}

function startOf(text: string): number {
  return text.startsWith('\xef\xbb\xbf') ? 3 : 0
}

/** The one that the first line has most of. */
function delimiterOf(text: string): Delimiter {
  const line = /^[^\r\n]*/.exec(text.slice(0, LONGEST_HEADER))?.[0] ?? ''
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

function rowAt(text: string, from: number, delimiter: Delimiter): Cell[] {
  const cells: Cell[] = []
  for (let at = from; at < text.length; ) {
    const cell = cellAt(text, at, delimiter)
    cells.push(cell)
    if (cell.endsRow || cells.length > LONGEST_HEADER) break
    at = cell.next
  }
  return cells
}

function cellAt(text: string, at: number, delimiter: Delimiter): Cell {
  const isQuoted = text[at] === '"'
  const start = isQuoted ? at + 1 : at
  const end = isQuoted ? endOfQuoted(text, start) : endOfBare(text, start, delimiter)
  // Behind a closing quote comes the delimiter; what else stands there belongs to no cell.
  const after = isQuoted ? endOfBare(text, Math.min(end + 1, text.length), delimiter) : end
  const next = text.startsWith('\r\n', after) ? after + 2 : after + 1
  return { start, end, isQuoted, after, next, endsRow: text[after] !== delimiter }
}

function endOfQuoted(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at
  }
  return text.length
}

function endOfBare(text: string, from: number, delimiter: Delimiter): number {
  let at = from
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}
