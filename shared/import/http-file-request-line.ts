const METHODS =
  'GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE|CONNECT|QUERY|PROPFIND|PROPPATCH|MKCOL|COPY|MOVE|LOCK|UNLOCK|REPORT|PURGE'
const KNOWN_METHOD = new RegExp(`^(?:${METHODS})$`, 'i')
/** JetBrains says behind it how HTTP/2 begins. */
const VERSION = /(?<![ \t])[ \t]+HTTP\/(\d(?:\.\d)?)(?:[ \t]*\([\w ]+\))?$/
const OTHER_PROTOCOLS = /^(GRAPHQL|WEBSOCKET|GRPC|RSOCKET)[ \t]/

export interface HttpFileRequestLine {
  readonly method: string
  readonly url: string
  /** As it is written; empty: it is not. */
  readonly version: string
}

/** Whether a text is a `.http` file rather than one raw request or a curl command. */
export function looksLikeHttpFile(source: string): boolean {
  const start = source.slice(0, 200_000).replace(/^\ufeff/, '')
  const firstLine = /^(?:[ \t]*(?:(?:#|\/\/|@)[^\n]*)?\r?\n)*[ \t]*([^\r\n]*)/.exec(start)?.[1] ?? ''
  // Those are told apart from curl, so that what is said of them names their line.
  if (new RegExp(`^(?:${METHODS}) \\S`).test(firstLine) || otherProtocol(firstLine) !== null) return true
  return /^https?:\/\/\S+/i.test(firstLine) || (/^###/m.test(start) && /^(?:curl|https?:|\/)/i.test(firstLine))
}

/** What such a file may have besides HTTP; null: the line is none of that. */
export function otherProtocol(line: string): string | null {
  return OTHER_PROTOCOLS.exec(line)?.[1] ?? null
}

/** `POST https://… HTTP/1.1`, with the rest of its URL in lines of their own. */
export function readRequestLine(first: string, more: ReadonlyArray<string>): HttpFileRequestLine | null {
  const version = VERSION.exec(first)?.[1] ?? ''
  const text = first.replace(VERSION, '') + more.join('')
  const [, method, url] = /^(?:([!#$%&'*+.^_`|~A-Za-z0-9-]+)[ \t]+)?(\S.*)$/.exec(text) ?? []
  const isUrl = url !== undefined && /^(?:https?:\/\/|\/|\*$|[\w.-]+(?::\d+)?(?:[/?]|$)|\[[\da-f:.]+\])/i.test(url)
  const isMethod = method === undefined || /^[A-Z][A-Z-]*$/.test(method) || KNOWN_METHOD.test(method)
  if (!isUrl || !isMethod) return null
  return { method: method?.toUpperCase() ?? 'GET', url: url.replace(/[ \t]/g, '%20'), version }
}
