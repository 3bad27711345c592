import { headerValue } from '../http/header-pairs.ts'
import { headerText } from '../http/header-text.ts'
import type { ExportWriter } from './export-writer.ts'
import type { ExportedCapture } from './exported-capture.ts'

type Cell = string | number | boolean | null

const COLUMNS: ReadonlyArray<readonly [name: string, cell: (capture: ExportedCapture) => Cell]> = [
  ['id', ({ id }) => id],
  ['received_at', ({ receivedAt }) => new Date(receivedAt).toISOString()],
  ['endpoint', ({ endpoint }) => endpoint],
  ['method', ({ method }) => method],
  ['target', ({ target }) => target && headerText(target)],
  ['event_type', ({ found }) => found.eventType],
  ['provider', ({ found }) => found.provider],
  ['verdict', ({ found }) => found.verdict],
  ['state', ({ state }) => state],
  ['content_type', ({ headers }) => headerText(headerValue(headers, 'content-type') ?? '')],
  ['body_bytes', ({ body }) => body.length],
  ['answered_status', ({ answer }) => answer.status],
  ['answered_ms', ({ answer }) => answer.afterUs && answer.afterUs / 1000],
  ['http_version', ({ httpVersion }) => httpVersion],
  ['remote_address', ({ remoteAddress }) => remoteAddress],
  ['via', ({ via }) => via],
  ['pinned', ({ pinned }) => pinned],
  ['tags', ({ tags }) => tags.join(' ')],
  ['note', ({ note }) => note],
]

/** RFC 4180: a row a capture. */
export function csvWriter(): ExportWriter {
  return {
    begin: () => [row(COLUMNS.map(([name]) => name))],
    endpoint: () => [],
    capture: (capture) => [row(COLUMNS.map(([, cell]) => cell(capture)))],
    delivery: () => [],
    end: () => [],
  }
}

function row(cells: ReadonlyArray<Cell>): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe in front: whoever sends a webhook must not be able
 * to run one in the program that opens the table. Spaces before it do not make it harmless.
 */
export function csvCell(value: Cell): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const led = /^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value
  // Where lists are parted by semicolons, quotes inside a row count for nothing: a cell begins behind each, and a row in each line.
  const safe = led.replace(/[;\t\r\n][\s\0]*(?=[=+@\uff1d\uff0b\uff20]|[-\uff0d]\S)/g, "$&'")
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
