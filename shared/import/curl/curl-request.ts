import { base64 } from '../../http/base64-text.ts'
import type { HeaderPair } from '../../http/header-pairs.ts'
import { bytesFromLatin1 } from '../../http/latin1.ts'
import { percentEncoded } from '../../http/percent-encoded.ts'
import type { ImportedRequest } from '../imported-request.ts'
import { CookieJar } from './cookie-jar.ts'
import { globbedUrls } from './curl-glob.ts'
import type { CurlReading } from './curl-reading.ts'
import type { CurlSettings } from './curl-settings.ts'
import { type CurlUrl, curlUrl, hostOf, withoutGaps, withQuery } from './curl-url.ts'
import { type MultipartBody, multipartBody } from './multipart-body.ts'

interface Upload {
  readonly name: string
  readonly bytes: string
  /** Its size is not known before it ends, so that curl sends it in chunks. */
  readonly isInput: boolean
}

/** The requests that settings stand for: one for each URL, and for each file to upload. */
export function curlRequests(settings: CurlSettings, reading: CurlReading, end: number): ImportedRequest[] {
  if (settings.urls.length === 0) reading.fail(end, 'expected a URL, found the end.')
  refuseTwoBodies(settings, reading, settings.urls[0]?.at ?? end)
  const form = settings.form.isEmpty
    ? null
    : multipartBody(settings.form.finish(reading, end), {
        isEscaped: settings.isFormEscaped,
        type: settings.headers.find(({ name }) => isContentType(name))?.value || 'multipart/form-data',
      })
  // One for all URLs, which may be many.
  const body = bytesFromLatin1(form?.content ?? (settings.isGet ? '' : (settings.data ?? '')))
  const jar =
    settings.cookieFiles.length === 0
      ? null
      : new CookieJar(settings.cookieFiles, reading.now, settings.isWithoutSession)
  let made = 0
  return settings.urls.flatMap(({ text, at }, index) => {
    const urls = settings.isGlobOff ? [text] : globbedUrls(text, reading, at)
    const uploads = uploadsAt(settings, index, reading)
    reading.takeRequests(urls.length * uploads.length - (index === 0 ? 1 : 0), at)
    return uploads.flatMap((upload) => {
      const sent = upload === null ? body : bytesFromLatin1(uploaded(upload, settings))
      return urls.map((url) => {
        const request = requestTo(url, { settings, reading, form, upload, body: sent, jar, at })
        if (made++ > 0) reading.takeBytes(headSize(request), at)
        return request
      })
    })
  })
}

/** Of an array for each header, about. */
const PAIR_BYTES = 64

function headSize({ target, headers }: ImportedRequest): number {
  return headers.reduce((size, [name, value]) => size + name.length + value.length + PAIR_BYTES, target.length)
}

/** Curl refuses these together, since they ask for different requests. */
function refuseTwoBodies({ data, form, isHead, isGet, uploads }: CurlSettings, reading: CurlReading, at: number): void {
  const asked = [
    ...(data !== null && !isGet ? ['-d (or --json)'] : []),
    ...(form.isEmpty ? [] : ['-F']),
    ...(uploads.length > 0 ? ['-T'] : []),
    ...(isHead ? ['-I'] : []),
  ]
  if (asked.length < 2) return
  reading.fail(at, `curl refuses ${asked[0]} together with ${asked[1]} for one URL. Take one of them out.`)
}

/** The file for the URL of this place; null: there is none. */
function uploadsAt({ uploads, isGlobOff }: CurlSettings, index: number, reading: CurlReading): Array<Upload | null> {
  const upload = uploads[index]
  if (upload === undefined) return [null]
  const paths = isGlobOff ? [upload.text] : globbedUrls(upload.text, reading, upload.at)
  return paths.map((path) => {
    const isInput = path === '-' || path === '.'
    return {
      name: isInput ? '' : path.replace(/^.*[/\\]/s, ''),
      bytes: reading.file(isInput ? '-' : path, upload.at),
      isInput,
    }
  })
}

interface Sending {
  readonly settings: CurlSettings
  readonly reading: CurlReading
  readonly form: MultipartBody | null
  readonly upload: Upload | null
  readonly body: Uint8Array
  readonly jar: CookieJar | null
  /** Where the URL stands. */
  readonly at: number
}

function requestTo(url: string, sending: Sending): ImportedRequest {
  const { settings, reading, form, upload, body } = sending
  const place = curlUrl(url, settings)
  const { authority, target, credentials } = place
  const data = settings.data ?? ''
  const isPost = form !== null || (settings.data !== null && !settings.isGet)
  const named = upload === null ? target : withUploadName(target, upload.name)
  const asked =
    settings.requestTarget ??
    withQuery(named, settings.isGet && form === null && settings.data !== null ? [data] : settings.query)
  const written = withoutGaps(asked)
  if (written !== asked) {
    reading.warn(
      'Its target has spaces or control characters, which would end a request line; they are percent-encoded.',
    )
  }
  warnOfLength(settings, body.length, reading)
  return {
    method: settings.method ?? (settings.isHead ? 'HEAD' : upload !== null ? 'PUT' : isPost ? 'POST' : 'GET'),
    target: written,
    httpVersion: settings.isOldHttp ? '1.0' : '1.1',
    headers: headersOf(sending, {
      authority,
      credentials,
      length: body.length,
      hasBody: isPost || upload !== null,
      jarCookies: jarCookies(sending, place),
    }),
    body,
    neededFiles: reading.files,
    warnings: reading.warnings,
  }
}

/** By the host that the request names. */
function jarCookies({ settings, reading, jar, at }: Sending, { host, scheme, target }: CurlUrl): ReadonlyArray<string> {
  if (jar === null) return []
  const named = settings.headers.find(({ name, removed }) => name.toLowerCase() === 'host' && !removed)?.value
  const asked = named === undefined ? host : hostOf(named)
  reading.takeBytes(jar.near(asked), at)
  return jar.fitting({ host: asked, path: target.split('?', 1)[0] ?? '/', isSecure: scheme === 'https' })
}

/** A length of one's own is sent as it is given. */
function warnOfLength({ headers }: CurlSettings, length: number, reading: CurlReading): void {
  const given = headers.find(({ name, removed }) => name.toLowerCase() === 'content-length' && !removed)?.value
  if (given === undefined || given === String(length)) return
  reading.warn(`Content-Length says ${given.slice(0, 40)} bytes, and the body has ${length}.`)
}

/** From where an interrupted upload goes on. */
function uploaded({ bytes }: Upload, { continuesAt }: CurlSettings): string {
  return continuesAt === null ? bytes : bytes.slice(continuesAt)
}

/** A file is put into the folder that a URL names. */
function withUploadName(target: string, name: string): string {
  if (name === '') return target
  return target.replace(/^([^?]*\/)(?=\?|$)/, (folder) => folder + percentEncoded(name))
}

interface Sent {
  readonly authority: string
  readonly credentials: string | null
  readonly length: number
  readonly hasBody: boolean
  readonly jarCookies: ReadonlyArray<string>
}

/** In curl's order: its own first, unless -H has them in its place. */
function headersOf(sending: Sending, { authority, credentials, length, hasBody, jarCookies }: Sent): HeaderPair[] {
  const { settings, form } = sending
  const given = new Set(settings.headers.map(({ name }) => name.toLowerCase()))
  const connection = settings.headers
    .filter(({ name }) => name.toLowerCase() === 'connection')
    .map(({ value }) => value)
  if (settings.asksForEncodedTransfer) given.delete('connection')
  const own: Array<[name: string, value: string | null]> = [
    ['Host', authority],
    ['Authorization', authorization(settings, credentials)],
    rangeOf(sending),
    ['User-Agent', settings.userAgent],
    ['Accept', settings.isJson ? null : '*/*'],
    ['Connection', settings.asksForEncodedTransfer ? [...connection, 'TE'].join(', ') : null],
    ['TE', settings.asksForEncodedTransfer ? 'gzip' : null],
    ['Accept-Encoding', settings.isCompressed ? 'deflate, gzip' : null],
    ['Referer', settings.referer],
    ['Cookie', cookieLine(settings, given, jarCookies)],
    settings.timeCondition === null ? ['', null] : [...settings.timeCondition],
  ]
  const sent = own.filter(
    // Those of a jar are sent beside a Cookie of one's own.
    (pair): pair is [string, string] =>
      pair[1] !== null && pair[1] !== '' && (pair[0] === 'Cookie' || !given.has(pair[0].toLowerCase())),
  )
  const host = settings.headers.find(({ name, removed }) => name.toLowerCase() === 'host' && !removed)
  // A form's type needs its boundary, so that curl sends it with the body.
  const named = settings.headers.filter(
    (header) =>
      !header.removed &&
      header.name.toLowerCase() !== 'host' &&
      !(form !== null && isContentType(header.name)) &&
      !(settings.asksForEncodedTransfer && header.name.toLowerCase() === 'connection'),
  )
  return [
    // It spells this name itself.
    ...(host === undefined ? [] : [['Host', host.value] as const]),
    ...sent,
    ...named.map(({ name, value }) => [name, value] as const),
    ...jsonHeaders(settings, given),
    ...(hasBody ? bodyHeaders(sending, given, length) : []),
  ]
}

/** Those of files first; what `-b` says itself gives way to a header of one's own. */
function cookieLine(
  { cookies }: CurlSettings,
  given: ReadonlySet<string>,
  jarCookies: ReadonlyArray<string>,
): string | null {
  const own = given.has('cookie') || cookies.length === 0 ? [] : [cookies.join(';')]
  const all = [...jarCookies, ...own]
  return all.length === 0 ? null : all.join('; ')
}

/** Of what is asked for, or of what is sent; with a form curl sends none. */
function rangeOf({ settings, form, upload }: Sending): [name: string, value: string | null] {
  const { range, continuesAt, data, isGet } = settings
  if (form !== null) return ['Range', null]
  const sent = upload?.bytes ?? (isGet ? null : data)
  if (sent === null) {
    const wanted = range ?? (continuesAt === null ? null : `${continuesAt}-`)
    return ['Range', wanted === null ? null : `bytes=${wanted}`]
  }
  const part = continuesAt === null ? range : `${continuesAt}-${sent.length - 1}`
  return ['Content-Range', part === null ? null : `bytes ${part}/${sent.length}`]
}

function authorization({ user, bearer, challenged }: CurlSettings, credentials: string | null): string | null {
  if (challenged !== null) return null
  if (bearer !== null) return `Bearer ${bearer}`
  const known = user ?? credentials
  if (known === null) return null
  return `Basic ${base64(bytesFromLatin1(known.includes(':') ? known : `${known}:`))}`
}

/** Set as if by -H: before the length. */
function jsonHeaders({ isJson }: CurlSettings, given: ReadonlySet<string>): HeaderPair[] {
  return (isJson ? ['Content-Type', 'Accept'] : [])
    .filter((name) => !given.has(name.toLowerCase()))
    .map((name) => [name, 'application/json'] as const)
}

function bodyHeaders({ settings, form, upload }: Sending, given: ReadonlySet<string>, length: number): HeaderPair[] {
  const headers: HeaderPair[] = []
  if (!given.has('content-length') && !given.has('transfer-encoding')) {
    const isChunked = upload?.isInput || form?.isChunked
    headers.push(isChunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(length)])
  }
  if (form !== null) headers.push(['Content-Type', form.type])
  else if (upload === null && !settings.isJson && !given.has('content-type')) {
    headers.push(['Content-Type', 'application/x-www-form-urlencoded'])
  }
  return headers
}

function isContentType(name: string): boolean {
  return name.toLowerCase() === 'content-type'
}
