import type { HeaderPairs } from '../http/header-pairs.ts'
import { headerFromText, headerText } from '../http/header-text.ts'
import { latin1FromBytes } from '../http/latin1.ts'
import { base64Lines } from './base64.ts'
import { bashWord } from './bash-word.ts'

export interface CurlRequest {
  readonly method: string
  /** Scheme, host and port: `http://127.0.0.1:4665`. */
  readonly origin: string
  /** The request target as it is to be written, latin1. */
  readonly target: string
  readonly headers: HeaderPairs
}

/** One argument may have 128 KiB on Linux; what comes near goes through a pipe. */
const ARGUMENT_BYTES = 64 * 1024

/**
 * A command for bash that sends a request again with curl: the same target, headers and body, and nothing that curl
 * would add by itself. Host comes first whatever its place was, since curl has it so, and chunks are cut anew.
 */
export function curlCommand(request: CurlRequest, body: Uint8Array): string {
  const bytes = latin1FromBytes(body.subarray(0, ARGUMENT_BYTES + 1))
  const asArgument = body.length <= ARGUMENT_BYTES && !bytes.includes('\0') && isUtf8(bytes)
  const parts = ['curl', ...methodOptions(request.method, body.length > 0)]
  for (const header of headerOptions(request.headers, body.length)) parts.push(`-H ${bashWord(header)}`)
  const chunked = hasChunked(request.headers)
  if (body.length > 0 || chunked) {
    // Curl reads a file for what begins with @, and only --data-raw does not; neither takes line ends out of an argument.
    if (!asArgument) parts.push('--data-binary @-')
    else
      parts.push(`${bytes.startsWith('@') ? '--data-raw' : '--data-binary'} ${bytes === '' ? "''" : bashWord(bytes)}`)
  }
  parts.push(...urlOptions(request))
  const command = parts.join(' \\\n  ')
  if (asArgument) return command
  return `base64 -d <<'BODY' | ${command}\n${base64Lines(body).join('\n')}\nBODY`
}

/** The origin and target of a URL, without changing their spelling. */
export function originAndTarget(url: string): { origin: string; target: string } {
  const match = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(.*)$/is.exec(url)
  const [, origin = url, target = ''] = match ?? []
  return { origin, target: target.startsWith('/') ? target : `/${target}` }
}

function methodOptions(method: string, hasBody: boolean): string[] {
  if (method === 'HEAD') {
    // Curl refuses --head with a body, and with -X alone waits for a body that never comes.
    return hasBody ? ['-X HEAD', '--max-time 10'] : ['--head']
  }
  return method === 'GET' && !hasBody ? [] : [`-X ${bashWord(method)}`]
}

function headerOptions(headers: HeaderPairs, bodySize: number): string[] {
  const options: string[] = []
  const names = new Set<string>()
  const chunked = hasChunked(headers)
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (lower === 'content-length') {
      // Of chunks, or of a body that is not this one: curl counts by itself.
      if (chunked || names.has(lower) || value !== String(bodySize)) continue
    }
    names.add(lower)
    // A semicolon is how curl is told of an empty value; a colon alone takes a header away.
    options.push(value === '' ? `${name};` : `${name}: ${value}`)
  }
  const own =
    bodySize > 0 || chunked
      ? ['Host', 'User-Agent', 'Accept', 'Content-Type', 'Expect']
      : ['Host', 'User-Agent', 'Accept']
  for (const name of own) if (!names.has(name.toLowerCase())) options.push(`${name}:`)
  return options
}

function urlOptions({ origin, target }: CurlRequest): string[] {
  const options: string[] = []
  if (/^https:/i.test(origin)) options.push('--http1.1')
  if (!/^\/[!-~]*$/.test(target) || target.includes('#')) {
    options.push(`--request-target ${bashWord(target)}`, bashWord(headerFromText(origin)))
    if (/[[\]{}]/.test(origin)) options.unshift('--globoff')
    return options
  }
  const url = origin + target
  if (/[[\]{}]/.test(url)) options.push('--globoff')
  if (/\/(?:\.|%2e)/i.test(target)) options.push('--path-as-is')
  options.push(bashWord(headerFromText(url)))
  return options
}

function hasChunked(headers: HeaderPairs): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === 'transfer-encoding' && /chunked/i.test(value))
}

function isUtf8(bytes: string): boolean {
  return headerFromText(headerText(bytes)) === bytes
}
