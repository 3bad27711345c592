import { base64Lines } from '../http/base64-text.ts'
import type { HeaderPairs } from '../http/header-pairs.ts'
import { headerFromText, headerText } from '../http/header-text.ts'
import { latin1FromBytes } from '../http/latin1.ts'
import { bashWord } from './bash-word.ts'

export interface CurlRequest {
  readonly method: string
  /** Scheme, host and port: `http://127.0.0.1:4665`. */
  readonly origin: string
  /** The request target as it is to be written, latin1. */
  readonly target: string
  readonly headers: HeaderPairs
  /** As it came, `1.0` say; left out: 1.1. */
  readonly httpVersion?: string | null
  /** Behind a body in chunks. */
  readonly trailers?: HeaderPairs
}

/** One argument may have 128 KiB on Linux; what comes near goes through a pipe. */
const ARGUMENT_BYTES = 64 * 1024

/** One option of curl with its value, which still has to be quoted; the URL has no option before it. */
export interface CurlOption {
  readonly option: string
  /** Latin1; null: it takes none. */
  readonly value: string | null
}

export interface CurlArguments {
  /** All but the body. The URL comes last. */
  readonly options: ReadonlyArray<CurlOption>
  /** Null: none is sent. `text`: the bytes if they are UTF-8 and may be an argument, latin1; null: through a pipe. */
  readonly bodyArgument: { readonly option: string; readonly text: string | null } | null
}

/**
 * A command for bash that sends a request again with curl: the same target, headers and body, and nothing that curl
 * would add by itself. Host comes first whatever its place was, since curl has it so, and chunks are cut anew.
 */
export function curlCommand(request: CurlRequest, body: Uint8Array): string {
  const { options, bodyArgument } = curlArguments(request, body)
  const words = options.map(({ option, value }) =>
    value === null ? option : `${option === '' ? '' : `${option} `}${bashWord(value)}`,
  )
  if (bodyArgument !== null) {
    const { option, text } = bodyArgument
    words.splice(-1, 0, text === null ? '--data-binary @-' : `${option} ${bashWord(text)}`)
  }
  const command = ['curl', ...words].join(' \\\n  ')
  const before = trailersRemark(request, 'curl')
    .map((remark) => `# ${remark}\n`)
    .join('')
  if (bodyArgument === null || bodyArgument.text !== null) return before + command
  return `${before}base64 -d <<'BODY' | ${command}\n${base64Lines(body).join('\n')}\nBODY`
}

export function isOldHttp({ httpVersion }: CurlRequest): boolean {
  return httpVersion === '1.0'
}

/** A sentence for the comment of a tool that has no way to send them. */
export function trailersRemark({ trailers = [] }: CurlRequest, tool: string): string[] {
  if (trailers.length === 0) return []
  const what = trailers.length === 1 ? 'The trailer' : `The ${trailers.length} trailers`
  return [`${what} behind its body ${trailers.length === 1 ? 'is' : 'are'} left out: ${tool} cannot send trailers.`]
}

/** What curl has to be told, whatever the shell. */
export function curlArguments(request: CurlRequest, body: Uint8Array): CurlArguments {
  const hasBody = body.length > 0 || hasChunked(request)
  return {
    options: [
      ...methodOptions(request.method, body.length > 0),
      ...headerOptions(request, body.length).map((value) => ({ option: '-H', value })),
      ...urlOptions(request),
    ],
    bodyArgument: hasBody ? bodyArgument(body) : null,
  }
}

function bodyArgument(body: Uint8Array): CurlArguments['bodyArgument'] {
  const bytes = latin1FromBytes(body.subarray(0, ARGUMENT_BYTES + 1))
  const text = body.length <= ARGUMENT_BYTES && !bytes.includes('\0') && isUtf8(bytes) ? bytes : null
  // Curl reads a file for what begins with @, and only --data-raw does not; neither takes line ends out of an argument.
  return { option: bytes.startsWith('@') ? '--data-raw' : '--data-binary', text }
}

function methodOptions(method: string, hasBody: boolean): CurlOption[] {
  if (method === 'HEAD') {
    // Curl refuses --head with a body, and with -X alone waits for a body that never comes.
    if (!hasBody) return [{ option: '--head', value: null }]
    return [
      { option: '-X', value: 'HEAD' },
      { option: '--max-time', value: '10' },
    ]
  }
  return method === 'GET' && !hasBody ? [] : [{ option: '-X', value: method }]
}

function headerOptions(request: CurlRequest, bodySize: number): string[] {
  const options: string[] = []
  const names = new Set<string>()
  const chunked = hasChunked(request)
  for (const [name, value] of request.headers) {
    const lower = name.toLowerCase()
    if (lower === 'transfer-encoding' && isOldHttp(request)) continue
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

function urlOptions(request: CurlRequest): CurlOption[] {
  const { origin, target } = request
  const flags = isOldHttp(request) ? ['--http1.0'] : /^https:/i.test(origin) ? ['--http1.1'] : []
  if (!/^\/[!-~]*$/.test(target) || target.includes('#')) {
    if (/[[\]{}]/.test(origin)) flags.unshift('--globoff')
    return [
      ...flags.map((option) => ({ option, value: null })),
      { option: '--request-target', value: target },
      { option: '', value: headerFromText(origin) },
    ]
  }
  const url = origin + target
  if (/[[\]{}]/.test(url)) flags.push('--globoff')
  if (/\/(?:\.|%2e)/i.test(target)) flags.push('--path-as-is')
  return [...flags.map((option) => ({ option, value: null })), { option: '', value: headerFromText(url) }]
}

/** HTTP/1.0 has no chunks, and curl refuses to send such. */
function hasChunked(request: CurlRequest): boolean {
  if (isOldHttp(request)) return false
  return request.headers.some(([name, value]) => name.toLowerCase() === 'transfer-encoding' && /chunked/i.test(value))
}

function isUtf8(bytes: string): boolean {
  return headerFromText(headerText(bytes)) === bytes
}
