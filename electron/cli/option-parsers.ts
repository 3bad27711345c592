import { InvalidArgumentError } from 'commander'
import type { HeaderPair } from '../../shared/http/header-pairs.ts'
import { headerFromText } from '../../shared/http/header-text.ts'
import { PORT_HELP, parsePortNumber } from '../app-options.ts'

export function parsePort(text: string): number {
  const port = parsePortNumber(text)
  if (port !== null) return port
  throw new InvalidArgumentError(PORT_HELP)
}

export function parseCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (count >= 1) return count
  throw new InvalidArgumentError('It must be a whole number from 1 up.')
}

/** A token, as methods and header names are (RFC 9110, 5.6.2). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

export function parseMethod(text: string): string {
  if (TOKEN.test(text) && text.length <= 40) return text
  throw new InvalidArgumentError('A method is one word, such as POST.')
}

/** `Name: value`; what is no ASCII is sent as UTF-8. */
export function parseHeader(text: string): HeaderPair {
  const colon = text.indexOf(':')
  const name = text.slice(0, colon).trim()
  const value = headerFromText(text.slice(colon + 1).trim())
  if (colon < 1 || !TOKEN.test(name)) throw new InvalidArgumentError("A header is written 'Name: value'.")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these would end the header, or the request, too early.
  if (/[\x00\r\n]/.test(value)) throw new InvalidArgumentError('A header value has no line ends and no zero bytes.')
  return [name, value]
}

export function parseHeaderName(text: string): string {
  if (TOKEN.test(text)) return text
  throw new InvalidArgumentError('A header name is one word, such as X-Signature.')
}

/** For options that may be given several times. */
export function collecting<Value>(
  parse: (text: string) => Value,
): (text: string, before: Value[] | undefined) => Value[] {
  return (text, before = []) => [...before, parse(text)]
}
