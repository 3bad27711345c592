import { type FilterError, filterError } from './filter-error.ts'
import type { BodyPath, BodyStep } from './filter-node.ts'
import { quoteFilterText, readQuoted } from './quoted-text.ts'

export type ReadBodyPath =
  | { readonly ok: true; readonly path: BodyPath }
  | { readonly ok: false; readonly error: FilterError }

const MOST_STEPS = 60
const BARE_NAME = /[^.[\]":\s()]+/y
const INDEX = /\[(\d{1,9})\]/y

/** Reads `.a.b[*].c`, `/a/b` or `./a/b` from `start` (after the key) up to `end`, where the colon stands. */
export function readBodyPath(source: string, start: number, end: number): ReadBodyPath {
  if (source.startsWith('./', start)) return readPointer(source, start + 1, end)
  if (source.startsWith('/', start)) return readPointer(source, start, end)
  const path: BodyStep[] = []
  let at = start
  while (at < end) {
    const read = readStep(source, at)
    if (read === null) {
      const expected = source.charAt(at) === '.' ? 'a name after the dot' : 'a dot and a name, [0], [*] or ["name"]'
      const found = source.charAt(at) === '.' ? at + 1 : at
      return { ok: false, error: filterError(source, found, Math.max(found + 1, end), expected) }
    }
    path.push(read.step)
    at = read.end
  }
  return bounded(source, start, end, path)
}

/** As RFC 6901 writes it; a step that is all digits may be an item or a member. */
function readPointer(source: string, start: number, end: number): ReadBodyPath {
  const steps = source.slice(start + 1, end).split('/')
  const path = steps.map((step) => ({ kind: 'name', name: step.replaceAll('~1', '/').replaceAll('~0', '~') }) as const)
  return bounded(source, start, end, path)
}

function bounded(source: string, start: number, end: number, path: BodyPath): ReadBodyPath {
  if (path.length <= MOST_STEPS) return { ok: true, path }
  return { ok: false, error: filterError(source, start, end, `a path of at most ${MOST_STEPS} steps`) }
}

function readStep(source: string, at: number): { step: BodyStep; end: number } | null {
  if (source.charAt(at) === '.') return readName(source, at + 1)
  if (source.startsWith('[*]', at)) return { step: { kind: 'items' }, end: at + 3 }
  INDEX.lastIndex = at
  const index = INDEX.exec(source)
  if (index !== null) return { step: { kind: 'item', index: Number(index[1]) }, end: INDEX.lastIndex }
  if (!source.startsWith('["', at)) return null
  const quoted = readQuoted(source, at + 1)
  if (quoted.error !== null || source.charAt(quoted.end) !== ']') return null
  return { step: { kind: 'name', name: quoted.text }, end: quoted.end + 1 }
}

function readName(source: string, at: number): { step: BodyStep; end: number } | null {
  if (source.charAt(at) === '"') {
    const quoted = readQuoted(source, at)
    return quoted.error === null ? { step: { kind: 'name', name: quoted.text }, end: quoted.end } : null
  }
  BARE_NAME.lastIndex = at
  const name = BARE_NAME.exec(source)?.[0]
  return name === undefined ? null : { step: { kind: 'name', name }, end: at + name.length }
}

/** As `readBodyPath` reads it. */
export function printBodyPath(path: BodyPath): string {
  return path.map(printStep).join('')
}

function printStep(step: BodyStep): string {
  if (step.kind === 'items') return '[*]'
  return step.kind === 'item' ? `[${step.index}]` : `.${printName(step.name)}`
}

/** A name of a path, of a header or of the query, between quotes where it must be. */
export function printName(name: string): string {
  return /^[^.[\]":\s()\\/]+$/.test(name) && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(name) ? name : quoteFilterText(name)
}
