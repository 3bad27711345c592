import { pushAll } from './push-all.ts'
import { leafEdits } from './redact-leaf.ts'
import type { RedactionKind } from './redaction-kind.ts'
import type { Scan, Where } from './scan.ts'
import { isInherited, kindOfName } from './secret-name.ts'
import { applyEdits, type Edit, movedEdits } from './span.ts'

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
  return new PhpScan(scan, source, where, depth).run()
}

class PhpScan {
  readonly #scan: Scan
  readonly #source: string
  readonly #where: Where
  readonly #depth: number
  readonly #edits: Edit[] = []
  readonly #open: Container[] = []
  /** What names of a session stand in; null: it is none. */
  readonly #session: Container | null
  /** Where that begins which is none of it. */
  #restAt = 0

  constructor(scan: Scan, source: string, where: Where, depth: number) {
    this.#scan = scan
    this.#source = source
    this.#where = where
    this.#depth = depth
    this.#session = SESSION.test(source) ? { inherited: null, name: '', isNameNext: true } : null
  }

  run(): Edit[] {
    for (let at = 0; at < this.#source.length; ) {
      const end = this.#name(at) ?? this.#value(at)
      if (end !== null) this.#restAt = Math.min(end, this.#source.length)
      at = end ?? at + 1
    }
    this.#rest(this.#source.length)
    return this.#edits
  }

  get #container(): Container | null {
    return this.#open.at(-1) ?? this.#session
  }

  /** Past a name of a session. */
  #name(at: number): number | null {
    const session = this.#session
    if (session === null || this.#open.length > 0 || !isBehindValue(this.#source, at)) return null
    const name = matchAt(SESSION_NAME, this.#source, at)?.[1]
    if (name === undefined) return null
    session.name = name
    session.isNameNext = false
    const end = SESSION_NAME.lastIndex
    this.#rest(end)
    return end
  }

  /** Past a value, or where one of many begins or ends. */
  #value(at: number): number | null {
    const source = this.#source
    const container = this.#container
    if (source[at] === '}') {
      this.#rest(at)
      this.#open.pop()
      next(this.#container)
      return at + 1
    }
    if (matchAt(OPENS, source, at) !== null) {
      const end = OPENS.lastIndex
      this.#rest(at)
      if (this.#open.length >= MOST_OPEN) this.#open.pop()
      this.#open.push({ inherited: passedOn(container), name: '', isNameNext: true })
      return end
    }
    if (matchAt(SCALAR, source, at) !== null) {
      const end = SCALAR.lastIndex
      this.#rest(at)
      pushScalar(this.#scan, source, { start: at, end }, container, this.#where, this.#edits)
      next(container, source.slice(at + 2, end - 1))
      return end
    }
    const length = matchAt(STRING, source, at)?.[1]
    return length === undefined ? null : this.#string(at, STRING.lastIndex, Number(length))
  }

  #string(at: number, from: number, length: number): number {
    this.#rest(at)
    const to = endOfString(this.#source, from, from + length)
    const text = this.#source.slice(from, to)
    const redacted = redactedString(this.#scan, text, this.#container, this.#where, this.#depth)
    if (redacted !== text) this.#edits.push({ start: at, end: to, text: `s:${redacted.length}:"${redacted}` })
    next(this.#container, text)
    return to + 2
  }

  /** What is no value must not hide behind those that are. */
  #rest(until: number): void {
    const start = this.#restAt
    if (until <= start) return
    const edits = leafEdits(this.#scan, this.#source.slice(start, until), this.#where, this.#depth + 1)
    pushAll(this.#edits, movedEdits(edits, start))
  }
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
function next(container: Container | null, name = ''): void {
  if (container === null) return
  if (container.isNameNext) container.name = name
  container.isNameNext = !container.isNameNext
}

function kindOf(container: Container | null): RedactionKind | null {
  if (container === null || container.isNameNext) return null
  return kindOfName(container.name, 'member') ?? container.inherited
}

function passedOn(container: Container | null): RedactionKind | null {
  const kind = kindOf(container)
  return kind !== null && isInherited(kind, container?.name ?? '') ? kind : null
}

function redactedString(scan: Scan, text: string, container: Container | null, where: Where, depth: number): string {
  const kind = kindOf(container)
  const named = kind === null ? null : scan.namedEdits(kind, text, where)
  return applyEdits(text, named ?? leafEdits(scan, text, where, depth + 1))
}

/** A number that has to go becomes a string. */
function pushScalar(
  scan: Scan,
  source: string,
  { start, end }: { start: number; end: number },
  container: Container | null,
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
