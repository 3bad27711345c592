import { headerValue } from '../../../http/header-pairs.ts'
import { originForm } from '../../../http/raw-target.ts'
import type { Fit } from '../attempt.ts'
import type { Cause } from '../cause.ts'
import type { CauseCode } from '../cause-codes.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import { quoteCaptured } from '../quote-captured.ts'
import type { Subject } from '../subject.ts'

/** Schemes that sign the URL sign the one that the provider was given. */
export const url: Probe = {
  about: 'another URL: http or https, host, port, slash at the end, beginning of the path, query',
  applies: ({ covers }) => covers.url,
  *hypotheses(subject) {
    const known = subject.request.publicUrl
    const base = parseUrl(known ?? arrivedAt(subject))
    if (base === null) return
    if (known === null) yield urlHypothesis(subject, base, [])
    const changes = [...changesOf(base, subject)]
    for (const change of changes) yield urlHypothesis(subject, change.apply(base), [change])
    for (const [index, left] of changes.entries()) {
      for (const right of changes.slice(index + 1)) {
        if (left.part !== right.part) yield urlHypothesis(subject, right.apply(left.apply(base)), [left, right])
      }
    }
  },
}

/** The likeliest, for combinations with other causes. */
export function* urlHypotheses(subject: Subject): Iterable<Hypothesis> {
  const base = parseUrl(subject.request.publicUrl ?? arrivedAt(subject))
  if (base === null) return
  for (const change of changesOf(base, subject)) yield urlHypothesis(subject, change.apply(base), [change])
}

interface Url {
  readonly scheme: string
  readonly host: string
  /** With its colon, or empty. */
  readonly port: string
  readonly path: string
  /** With its question mark, or empty. */
  readonly query: string
}

interface Change {
  readonly code: CauseCode
  readonly part: keyof Url
  readonly what: string
  apply(url: Url): Url
}

function parseUrl(text: string | null): Url | null {
  const parts = /^(https?):\/\/([^/?#:]+|\[[^\]]*\])(:\d+)?([^?#]*)(\?[^#]*)?/i.exec(text ?? '')
  if (parts === null) return null
  const [, scheme = '', host = '', port = '', path = '', query = ''] = parts
  return { scheme, host, port, path, query }
}

function writeUrl({ scheme, host, port, path, query }: Url): string {
  return `${scheme}://${host}${port}${path}${query}`
}

function arrivedAt({ request }: Subject): string | null {
  const host = headerValue(request.headers, 'host')
  return host === undefined ? null : `https://${host}${originForm(request.target)}`
}

function urlHypothesis(subject: Subject, signed: Url, changes: ReadonlyArray<Change>): Hypothesis {
  const text = writeUrl(signed)
  const known = subject.request.publicUrl !== null
  const makers = known
    ? changes.map((change) => (fit: Fit) => causeOf(subject, fit, change))
    : [() => notSet(subject, text)]
  return { changes: { publicUrl: text }, causes: makers }
}

function notSet(subject: Subject, text: string): Cause {
  return {
    code: 'url-not-set',
    certainty: 'proven',
    sentence: `The scheme signs the URL that the provider was given, which is not set: ${quoteCaptured(text, subject)} fits.`,
    evidence: ['With this URL, the received signature is right.'],
    nextStep: 'Set the public URL of this endpoint to it.',
  }
}

function causeOf(subject: Subject, fit: Fit, change: Change): Cause {
  const signed = quoteCaptured(fit.attempt.request.publicUrl ?? '', subject)
  return {
    code: change.code,
    certainty: 'proven',
    sentence: `The provider signed another URL than the endpoint's: ${change.what}.`,
    evidence: [
      `The endpoint's URL: ${quoteCaptured(subject.request.publicUrl ?? '', subject)}`,
      `The signed URL: ${signed}`,
    ],
    nextStep:
      'Set the public URL of this endpoint to the one that the provider was given; behind a proxy, build it from that and not from Host.',
  }
}

function* changesOf(base: Url, subject: Subject): Iterable<Change> {
  const other = base.scheme.toLowerCase() === 'https' ? 'http' : 'https'
  yield {
    code: 'url-scheme',
    part: 'scheme',
    what: `it begins with ${other}, not ${base.scheme}`,
    apply: (signed) => ({ ...signed, scheme: other }),
  }
  yield* pathChanges(base, subject)
  yield* queryChanges(base, subject)
  yield* hostChanges(base, subject)
  yield* portChanges(base, subject)
}

function* pathChanges(base: Url, subject: Subject): Iterable<Change> {
  const change = (code: CauseCode, path: string, what: string): Change => ({
    code,
    part: 'path',
    what,
    apply: (signed) => ({ ...signed, path }),
  })
  if (base.path.length > 0 && base.path.endsWith('/')) {
    yield change('url-trailing-slash', base.path.slice(0, -1), 'it has no slash at its end')
  } else {
    yield change('url-trailing-slash', `${base.path}/`, 'it has a slash at its end')
  }
  const arrived = originForm(subject.request.target).replace(/[?#].*$/s, '')
  const shorter = base.path.replace(/^\/[^/]*/, '')
  const prefix = headerValue(subject.request.headers, 'x-forwarded-prefix')?.replace(/\/$/, '') ?? ''
  if (arrived !== base.path) yield change('url-path', arrived, 'its path is the one that the request arrived at')
  if (shorter !== base.path) {
    yield change('url-path', shorter, 'its path lacks the first part')
    if (shorter === '') yield change('url-path', '/', 'its path lacks the first part')
  }
  if (prefix !== '') yield change('url-path', prefix + base.path, 'its path has the prefix that a proxy took away')
  const unescaped = percentDecoded(base.path)
  if (unescaped !== base.path) yield change('url-encoding', unescaped, 'its path has no escapes')
}

function* queryChanges(base: Url, subject: Subject): Iterable<Change> {
  const change = (code: CauseCode, query: string, what: string): Change => ({
    code,
    part: 'query',
    what,
    apply: (signed) => ({ ...signed, query }),
  })
  const arrived = /\?[^#]*/.exec(subject.request.target)?.[0] ?? ''
  const pairs = base.query.slice(1).split('&')
  if (arrived !== base.query) {
    const reordered = pairs.toSorted().join('&') === arrived.slice(1).split('&').sort().join('&')
    yield change(reordered ? 'url-query-order' : 'url-query', arrived, 'its query is the one that arrived')
  }
  if (base.query === '') return
  yield change('url-query', '', 'it has no query')
  yield change('url-query-order', `?${pairs.toSorted().join('&')}`, 'its query is sorted')
  yield change('url-query-order', `?${pairs.toReversed().join('&')}`, 'its query is in the reverse order')
  for (const pair of pairs.slice(0, 8)) {
    const rest = pairs.filter((one) => one !== pair).join('&')
    yield change('url-query', rest === '' ? '' : `?${rest}`, 'a part of its query was added afterwards')
  }
  for (const spelled of [
    percentDecoded(base.query),
    base.query.replaceAll('+', '%20'),
    base.query.replaceAll('%20', '+'),
  ]) {
    if (spelled !== base.query) yield change('url-encoding', spelled, 'its query is escaped in another way')
  }
}

const HOST_HEADERS = ['x-forwarded-host', 'x-original-host', 'host', 'x-forwarded-server']

function* hostChanges(base: Url, { request }: Subject): Iterable<Change> {
  for (const name of HOST_HEADERS) {
    const named = headerValue(request.headers, name)?.split(',')[0]?.trim() ?? ''
    const parsed = parseUrl(`http://${named}`)
    if (parsed === null || (parsed.host === base.host && parsed.port === base.port)) continue
    const { host, port } = parsed
    yield {
      code: host === base.host ? 'url-port' : 'url-host',
      part: 'host',
      what: host === base.host ? 'its port is the one of the request' : `its host is the one of the header ${name}`,
      apply: (signed) => ({ ...signed, host, port }),
    }
  }
  for (const host of [
    base.host.toLowerCase(),
    base.host.startsWith('www.') ? base.host.slice(4) : `www.${base.host}`,
  ]) {
    if (host === base.host) continue
    yield {
      code: 'url-host',
      part: 'host',
      what: 'its host is spelled in another way',
      apply: (signed) => ({ ...signed, host }),
    }
  }
}

function* portChanges(base: Url, { request }: Subject): Iterable<Change> {
  const forwarded = headerValue(request.headers, 'x-forwarded-port')?.trim() ?? ''
  const ports = ['', ':443', ':80', /^\d{1,5}$/.test(forwarded) ? `:${forwarded}` : '', ':8080', ':3000']
  for (const port of new Set(ports)) {
    if (port === base.port) continue
    yield {
      code: 'url-port',
      part: 'port',
      what: port === '' ? 'it has no port' : `it has the port ${port.slice(1)}`,
      apply: (signed) => ({ ...signed, port }),
    }
  }
}

function percentDecoded(text: string): string {
  return text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
