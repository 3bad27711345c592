import { base64Lines } from '../codegen/base64.ts'
import { originAndTarget } from '../codegen/curl.ts'
import { AppError } from '../contract/errors.ts'
import type { HeaderPair } from '../http/header-pairs.ts'
import { headerFromText, headerText, percentDecoded } from '../http/header-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { type KnownOption, longOption, shortOption } from './curl-options.ts'
import type { ImportedRequest } from './imported-request.ts'
import { positionOf, type ShellWord, shellWords, splitCommands } from './shell-words.ts'

/** The bytes of a file that a command names, latin1; null: it is not at hand. */
export type ReadNamedFile = (path: string) => string | null

/**
 * The request that a pasted curl command would send. Nothing is run. Throws `AppError` that names the position and what
 * was expected.
 */
export function parseCurl(pasted: string, readFile: ReadNamedFile = () => null): ImportedRequest {
  const { words, warnings } = shellWords(pasted)
  const reader = new CurlReader(pasted, readFile, [...warnings])
  if (reader.read(wordsAfterCurl(pasted, words)) !== null) {
    reader.warn('What follows --next is another request; it was left out.')
  }
  for (const url of reader.moreUrls) reader.warn(`There is more than one URL; ${headerText(url)} was left out.`)
  return reader.requests()[0] as ImportedRequest
}

/** All requests of what was pasted: several commands, several URLs of one, and what stands behind --next. */
export function parseCurlCommands(
  pasted: string,
  readFile: ReadNamedFile = () => null,
): Array<{ readonly line: number; readonly request: ImportedRequest }> {
  const found: Array<{ line: number; request: ImportedRequest }> = []
  let line = 1
  let counted = 0
  for (const { text, at } of splitCommands(pasted)) {
    // What another program does with the answer: `| jq .`
    if (found.length > 0 && !BEGINS_WITH_CURL.test(text)) continue
    const start = at + (/^(?:#[^\n]*\n\s*)*/.exec(text)?.[0].length ?? 0)
    line += pasted.slice(counted, start).split('\n').length - 1
    counted = start
    try {
      found.push(...requestsOf(text, readFile).map((request) => ({ line, request })))
    } catch (error) {
      // Read again with what stands before it blank, so that the position is the one in what was pasted.
      if (error instanceof AppError) requestsOf(pasted.slice(0, at).replace(/[^\n]/g, ' ') + text, readFile)
      throw error
    }
  }
  if (found.length === 0) wordsAfterCurl(pasted, [])
  return found
}

const BEGINS_WITH_CURL = /^(?:[$%>#][ \t]+)?(?:\S*[/\\])?curl(?:\.exe)?(?:\s|$)/i

function requestsOf(command: string, readFile: ReadNamedFile): ImportedRequest[] {
  const { words, warnings } = shellWords(command)
  const requests: ImportedRequest[] = []
  let rest: ReadonlyArray<ShellWord> | null = wordsAfterCurl(command, words)
  while (rest !== null) {
    const reader: CurlReader = new CurlReader(command, readFile, [...warnings])
    rest = reader.read(rest)
    requests.push(...reader.requests())
  }
  return requests
}

/** Prompts, variables and programs before it (`$ sudo FOO=1 curl`) are not part of the command. */
function wordsAfterCurl(pasted: string, words: ReadonlyArray<ShellWord>): ReadonlyArray<ShellWord> {
  const at = words.findIndex(({ text }) => /^(?:.*[/\\])?curl(?:\.exe)?$/i.test(text))
  const before = words.slice(0, at === -1 ? 1 : at)
  const stray = before.find(({ text }) => !/^(?:[$%>#]|sudo|time|exec|command|\w+=.*)$/.test(text))
  if (at !== -1 && stray === undefined) return words.slice(at + 1)
  const where = stray ?? words[0]
  const found = where === undefined ? 'nothing' : JSON.stringify(headerText(where.text.slice(0, 40)))
  throw new AppError(
    'invalid-input',
    `At ${positionOf(pasted, where?.at ?? 0)}: expected a command that begins with curl, found ${found}.`,
  )
}

class CurlReader {
  private readonly pasted: string
  private readonly readFile: ReadNamedFile
  private readonly warnings: string[]
  private readonly files: string[] = []
  private readonly headers: Array<{ name: string; value: string; removed: boolean }> = []
  private readonly data: string[] = []
  private readonly query: string[] = []
  private readonly form: string[] = []
  private readonly cookies: string[] = []
  private method: string | null = null
  private readonly urls: string[] = []
  private requestTarget: string | null = null
  private upload: string | null = null
  private uploadName = ''
  private isJson = false
  private hasData = false
  private isGet = false
  private isHead = false
  private isCompressed = false
  private isOldHttp = false
  private isPathAsIs = false
  private isGlobOff = false
  private authorization: string | null = null
  private userAgent: string | null = null
  private referer: string | null = null
  private range: string | null = null

  constructor(pasted: string, readFile: ReadNamedFile, warnings: string[]) {
    this.pasted = pasted
    this.readFile = readFile
    this.warnings = warnings
  }

  warn(warning: string): void {
    this.warnings.push(warning)
  }

  /** What stands behind --next; null if there is nothing. */
  read(words: ReadonlyArray<ShellWord>): ReadonlyArray<ShellWord> | null {
    let areOptions = true
    for (let index = 0; index < words.length; index++) {
      const word = words[index] as ShellWord
      if (areOptions && word.text === '--') areOptions = false
      else if (!areOptions || !word.text.startsWith('-') || word.text === '-') this.addUrl(word.text)
      else {
        const taken = word.text.startsWith('--')
          ? this.readLong(word, words[index + 1])
          : this.readShort(word, words[index + 1])
        if (taken === 'next') return words.slice(index + 1)
        if (taken) index++
      }
    }
    return null
  }

  /** True if it took the next word as its value. */
  private readLong(word: ShellWord, next: ShellWord | undefined): boolean | 'next' {
    const [name, ...rest] = word.text.slice(2).split('=')
    const option = longOption(name ?? '')
    if (option === undefined) {
      // --no-silent and its like take an option back.
      const positive = /^no-/.test(name ?? '') ? longOption((name ?? '').slice(3)) : undefined
      if (positive === undefined) this.unknown(word.text, word.at)
      return false
    }
    if (!option.takesValue) return this.apply(option, '', word)
    if (rest.length > 0) {
      this.apply(option, rest.join('='), word)
      return false
    }
    this.apply(option, this.valueOf(word.text, word, next), word)
    return true
  }

  /** Several letters may stand together; the first that takes a value takes the rest: `-sSLXPOST`. */
  private readShort(word: ShellWord, next: ShellWord | undefined): boolean | 'next' {
    for (let at = 1; at < word.text.length; at++) {
      const letter = word.text[at] as string
      const option = shortOption(letter)
      if (option === undefined) this.unknown(`-${letter}`, word.at + at)
      else if (!option.takesValue) {
        if (this.apply(option, '', word) === 'next') return 'next'
      } else {
        const rest = word.text.slice(at + 1)
        this.apply(option, rest === '' ? this.valueOf(`-${letter}`, word, next) : rest, word)
        return rest === ''
      }
    }
    return false
  }

  private valueOf(option: string, word: ShellWord, next: ShellWord | undefined): string {
    if (next !== undefined) return next.text
    throw new AppError(
      'invalid-input',
      `At ${this.position(word.at)}: expected a value after ${headerText(option)}, found the end.`,
    )
  }

  private unknown(option: string, at: number): void {
    this.warnings.push(
      `${headerText(option)} at ${this.position(at)} is not an option that is known here; it was left out.`,
    )
  }

  private position(at: number): string {
    return positionOf(this.pasted, at)
  }

  private apply({ name, kind }: KnownOption, value: string, { at }: ShellWord): false | 'next' {
    if (kind === 'warned')
      this.warnings.push(`--${name} at ${this.position(at)} is about the connection; it is not part of the request.`)
    if (kind !== 'request') return false
    switch (name) {
      case 'next':
        return 'next'
      case 'request':
        if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(value)) {
          throw new AppError(
            'invalid-input',
            `At ${this.position(at)}: expected a method such as POST, found ${JSON.stringify(headerText(value))}.`,
          )
        }
        this.method = value
        break
      case 'url':
        this.addUrl(value)
        break
      case 'header':
        this.addHeader(value, at)
        break
      case 'data':
      case 'data-ascii':
        this.addData(value.startsWith('@') ? this.file(value.slice(1), at).replace(/[\r\n\0]/g, '') : value)
        break
      case 'data-binary':
        this.addData(value.startsWith('@') ? this.file(value.slice(1), at) : value)
        break
      case 'data-raw':
        this.addData(value)
        break
      case 'json':
        this.isJson = true
        this.addJson(value.startsWith('@') ? this.file(value.slice(1), at) : value)
        break
      case 'data-urlencode':
        this.addData(this.urlEncoded(value, at))
        break
      case 'url-query':
        this.query.push(value.startsWith('+') ? value.slice(1) : this.urlEncoded(value, at))
        break
      case 'form':
      case 'form-string':
        this.addFormPart(value, name === 'form-string', at)
        break
      case 'upload-file':
        this.upload = this.file(value, at)
        this.uploadName = value.replace(/^.*[/\\]/, '')
        break
      case 'user':
        this.authorization = `Basic ${base64Lines(bytesFromLatin1(value.includes(':') ? value : `${value}:`)).join('')}`
        if (!value.includes(':')) this.warnings.push('-u has no password: curl would ask for it; it is empty here.')
        break
      case 'oauth2-bearer':
        this.authorization = `Bearer ${value}`
        break
      case 'user-agent':
        this.userAgent = value
        break
      case 'referer':
        this.referer = value.replace(/;auto$/, '')
        break
      case 'range':
        this.range = `bytes=${value}`
        break
      case 'cookie':
        if (value.includes('=')) this.cookies.push(value)
        else if (value !== '') this.needsFile(value, '--cookie', at)
        break
      case 'request-target':
        this.requestTarget = value
        break
      case 'get':
        this.isGet = true
        break
      case 'head':
        this.isHead = true
        break
      case 'compressed':
        this.isCompressed = true
        break
      case 'http1.0':
        this.isOldHttp = true
        break
      case 'path-as-is':
        this.isPathAsIs = true
        break
      case 'globoff':
        this.isGlobOff = true
        break
      default:
        break
    }
    return false
  }

  private addUrl(url: string): void {
    this.urls.push(url)
  }

  private addHeader(line: string, at: number): void {
    if (line.startsWith('@')) {
      for (const each of this.file(line.slice(1), at).split(/\r?\n/)) if (each !== '') this.addHeader(each, at)
      return
    }
    const [, name, separator, value = ''] = /^([!#$%&'*+.^_`|~\w-]+)\s*([:;])([\s\S]*)$/.exec(line) ?? []
    if (name === undefined || /[\r\n\0]/.test(value)) {
      throw new AppError(
        'invalid-input',
        `At ${this.position(at)}: expected a header such as "Name: value", found ${JSON.stringify(headerText(line.slice(0, 60)))}.`,
      )
    }
    const text = value.trim()
    this.headers.push({ name, value: text, removed: separator === ':' && text === '' })
  }

  private addData(part: string): void {
    this.hasData = true
    this.data.push(part)
  }

  private addJson(part: string): void {
    this.hasData = true
    // Pieces of JSON are joined as they are.
    this.data.push((this.data.pop() ?? '') + part)
  }

  private urlEncoded(value: string, at: number): string {
    const match = /^([^=@]*)([=@])([\s\S]*)$/.exec(value)
    if (match === null) return encodedForm(value)
    const [, name = '', sign, rest = ''] = match
    const content = encodedForm(sign === '@' ? this.file(rest, at) : rest)
    return name === '' ? content : `${name}=${content}`
  }

  private addFormPart(part: string, isPlain: boolean, at: number): void {
    const equals = part.indexOf('=')
    if (equals === -1) {
      throw new AppError(
        'invalid-input',
        `At ${this.position(at)}: expected name=content after -F, found ${JSON.stringify(headerText(part))}.`,
      )
    }
    const name = part.slice(0, equals)
    const given = part.slice(equals + 1)
    if (isPlain) {
      this.form.push(formPart(name, given, null, null))
      return
    }
    const [content, settings] = formContent(given)
    const type = settings.get('type') ?? null
    if (/^[@<]/.test(content)) {
      const path = unquoted(content.slice(1))
      const isUpload = content.startsWith('@')
      const filename = isUpload ? (settings.get('filename') ?? path.replace(/^.*[/\\]/, '')) : null
      const guessed = typeOfFile(filename ?? '') ?? typeOfFile(path) ?? 'application/octet-stream'
      this.form.push(formPart(name, this.file(path, at), filename, type ?? (isUpload ? guessed : null)))
    } else this.form.push(formPart(name, unquoted(content), settings.get('filename') ?? null, type))
  }

  /** Null bytes of it stand in until it is at hand; the caller is told. */
  private file(path: string, at: number): string {
    const bytes = this.readFile(headerText(path))
    if (bytes === null) this.needsFile(path, 'a body or header', at)
    return bytes ?? ''
  }

  private needsFile(path: string, what: string, at: number): void {
    this.files.push(headerText(path))
    this.warnings.push(`The file ${headerText(path)} is needed for ${what} (${this.position(at)}).`)
  }

  get moreUrls(): ReadonlyArray<string> {
    return this.urls.slice(1)
  }

  /** One for each URL. */
  requests(): ImportedRequest[] {
    if (this.urls.length === 0)
      throw new AppError('invalid-input', `At ${this.position(this.pasted.length)}: expected a URL, found the end.`)
    return this.urls.map((url) => this.request(url))
  }

  private request(url: string): ImportedRequest {
    const { authority, target, credentials } = this.takeApart(url)
    const data = this.data.join('&')
    const body =
      this.upload ?? (this.isGet ? '' : this.form.length > 0 ? `${this.form.join('')}--${BOUNDARY}--\r\n` : data)
    const isPost = this.form.length > 0 || (this.hasData && !this.isGet)
    const method = this.method ?? (this.isHead ? 'HEAD' : this.upload !== null ? 'PUT' : isPost ? 'POST' : 'GET')
    return {
      method,
      target:
        this.requestTarget ??
        withQuery(this.withUploadName(target), [...this.query, ...(this.isGet && this.hasData ? [data] : [])]),
      httpVersion: this.isOldHttp ? '1.0' : '1.1',
      headers: this.allHeaders(authority, credentials, body, isPost || this.upload !== null),
      body: bytesFromLatin1(body),
      neededFiles: this.files,
      warnings: this.warnings,
    }
  }

  /** A file is put into the folder that a URL names. */
  private withUploadName(target: string): string {
    if (this.upload === null) return target
    return target.replace(/^([^?]*\/)(?=\?|$)/, `$1${encoded(this.uploadName).replaceAll('$', '$$$$')}`)
  }

  private takeApart(url: string): { authority: string; target: string; credentials: string | null } {
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase()
    if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
      throw new AppError('invalid-input', `Expected a URL of http or https, found ${headerText(url.slice(0, 60))}.`)
    }
    const { origin, target } = originAndTarget((scheme === undefined ? 'http://' : '') + url)
    const [, userInfo, authority = ''] = /^[^:]*:\/\/(?:(.*)@)?(.*)$/s.exec(origin) ?? []
    if (authority === '' || /[\s\0]/.test(authority)) {
      throw new AppError(
        'invalid-input',
        `Expected a host in the URL, found ${JSON.stringify(headerText(url.slice(0, 60)))}.`,
      )
    }
    if (!this.isGlobOff && /[{}]|\[.*\]/.test(target)) {
      this.warnings.push(
        'The URL has brackets, of which curl without -g would make several URLs; they are kept as they are.',
      )
    }
    const spelled = target
      .replace(/#[\s\S]*$/, '')
      .replace(/[\0-\x20\x7f]/g, (byte) => encoded(byte))
      .replace(/[\x80-\xff]/g, (byte) => encoded(byte).toLowerCase())
    return {
      authority: authority.replace(scheme === 'https' ? /:443$/ : /:80$/, ''),
      target: this.isPathAsIs ? spelled : withoutDots(spelled),
      credentials: userInfo === undefined ? null : headerFromText(percentDecoded(userInfo, { plusIsSpace: false })),
    }
  }

  /** In curl's order: its own first, unless -H has them in its place. */
  private allHeaders(authority: string, credentials: string | null, body: string, hasBody: boolean): HeaderPair[] {
    const given = new Set(this.headers.map(({ name }) => name.toLowerCase()))
    const basic =
      credentials === null
        ? null
        : `Basic ${base64Lines(bytesFromLatin1(credentials.includes(':') ? credentials : `${credentials}:`)).join('')}`
    const own: Array<[name: string, value: string | null]> = [
      ['Host', authority],
      ['Authorization', this.authorization ?? basic],
      ['Range', this.range],
      ['User-Agent', this.userAgent],
      ['Accept', this.isJson ? null : '*/*'],
      ['Accept-Encoding', this.isCompressed ? 'deflate, gzip' : null],
      ['Referer', this.referer],
      ['Cookie', this.cookies.length > 0 ? this.cookies.join(';') : null],
    ]
    const sent = own.filter(
      (pair): pair is [string, string] => pair[1] !== null && pair[1] !== '' && !given.has(pair[0].toLowerCase()),
    )
    const after: HeaderPair[] = []
    if (hasBody && !given.has('content-length') && !given.has('transfer-encoding'))
      after.push(['Content-Length', String(body.length)])
    const type =
      this.form.length > 0
        ? `multipart/form-data; boundary=${BOUNDARY}`
        : this.upload !== null
          ? null
          : this.isJson
            ? null
            : 'application/x-www-form-urlencoded'
    if (hasBody && type !== null && !given.has('content-type')) after.push(['Content-Type', type])
    // Set as if by -H: before the length.
    const json = (this.isJson ? (['Content-Type', 'Accept'] as const) : [])
      .filter((name) => !given.has(name.toLowerCase()))
      .map((name) => [name, 'application/json'] as const)
    const host = this.headers.find(({ name, removed }) => name.toLowerCase() === 'host' && !removed)
    const named = this.headers.filter((header) => !header.removed && header !== host)
    return [
      ...(host === undefined ? [] : [[host.name, host.value] as const]),
      ...sent,
      ...named.map(({ name, value }) => [name, value] as const),
      ...json,
      ...after,
    ]
  }
}

/** The same each time, so that the same command gives the same bytes; curl draws one. */
const BOUNDARY = '------------------------hookbench000000'

/** By its ending, as curl guesses. */
function typeOfFile(name: string): string | null {
  return TYPES[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null
}

const TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  pdf: 'application/pdf',
  xml: 'application/xml',
}

function formPart(name: string, content: string, filename: string | null, type: string | null): string {
  const quoted = (text: string) => `"${text.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A')}"`
  const file = filename === null ? '' : `; filename=${quoted(filename)}`
  const contentType = type === null ? '' : `Content-Type: ${type}\r\n`
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name=${quoted(name)}${file}\r\n${contentType}\r\n${content}\r\n`
}

/** What stands before `;type=` and its like, and these. */
function formContent(given: string): [content: string, settings: Map<string, string>] {
  const settings = new Map<string, string>()
  const pieces = /^[@<]?"/.test(given)
    ? (given.match(/^[@<]?"(?:[^"\\]|\\.)*"|;[^;]*/gs) ?? [given])
    : given.split(/(?=;(?:type|filename|headers|encoder)=)/)
  for (const piece of pieces.slice(1)) {
    const [, key, value = ''] = /^;\s*(\w+)=([\s\S]*)$/.exec(piece) ?? []
    if (key !== undefined) settings.set(key, unquoted(value.trim()))
  }
  return [pieces[0] ?? '', settings]
}

function unquoted(text: string): string {
  return /^"[\s\S]*"$/.test(text) ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text
}

function encoded(bytes: string): string {
  return bytes.replace(/[^\w.~-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

/** curl writes a space as + there. */
function encodedForm(bytes: string): string {
  return encoded(bytes).replaceAll('%20', '+')
}

function withQuery(target: string, parts: ReadonlyArray<string>): string {
  const query = parts.filter((part) => part !== '').join('&')
  if (query === '') return target
  return `${target}${target.includes('?') ? (target.endsWith('?') ? '' : '&') : '?'}${query}`
}

/** RFC 3986, 5.2.4, as curl does before it sends. */
function withoutDots(target: string): string {
  const [path = '', ...query] = target.split('?')
  const kept: string[] = []
  const segments = path.split('/').slice(1)
  for (const [index, segment] of segments.entries()) {
    if (segment === '..') kept.pop()
    if (segment !== '..' && segment !== '.') kept.push(segment)
    else if (index === segments.length - 1) kept.push('')
  }
  return [`/${kept.join('/')}`, ...query].join('?')
}
