import { AppError } from '../contract/errors.ts'
import { headerFromText } from '../http/header-text.ts'
import { originForm } from '../http/raw-target.ts'

/** A target URL, taken apart without changing how anything is spelled. */
export interface ParsedTarget {
  readonly secure: boolean
  /** As written; IPv6 without its brackets. */
  readonly host: string
  readonly port: number
  /** What the `Host` header says: no port if it is the scheme's own. */
  readonly authority: string
  /** Scheme and authority as written: `http://Host:80`. */
  readonly origin: string
  /** Path and query as written, in bytes (latin1, UTF-8 for what is not ASCII). Without the `/*`. Empty if there is none. */
  readonly path: string
  /** It ended in `/*`: the rest of the captured target follows the path. */
  readonly takesRest: boolean
}

/** What of a capture decides where it goes. */
export interface CapturedTarget {
  readonly endpoint: string
  readonly target: string | null
  /** Of the endpoint: it is for the way to Hookbench, and of no use to whom it is handed on. */
  readonly pathToken?: string | null | undefined
}

export interface ResolvedTarget extends ParsedTarget {
  /** What the request line says, latin1. */
  readonly requestTarget: string
  /** The URL that is sent to, whole. */
  readonly url: string
}

/**
 * Where a capture goes for a target URL. One that ends in `/*` takes the rest of the captured target after its own path;
 * any other is used exactly as written. `URL` is never asked: it would resolve `..`, re-encode and tidy what is evidence.
 */
export function resolveTarget(url: string, captured: CapturedTarget): ResolvedTarget {
  return resolveParsed(parseTarget(url), captured)
}

/** The same for a target that was parsed before: a run resolves it for each of its captures. */
export function resolveParsed(target: ParsedTarget, captured: CapturedTarget): ResolvedTarget {
  const written = target.takesRest ? target.path + restOfTarget(captured) : target.path
  // A request line needs a path: `http://h` and `http://h?x=1` are asked for as `/` and `/?x=1`.
  const requestTarget = written.startsWith('/') ? written : `/${written}`
  if (!/^[!-~\x80-\xff]+$/.test(requestTarget)) {
    throw new AppError(
      'invalid-input',
      `The captured target ${shorten(JSON.stringify(requestTarget))} has a space or a control character in it, which ends a request line. Write the whole URL that it should go to.`,
    )
  }
  return { ...target, requestTarget, url: target.origin + requestTarget }
}

/** Takes a target URL apart, or says as an `AppError` what is wrong with it. */
export function parseTarget(url: string): ParsedTarget {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url)
  if (match === null) throw invalid(url, 'is not a URL. Write it whole, like http://localhost:3000/webhooks')
  const [, scheme = '', written = '', tail = ''] = match
  const secure = scheme.toLowerCase() === 'https'
  if (!secure && scheme.toLowerCase() !== 'http') {
    throw invalid(url, `has the scheme ${scheme}. Only http and https can be sent to`)
  }
  if (written.includes('@')) {
    throw invalid(
      withoutUserinfo(url),
      'has a user or password in it. Edit the request and add an Authorization header',
    )
  }
  const { host, port } = parseAuthority(url, written, secure)
  const takesRest = tail.endsWith('/*')
  const path = takesRest ? tail.slice(0, -2) : tail
  checkPath(url, path, takesRest)
  const shownHost = host.includes(':') ? `[${host}]` : host
  return {
    secure,
    host,
    port,
    authority: port === (secure ? 443 : 80) ? shownHost : `${shownHost}:${port}`,
    origin: `${scheme}://${written}`,
    path: utf8AsLatin1(url, path),
    takesRest,
  }
}

/**
 * The rest of a captured target, spelled as captured: for the endpoint `stripe`, what follows `/stripe`; for `default`,
 * all of it; without the path token of either. Absolute-form (`GET http://h/a`) loses scheme and host first.
 */
function restOfTarget({ endpoint, target, pathToken }: CapturedTarget): string {
  if (target === null) {
    throw new AppError(
      'invalid-input',
      'This capture has no target of its own to put in place of /*. Write the whole URL that it should go to.',
    )
  }
  const rest = originForm(target)
  const isPath = rest === '' || rest.startsWith('/') || rest !== target
  if (!isPath) {
    throw new AppError(
      'invalid-input',
      `The captured target ${shorten(target)} is not a path, so it cannot take the place of /*. Write the whole URL that it should go to.`,
    )
  }
  const below = endpoint === 'default' ? rest : withoutSegment(rest, endpoint)
  return pathToken == null ? below : withoutSegment(below, pathToken)
}

/** The segment is the first, whole: `/stripe2` is not below `/stripe`. */
function withoutSegment(path: string, segment: string): string {
  const own = `/${segment}`
  const isFirst = path.startsWith(own) && /^(?:$|[/?#])/.test(path.slice(own.length, own.length + 1))
  return isFirst ? path.slice(own.length) : path
}

function parseAuthority(url: string, authority: string, secure: boolean): { host: string; port: number } {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]\\%<>"^`{|}\p{Cc}]+))(?::(\d*))?$/iu.exec(authority)
  const host = match?.[1] ?? match?.[2]
  if (match === null || host === undefined) {
    throw invalid(url, authority === '' ? 'names no host' : `has a host that cannot be read: ${shorten(authority)}`)
  }
  const port = match[3] ? Number(match[3]) : secure ? 443 : 80
  if (port < 1 || port > 65_535) throw invalid(url, `has the port ${match[3]}. Ports go from 1 to 65535`)
  return { host, port }
}

function checkPath(url: string, path: string, takesRest: boolean): void {
  const bad = /[\p{Cc} ]/u.exec(path)
  if (bad !== null) {
    const code = bad[0].charCodeAt(0)
    const name = code === 32 ? 'a space' : `the control character ${code}`
    throw invalid(url, `has ${name} in it. Write it as %${code.toString(16).toUpperCase().padStart(2, '0')}`)
  }
  if (path.includes('#')) throw invalid(url, 'has a fragment (#…), which is never sent. Leave it out')
  if (takesRest && path.includes('?')) {
    throw invalid(url, 'ends in /* but has a query before it. /* continues a path: leave the query or the /* out')
  }
}

/** Bytes of the text in UTF-8, a character each. */
function utf8AsLatin1(url: string, text: string): string {
  if (!text.isWellFormed()) throw invalid(url, 'has half of a character in it (a lone surrogate)')
  return headerFromText(text)
}

/** Errors reach logs and screens; a password in a URL must not. */
function withoutUserinfo(url: string): string {
  return url.replace(/:\/\/[^/?#]*@/, '://…@')
}

function invalid(url: string, problem: string): AppError {
  return new AppError('invalid-input', `The target ${shorten(url)} ${problem}.`)
}

function shorten(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`
}
