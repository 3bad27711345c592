import type { HeaderPair, HeaderPairs } from '../http/header-pairs.ts'
import { headerFromText, headerText } from '../http/header-text.ts'
import { latin1FromBytes } from '../http/latin1.ts'
import { percentEncoded } from '../http/percent-encoded.ts'
import { type CurlRequest, isOldHttp, trailersRemark } from './curl.ts'

/** What a snippet sends. */
export interface SnippetRequest extends CurlRequest {
  readonly body: Uint8Array
}

/** What a tool keeps of a request's headers; what it does not is said in the snippet. */
export interface ToolAbilities {
  readonly name: string
  /** Of header names. */
  readonly keepsCase: boolean
  readonly keepsOrder: boolean
  /** Headers of one name, each in a line of its own. */
  readonly keepsDuplicates: boolean
  /** Another Host than that of the URL. */
  readonly takesHost: boolean
  /** It writes the target as it is spelled; else it may resolve `..` and encode anew. */
  readonly keepsTarget: boolean
  /** `known-capitals`: it writes only those of the standard that way, such as DELETE. */
  readonly method: 'kept' | 'capitals' | 'known-capitals'
  /** It adds headers of its own (User-Agent, Accept, …) where the request has none. */
  readonly addsHeaders: boolean
  readonly sendsBodyOfGet: boolean
  /** It sends header values that are not ASCII as their bytes. */
  readonly sendsAnyValue: boolean
  /** It can be told to send HTTP/1.0, and its snippet does where the request came so. */
  readonly sendsOldHttp: boolean
}

/** Of the connection rather than of the request (RFC 9110, 7.6.1), or counted by the tool itself. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Headers as a tool may be given them: without those that it sets, and one of a name where it takes only one. */
export function sentHeaders(headers: HeaderPairs, tool: ToolAbilities): HeaderPair[] {
  const sent = headers.filter(([name]) => {
    const lower = name.toLowerCase()
    return !OF_THE_CONNECTION.has(lower) && (tool.takesHost || lower !== 'host')
  })
  return tool.keepsDuplicates ? sent : joined(sent)
}

/** What the snippet does not send as it came; sentences for its comment. */
export function remarks(request: SnippetRequest, tool: ToolAbilities): string[] {
  const { headers, target } = request
  const left = headers.filter(([name]) => OF_THE_CONNECTION.has(name.toLowerCase())).map(([name]) => name)
  const names = headers.map(([name]) => name.toLowerCase())
  const said: string[] = []
  if (left.length > 0) said.push(`${tool.name} sets these by itself: ${[...new Set(left)].join(', ')}.`)
  if (!tool.takesHost && names.includes('host')) said.push(`${tool.name} sends the Host of the URL.`)
  if (!tool.keepsDuplicates && joined(headers).length < headers.length) {
    said.push('Headers that came more than once are joined into one.')
  }
  if (!tool.keepsCase || !tool.keepsOrder) {
    const what = [...(tool.keepsCase ? [] : ['case']), ...(tool.keepsOrder ? [] : ['order'])].join(' and ')
    said.push(`${tool.name} does not keep the ${what} of header names.`)
  }
  if (tool.addsHeaders)
    said.push(`${tool.name} adds headers of its own where they are missing, such as Accept or User-Agent.`)
  if (sentMethod(request.method, tool) !== request.method) said.push(`${tool.name} writes the method in capitals.`)
  if (tool.keepsTarget ? !isInUrl(request) : !isPlainTarget(target)) {
    said.push(`${tool.name} may spell this target in another way.`)
  }
  if (!tool.sendsAnyValue && headers.some(([, value]) => /[\x80-\xff]/.test(value))) {
    said.push(`${tool.name} cannot send header values that are not ASCII as they came.`)
  }
  if (!tool.sendsBodyOfGet && isWithoutBody(request) && request.body.length > 0) {
    said.push(`${tool.name} sends no body with ${request.method}; it is left out.`)
  }
  if (!tool.sendsOldHttp && isOldHttp(request)) said.push(`It came over HTTP/1.0; ${tool.name} sends HTTP/1.1.`)
  said.push(...trailersRemark(request, tool.name))
  return said
}

function sentMethod(method: string, tool: ToolAbilities): string {
  const capitals = method.toUpperCase()
  const isChanged = tool.method === 'capitals' || (tool.method === 'known-capitals' && STANDARD_METHODS.has(capitals))
  return isChanged ? capitals : method
}

/** The Fetch standard writes only these so, and not PATCH. */
const STANDARD_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])

/** Whether a URL can hold it as it is. */
function isInUrl(request: SnippetRequest): boolean {
  return snippetUrl(request) === request.origin + request.target
}

export function isWithoutBody({ method }: SnippetRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** The URL to send to, in characters: bytes that are no text are encoded. */
export function snippetUrl({ origin, target }: SnippetRequest): string {
  const path = target.startsWith('/') ? target : `/${target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*\/?/i, '')}`
  return origin + percentEncoded(path, /[^!-~]|#/g)
}

/** A body as text if it is UTF-8 that may stand in a source file, else null. */
export function bodyText(body: Uint8Array): string | null {
  if (body.length > MOST_TEXT) return null
  const bytes = latin1FromBytes(body)
  if (bytes.includes('\0')) return null
  const text = headerText(bytes)
  return headerFromText(text) === bytes ? text : null
}

/** Java's literals hold 64 KiB, in an encoding that makes six bytes of four. */
const MOST_TEXT = 40 * 1024

/** Nothing in it may be written in two ways: dots, what needs no `%`, small letters behind one, a `?` with nothing behind it. */
function isPlainTarget(target: string): boolean {
  const respelled = /\/(?:\.|%2e)|%(?![\dA-F]{2})|%(?:2D|2E|5F|7E|3\d|[46][1-9A-F]|[57][\dA])|\?$/
  return /^\/[\w\-.~!$&()*+,;=:@/?%]*$/.test(target) && !respelled.test(target)
}

function joined(headers: HeaderPairs): HeaderPair[] {
  const byName = new Map<string, [name: string, value: string]>()
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    const known = byName.get(lower)
    if (known === undefined) byName.set(lower, [name, value])
    else known[1] += (lower === 'cookie' ? '; ' : ', ') + value
  }
  return [...byName.values()]
}
