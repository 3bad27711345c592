import { AppError } from '../contract/errors.ts'
import { asciiHost } from '../http/ascii-host.ts'
import { type HeaderPair, headerValue } from '../http/header-pairs.ts'
import { headerFromText } from '../http/header-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { originAndTarget } from '../http/raw-target.ts'
import { trimBlanks } from '../http/trim-blanks.ts'
import { type CurlOptions, parseCurl } from './curl/parse-curl.ts'
import { ExpansionBudget, MOST_BYTES } from './expansion-budget.ts'
import { HeaderLines } from './header-lines.ts'
import { sentAuthorization, workedOutScheme } from './http-file-authorization.ts'
import { httpFileBody } from './http-file-body.ts'
import { type HttpFileRequestLine, otherProtocol, readRequestLine } from './http-file-request-line.ts'
import { type HttpFileSource, HttpFileVariables, variableOf } from './http-file-variables.ts'
import type { ImportedRequest } from './imported-request.ts'
import { attempt, type RequestFaults } from './request-faults.ts'
import type { ReadNamedFile } from './shell/shell-command.ts'

/** One request of a file, with what it is called there. */
export interface NamedRequest {
  readonly name: string | null
  /** At which it begins, from 1. */
  readonly line: number
  readonly request: ImportedRequest
}

interface Line {
  readonly text: string
  readonly number: number
}

/**
 * The requests of a `.http` or `.rest` file, as JetBrains' HTTP Client and VS Code's REST Client write them. Nothing is run or
 * sent. `faults` takes what is wrong with single requests; without it the first is thrown, an `AppError` that names the request
 * and the line.
 */
export function parseHttpFile(
  source: string,
  from: HttpFileSource,
  readFile: ReadNamedFile = () => null,
  faults: RequestFaults | null = null,
): NamedRequest[] {
  const budget = new ExpansionBudget()
  const variables = new HttpFileVariables(from, budget)
  const requests: NamedRequest[] = []
  for (const block of blocksOf(source.replace(/^\ufeff/, ''))) {
    if (faults !== null && (faults.isFull || budget.isSpent)) break
    const reader = new BlockReader(block, variables, readFile, { budget, now: from.now })
    const found = attempt(
      faults,
      () => reader.line,
      () => reader.read(),
    )
    if (found !== null) requests.push(found)
  }
  if (requests.length === 0 && (faults === null || faults.found.length === 0)) {
    throw new AppError(
      'invalid-input',
      'At line 1: expected a request such as "POST https://example.com/path", found none.',
    )
  }
  return requests
}

interface Block {
  /** What stands behind its `###`. */
  readonly title: string
  readonly lines: ReadonlyArray<Line>
}

function blocksOf(source: string): Block[] {
  const blocks: Array<{ title: string; lines: Line[] }> = [{ title: '', lines: [] }]
  for (const [index, text] of source.split(/\r?\n/).entries()) {
    if (text.startsWith('###')) blocks.push({ title: text.replace(/^#+/, '').trim(), lines: [] })
    else blocks.at(-1)?.lines.push({ text, number: index + 1 })
  }
  return blocks
}

class BlockReader {
  readonly #lines: ReadonlyArray<Line>
  readonly #variables: HttpFileVariables
  readonly #readFile: ReadNamedFile
  readonly #curl: CurlOptions
  readonly #warnings: string[] = []
  #name: string | null
  #at = 0

  constructor({ title, lines }: Block, variables: HttpFileVariables, readFile: ReadNamedFile, curl: CurlOptions) {
    this.#curl = curl
    this.#lines = lines
    this.#variables = variables
    this.#readFile = readFile
    this.#name = title === '' ? null : title
  }

  /** At which what was read last begins. */
  get line(): number {
    return this.#lines[this.#at]?.number ?? this.#lines.at(-1)?.number ?? 1
  }

  /** Null: there is no request in it, only comments or variables. */
  read(): NamedRequest | null {
    this.#skipPreamble()
    const first = this.#lines[this.#at]
    if (first === undefined) return null
    const request = /^[ \t]*curl\s/i.test(first.text) ? this.#command(first) : this.#request(first)
    return { name: this.#name, line: first.number, request }
  }

  /** Comments, variables, blank lines and scripts before the request line. */
  #skipPreamble(): void {
    for (let line = this.#lines[this.#at]; line !== undefined; line = this.#lines[++this.#at]) {
      const variable = variableOf(line.text)
      if (variable !== null) {
        this.#variables.set(variable[0], variable[1])
        continue
      }
      if (this.#isComment(line.text) || line.text.trim() === '') continue
      if (!/^[ \t]*<[ \t]*(?:\{%|\S)/.test(line.text)) return
      this.#warnings.push(`The script before the request (line ${line.number}) is not run.`)
      if (!line.text.includes('{%')) continue
      while (this.#lines[this.#at] !== undefined && !this.#lines[this.#at]?.text.includes('%}')) this.#at++
    }
  }

  /** `# @name first` and `// @name = first` name the request. */
  #isComment(text: string): boolean {
    const [, comment] = /^[ \t]*(?:#|\/\/)(.*)$/.exec(text) ?? []
    if (comment === undefined) return false
    const name = trimBlanks(/^[ \t]*@name(?![\w.-])[ \t]*=?(.*)$/.exec(comment)?.[1] ?? '')
    if (name !== '') this.#name = name
    return true
  }

  #command(first: Line): ImportedRequest {
    const text = this.#lines
      .slice(this.#at)
      .map((line) => this.#filled(line))
      .join('\n')
    try {
      const request = parseCurl(text, this.#readFile, this.#curl)
      return { ...request, warnings: request.warnings.map((warning) => linesFrom(first.number, warning)) }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const said = linesFrom(first.number, error.message)
      // It says in which line it is.
      if (/^At line \d/.test(said)) throw new AppError(error.kind, said, { cause: error })
      throw this.#error(first, said)
    }
  }

  #request(first: Line): ImportedRequest {
    const { method, url, version } = this.#requestLine(first)
    const headers = this.#headers()
    const files: string[] = []
    const body = httpFileBody(this.#lines.slice(this.#at), {
      contentType: headerValue(headers, 'content-type') ?? '',
      fill: (line) => this.#filled(line),
      readFile: this.#readFile,
      needs: (path) => files.push(path),
      warn: (warning) => this.#warnings.push(warning),
    })
    const { host, target } = this.#destination(url, headers, first)
    if (version !== '' && !/^1\.[01]$/.test(version)) {
      this.#warnings.push(`HTTP/${version} is kept as HTTP/1.1.`)
    }
    const given = new Set(headers.map(([name]) => name.toLowerCase()))
    if (given.has('x-request-type')) {
      this.#warnings.push(
        'X-Request-Type is for the editor, which would send the query as JSON; it is kept as it is written.',
      )
    }
    const hasLength = given.has('content-length') || given.has('transfer-encoding')
    return {
      method,
      target,
      httpVersion: version === '1.0' ? '1.0' : '1.1',
      headers: [
        ...(given.has('host') || host === null ? [] : [['Host', host] as const]),
        ...headers.flatMap(([name, value]) => this.#sent(name, value)),
        ...(body === '' || hasLength ? [] : [['Content-Length', String(body.length)] as const]),
      ],
      body: bytesFromLatin1(body),
      neededFiles: files,
      warnings: this.#warnings,
    }
  }

  /** `POST https://… HTTP/1.1`, `https://…`; a long query may stand in lines of its own. */
  #requestLine(first: Line): HttpFileRequestLine {
    const other = otherProtocol(first.text)
    if (other !== null) {
      throw this.#error(
        first,
        `${other} is another protocol, which is not read here. Take this request out of the file.`,
      )
    }
    const text = this.#filled(first).trim()
    this.#at++
    const more: string[] = []
    for (let line = this.#lines[this.#at]; line !== undefined; line = this.#lines[++this.#at]) {
      const next = /^[ \t]+([?&/=#\w%].*)$/.exec(line.text)?.[1]
      if (next === undefined || /^[\w-]+:\s/.test(next)) break
      more.push(this.#filled({ ...line, text: next }).trim())
    }
    const requestLine = readRequestLine(text, more)
    if (requestLine !== null) return requestLine
    throw this.#error(first, `expected a request such as "POST https://example.com/path", found ${shown(first.text)}.`)
  }

  #headers(): HeaderPair[] {
    const headers = new HeaderLines()
    for (let line = this.#lines[this.#at]; line !== undefined; line = this.#lines[++this.#at]) {
      if (line.text.trim() === '') {
        this.#at++
        break
      }
      if (/^(?:#|\/\/)/.test(line.text) || headers.take(headerFromText(this.#filled(line)))) continue
      throw this.#error(line, `expected a header such as "Name: value", found ${shown(line.text)}.`)
    }
    return headers.pairs()
  }

  /** What the editors encode, or work out from what the server says. */
  #sent(name: string, value: string): HeaderPair[] {
    if (name.toLowerCase() !== 'authorization') return [[name, value]]
    const which = workedOutScheme(value)
    if (which === null) return [[name, sentAuthorization(value)]]
    this.#warnings.push(
      `The Authorization of ${which} follows from the request or the server, so it is left out; the rest is here.`,
    )
    return []
  }

  #destination(url: string, headers: ReadonlyArray<HeaderPair>, first: Line): { host: string | null; target: string } {
    const latin1 = headerFromText(url).split('#', 1)[0] ?? ''
    if (latin1.startsWith('/') || latin1 === '*') {
      if (headerValue(headers, 'host') === undefined) {
        this.#warnings.push('It has no host: neither in its URL nor as a Host header.')
      }
      return { host: null, target: latin1 }
    }
    const { origin, target } = originAndTarget(/^https?:\/\//i.test(latin1) ? latin1 : `http://${latin1}`)
    const [, scheme = '', authority = ''] = /^([a-z]+):\/\/(?:.*@)?(.*)$/is.exec(origin) ?? []
    if (authority === '' || /[\s{}]/.test(authority)) {
      throw this.#error(first, `expected a host in the URL, found ${shown(url)}.`)
    }
    const port = /:\d*$/.exec(authority)?.[0] ?? ''
    const host = asciiHost(authority.slice(0, authority.length - port.length))
    if (host === null) throw this.#error(first, `expected a host in the URL, found ${shown(url)}.`)
    const isUsual = port === (scheme.toLowerCase() === 'https' ? ':443' : ':80')
    return { host: isUsual ? host : host + port, target }
  }

  #filled({ text, number }: Line): string {
    const filled = this.#variables.fill(text)
    if (filled === 'too much') {
      throw this.#error(
        { text, number },
        `the variables up to here stand for more than ${MOST_BYTES / 1024 / 1024} MiB. Give them shorter values.`,
      )
    }
    if ('text' in filled) return filled.text
    if ('endless' in filled) {
      throw this.#error(
        { text, number },
        `{{${filled.endless}}} stands for variables that stand for others without an end. Give one of them a value.`,
      )
    }
    throw this.#error({ text, number }, notKnown(filled.missing))
  }

  #error({ number }: Line, message: string): AppError {
    const what = this.#name === null ? '' : ` (${JSON.stringify(this.#name)})`
    return new AppError('invalid-input', `At line ${number}${what}: ${message}`)
  }
}

/** Places in a command that is part of a file, as places in the file. */
function linesFrom(first: number, said: string): string {
  return said.replace(
    /\b([Aa]t line )(\d+)(?=, column)/g,
    (_, at: string, line: string) => at + (Number(line) + first - 1),
  )
}

function notKnown(name: string): string {
  if (name.startsWith('$')) return `{{${name}}} is not known here. Put the value in its place.`
  // Chained requests: what another was sent, or was answered.
  if (/^[\w-]+\.(?:request|response)\.(?:body|headers)\b/.test(name)) {
    return `{{${name}}} follows from another request, and requests are not run here, so their answers are not known. Put the value in its place.`
  }
  return `{{${name}}} is not set in this file. Write "@${name} = …" above it, or put the value in its place.`
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 60))
}
