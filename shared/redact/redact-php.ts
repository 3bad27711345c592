import { leafEdits } from './redact-leaf.ts'
import type { RedactionKind } from './redaction-kind.ts'
import type { Scan, Where } from './scan.ts'
import { isInherited, kindOfName } from './secret-name.ts'
import type { Edit } from './span.ts'
import { applyEdits } from './span.ts'

/** An array or an object: names and values in turn. */
interface Container {
  /** Of all in it; null: it has no name that tells. */
  readonly inherited: RedactionKind | null
  name: string
  isNameNext: boolean
}

const MOST_OPEN = 100_000
const BEGINS = /^[ \t\r\n]{0,20}(?:a:\d{1,9}:\{|O:\d{1,4}:"[\w\\]{1,300}":\d{1,9}:\{)(?:[sibdaON][:;]|\})/
const OPENS = /(?:a:\d{1,9}|O:\d{1,4}:"[\w\\]{1,300}":\d{1,9}):\{/y
const STRING = /s:(\d{1,9}):"/y
const SCALAR = /(?:[idrR]:[-+.\dEINFA]{1,40}|b:[01]|N);/y

/** Of a file that PHP keeps a session in: `name|s:5:"value";name2|…`. */
const SESSION =
  /^[ \t\r\n]{0,20}[^|;{}"\s]{1,128}\|(?:a:\d{1,9}:\{|O:\d{1,4}:"[\w\\]{1,300}":\d{1,9}:\{|s:\d{1,9}:"|[id]:-?[\d.]{1,30};|b:[01];|N;)/
const SESSION_NAME = /[ \t\r\n]{0,20}([^|;{}"\s]{1,128})\|/y

/** Whether a text is what PHP's `serialize` makes of an array or an object, as WordPress keeps them, or a session of PHP. */
export function looksLikePhp(text: string): boolean {
  return BEGINS.test(text) || SESSION.test(text)
}

/** Edits of such a text. Each string says how long it is, and says so rightly afterwards. */
export function phpEdits(scan: Scan, source: string, where: Where, depth: number): Edit[] {
  const edits: Edit[] = []
  const open: Container[] = []
  const session: Container | undefined = SESSION.test(source)
    ? { inherited: null, name: '', isNameNext: true }
    : undefined
  for (let at = 0; at < source.length; ) {
    const container = open.at(-1) ?? session
    const start = at
    const name = container === session && isBehindValue(source, at) ? matchAt(SESSION_NAME, source, at)?.[1] : undefined
    if (session !== undefined && name !== undefined) {
      at = SESSION_NAME.lastIndex
      session.name = name
      session.isNameNext = false
    } else if (matchAt(OPENS, source, at) !== null) {
      at = OPENS.lastIndex
      if (open.length >= MOST_OPEN) open.pop()
      open.push({ inherited: passedOn(container), name: '', isNameNext: true })
    } else if (source[at] === '}') {
      at++
      open.pop()
      next(open.at(-1) ?? session)
    } else if (matchAt(SCALAR, source, at) !== null) {
      at = SCALAR.lastIndex
      pushScalar(scan, source, { start, end: at }, container, where, edits)
      next(container, source.slice(start + 2, at - 1))
    } else {
      const length = matchAt(STRING, source, at)?.[1]
      if (length === undefined) {
        at++
        continue
      }
      const from = STRING.lastIndex
      const to = endOfString(source, from, from + Number(length))
      const text = source.slice(from, to)
      const redacted = redactedString(scan, text, container, where, depth)
      if (redacted !== text) edits.push({ start, end: to, text: `s:${redacted.length}:"${redacted}` })
      at = to + 2
      next(container, text)
    }
  }
  return edits
}

/** Where a name of a session may stand. */
function isBehindValue(source: string, at: number): boolean {
  return at === 0 || source[at - 1] === ';' || source[at - 1] === '}'
}

/** Where its length says, or at the next end where that is wrong: the body may have been cut or converted. */
function endOfString(source: string, from: number, said: number): number {
  if (source.startsWith('";', said)) return said
  const end = source.indexOf('";', from)
  return end === -1 ? source.length : end
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(source)
}

/** What comes next is a value if this was a name, and a name if it was a value. */
function next(container: Container | undefined, name = ''): void {
  if (container === undefined) return
  if (container.isNameNext) container.name = name
  container.isNameNext = !container.isNameNext
}

function kindOf(container: Container | undefined): RedactionKind | null {
  if (container === undefined || container.isNameNext) return null
  return kindOfName(container.name, 'member') ?? container.inherited
}

function passedOn(container: Container | undefined): RedactionKind | null {
  const kind = kindOf(container)
  return kind !== null && isInherited(kind, container?.name ?? '') ? kind : null
}

function redactedString(
  scan: Scan,
  text: string,
  container: Container | undefined,
  where: Where,
  depth: number,
): string {
  const kind = kindOf(container)
  const named = kind === null ? null : scan.namedEdits(kind, text, where)
  return applyEdits(text, named ?? leafEdits(scan, text, where, depth + 1))
}

/** A number that has to go becomes a string. */
function pushScalar(
  scan: Scan,
  source: string,
  { start, end }: { start: number; end: number },
  container: Container | undefined,
  where: Where,
  edits: Edit[],
): void {
  const text = source.slice(start + 2, end - 1)
  if (!/^[id]/.test(source[start] ?? '')) return
  const kind = kindOf(container)
  const found = (kind === null ? null : scan.namedEdits(kind, text, where)) ?? scan.textEdits(text, where)
  if (found.length === 0) return
  const redacted = applyEdits(text, found)
  edits.push({ start, end, text: `s:${redacted.length}:"${redacted}";` })
}
