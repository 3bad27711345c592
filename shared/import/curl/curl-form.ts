import type { CurlReading } from './curl-reading.ts'

/** A part of a multipart body, or several parts that are one. */
export interface FormPart {
  readonly name: string | null
  readonly content: string | ReadonlyArray<FormPart>
  /** From a file: its type is guessed by its name. */
  readonly path: string | null
  readonly filename: string | null
  readonly type: string | null
  readonly encoder: string | null
  readonly headers: ReadonlyArray<string>
}

interface Group {
  readonly parts: FormPart[]
  readonly type: string | null
  readonly headers: ReadonlyArray<string>
  readonly name: string | null
}

/** What `-F` and `--form-string` give, one after the other. */
export class CurlForm {
  readonly parts: FormPart[] = []
  /** Those that `=(` has opened. */
  private readonly groups: Group[] = []

  get isEmpty(): boolean {
    return this.parts.length === 0 && this.groups.length === 0
  }

  /** `name=content`, and what `-F` may say behind it: `;type=`, `;filename=`, `;headers=`, `;encoder=`. */
  add(given: string, isPlain: boolean, reading: CurlReading, at: number): void {
    const equals = given.indexOf('=')
    if (equals === -1) reading.expected(at, 'name=content after -F', given)
    const name = equals === 0 ? null : given.slice(0, equals)
    const value = given.slice(equals + 1)
    const text = { name, path: null, filename: null, type: null, encoder: null, headers: [] }
    if (isPlain) this.put({ ...text, content: value })
    else if (value.startsWith('(')) {
      const { type, headers } = new FormField(value.slice(1), null, reading, at).read()
      this.groups.push({ parts: [], type, headers, name })
    } else if (name === null && value === ')') this.endGroup(reading, at)
    else if (value.startsWith('@')) this.addFiles(name, value.slice(1), reading, at)
    else if (value.startsWith('<')) {
      const { data, ...rest } = new FormField(value.slice(1), null, reading, at).read()
      // Only what is uploaded has a file name.
      this.put({ name, path: null, ...rest, filename: null, content: reading.file(data, at) })
    } else {
      const { data, ...rest } = new FormField(value, null, reading, at).read()
      this.put({ name, path: null, ...rest, content: data })
    }
  }

  /** Several files of one name, parted by commas, are a part of parts. */
  private addFiles(name: string | null, given: string, reading: CurlReading, at: number): void {
    const field = new FormField(given, ',', reading, at)
    const files: FormPart[] = []
    do {
      const { data: path, filename, ...rest } = field.read()
      const base = path.replace(/^.*\//s, '')
      // What is piped in has no name that a type could be guessed by.
      const named = path === '-' ? null : path
      files.push({ name: null, path: named, filename: filename ?? base, ...rest, content: reading.file(path, at) })
    } while (field.hasMore)
    const [first] = files
    if (files.length === 1 && first !== undefined) this.put({ ...first, name })
    else this.put({ name, content: files, path: null, filename: null, type: null, encoder: null, headers: [] })
  }

  private endGroup(reading: CurlReading, at: number): void {
    const group = this.groups.pop()
    if (group === undefined) reading.fail(at, 'expected -F "=(" before -F "=)".')
    const { parts, name, type, headers } = group
    this.put({
      name,
      content: parts,
      path: null,
      filename: null,
      type: type ?? 'multipart/mixed',
      encoder: null,
      headers,
    })
  }

  private put(part: FormPart): void {
    const { parts } = this.groups.at(-1) ?? this
    parts.push(part)
  }

  /** Those that were never closed are closed at the end. */
  finish(reading: CurlReading, at: number): ReadonlyArray<FormPart> {
    while (this.groups.length > 0) this.endGroup(reading, at)
    return this.parts
  }
}

interface ReadField {
  readonly data: string
  readonly type: string | null
  readonly filename: string | null
  readonly encoder: string | null
  readonly headers: ReadonlyArray<string>
}

/** The right side of a `-F`, as curl's own reader takes it apart. */
class FormField {
  private readonly source: string
  private readonly separator: string | null
  private readonly reading: CurlReading
  private readonly place: number
  private at = 0

  constructor(source: string, separator: string | null, reading: CurlReading, place: number) {
    this.source = source
    this.separator = separator
    this.reading = reading
    this.place = place
  }

  /** Another file follows a comma. */
  get hasMore(): boolean {
    if (this.separator === null || this.source[this.at] !== this.separator) return false
    this.at++
    return true
  }

  read(): ReadField {
    this.skipSpaces()
    const data = this.word()
    let type: string | null = null
    let filename: string | null = null
    let encoder: string | null = null
    const headers: string[] = []
    // What follows a type and is none of these is a parameter of it.
    let isInType = false
    while (this.source[this.at] === ';') {
      const begun = ++this.at
      this.skipSpaces()
      if (!isInType && this.takes('type=')) {
        this.skipSpaces()
        type = this.untilEnd()
        if (!/^[^/ ]+\/[^;, \n]+/.test(type)) this.reading.expected(this.place, 'a type such as text/plain', type)
        isInType = true
        continue
      }
      if (this.takes('filename=')) filename = this.wordAfterSpaces()
      else if (this.takes('encoder=')) encoder = this.wordAfterSpaces()
      else if (this.takes('headers=')) headers.push(...this.headers())
      else if (isInType) {
        type = `${type};${this.source.slice(begun, this.at)}${this.untilEnd()}`
        continue
      } else {
        const unknown = this.word()
        if (unknown !== '') this.reading.warn(`curl leaves ;${unknown} of -F out, which it does not know.`)
      }
      isInType = false
    }
    return { data, type, filename, encoder, headers }
  }

  private headers(): string[] {
    if (!/[@<]/.test(this.source[this.at] ?? '')) return [this.wordAfterSpaces()]
    this.at++
    return this.reading
      .file(this.wordAfterSpaces(), this.place)
      .split(/\r?\n/)
      .filter((line) => line !== '' && !line.startsWith('#'))
  }

  private takes(prefix: string): boolean {
    if (this.source.slice(this.at, this.at + prefix.length).toLowerCase() !== prefix) return false
    this.at += prefix.length
    return true
  }

  private skipSpaces(): void {
    while (/\s/.test(this.source[this.at] ?? '')) this.at++
  }

  private wordAfterSpaces(): string {
    this.skipSpaces()
    return this.word()
  }

  private untilEnd(): string {
    const start = this.at
    while (this.at < this.source.length && !this.isEnd()) this.at++
    return this.source.slice(start, this.at).trimEnd()
  }

  private isEnd(): boolean {
    const character = this.source[this.at]
    return character === ';' || (this.separator !== null && character === this.separator)
  }

  private word(): string {
    const quoted = /^"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/.exec(this.source.slice(this.at))
    if (quoted === null) return this.untilEnd()
    this.at += quoted[0].length
    if (this.untilEnd() !== '') this.reading.warn('curl leaves out what follows a quoted part of -F.')
    return (quoted[1] ?? '').replace(/\\([\\"])/g, '$1')
  }
}
