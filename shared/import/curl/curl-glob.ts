import { headerText } from '../../http/header-text.ts'
import type { CurlReading } from './curl-reading.ts'

/** More than these is a load test, and no list of requests to read. */
const MOST_URLS = 1000

/** The URLs that curl makes of one: `{a,b}`, `[1-9]`, `[a-z]`, `[0-100:10]`; the last changes fastest. */
export function globbedUrls(url: string, reading: CurlReading, at: number): string[] {
  let urls = ['']
  const append = (choices: ReadonlyArray<string>) => {
    if (urls.length * choices.length > MOST_URLS) {
      reading.fail(
        at,
        `${shown(url)} stands for more than ${MOST_URLS} URLs. Write fewer, or add -g if its brackets are meant.`,
      )
    }
    urls = urls.flatMap((begun) => choices.map((choice) => begun + choice))
  }
  for (let from = 0; from < url.length; ) {
    const rest = url.slice(from)
    const plain = /^(?:\\[{}[\]]|\[[\da-fA-F:.]*:[\da-fA-F:.]*(?:%[\w.-]+)?\]|[^[\]{}])+/.exec(rest)?.[0]
    if (plain !== undefined) {
      append([plain.replace(/\\([{}[\]])/g, '$1')])
      from += plain.length
      continue
    }
    const found = rest.startsWith('{') ? setOf(rest) : rangeOf(rest)
    if (found === null) {
      // Curl would refuse it; a browser, which the URL comes from, does not.
      reading.warn(`The brackets of ${shown(url)} are kept as they are; curl would ask for -g.`)
      return [url]
    }
    if (found.choices.length === 1) {
      reading.warn(
        `${shown(found.source)} in the URL is read as ${shown(found.choices[0] as string)}, as curl does without -g.`,
      )
    }
    append(found.choices)
    from += found.source.length
  }
  return urls
}

interface Glob {
  readonly source: string
  readonly choices: ReadonlyArray<string>
}

function setOf(rest: string): Glob | null {
  const source = /^\{((?:\\.|[^{}[\]\\])*)\}/.exec(rest)
  if (source === null || source[1] === '') return null
  const choices = (source[1] ?? '').match(/(?:\\.|[^,\\])+|(?<=,)(?=,|$)|^(?=,)/g) ?? []
  return { source: source[0], choices: choices.map((choice) => choice.replace(/\\([{}[\],])/g, '$1')) }
}

function rangeOf(rest: string): Glob | null {
  const letters = /^\[([a-zA-Z])-([a-zA-Z])(?::(\d+))?\]/.exec(rest)
  if (letters !== null) {
    const [source, first = '', last = '', step] = letters
    const codes = steps(first.charCodeAt(0), last.charCodeAt(0), Number(step ?? 1))
    const isOneCase = /[a-z]/.test(first) === /[a-z]/.test(last)
    return codes === null || !isOneCase ? null : { source, choices: codes.map((code) => String.fromCharCode(code)) }
  }
  const numbers = /^\[(\d{1,15})-(\d{1,15})(?::(\d{1,15}))?\]/.exec(rest)
  if (numbers === null) return null
  const [source, first = '', last = '', step] = numbers
  const width = first.startsWith('0') ? first.length : 0
  const found = steps(Number(first), Number(last), Number(step ?? 1))
  return found && { source, choices: found.map((number) => String(number).padStart(width, '0')) }
}

/** One more than may be is enough to be refused. */
function steps(first: number, last: number, step: number): number[] | null {
  if (step === 0 || last < first || step > last - first + (first === last ? 1 : 0)) return null
  const found: number[] = []
  for (let value = first; value <= last && found.length <= MOST_URLS; value += step) found.push(value)
  return found
}

function shown(text: string): string {
  return headerText(text.slice(0, 80))
}
