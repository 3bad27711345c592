import type { CurlReading } from './curl-reading.ts'
import type { CurlSettings } from './curl-settings.ts'
import { urlEncodedData } from './url-encoded-data.ts'

/** Where an option stands and what it is read with. */
export interface OptionPlace {
  readonly reading: CurlReading
  readonly at: number
}

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/

type TakesValue = (settings: CurlSettings, value: string, place: OptionPlace) => void

/** What options with a value do. Those that change how others are read (`next`, `config`, `variable`) are not here. */
const WITH_VALUE: Readonly<Record<string, TakesValue>> = {
  url: (settings, text, { at }) => settings.urls.push({ text, at }),
  request: (settings, method, { reading, at }) => {
    if (!TOKEN.test(method)) reading.expected(at, 'a method such as POST', method)
    settings.method = method
  },
  'request-target': (settings, target) => {
    settings.requestTarget = target
  },
  'proto-default': (settings, scheme) => {
    settings.defaultScheme = scheme
  },
  data: (settings, value, place) => addData(settings, textOrLines(value, place)),
  'data-ascii': (settings, value, place) => addData(settings, textOrLines(value, place)),
  'data-binary': (settings, value, place) => addData(settings, textOrFile(value, place)),
  'data-raw': (settings, value) => addData(settings, value),
  'data-urlencode': (settings, value, place) => addData(settings, urlEncodedData(value, reads(place))),
  json: (settings, value, place) => {
    settings.isJson = true
    // Pieces of JSON are joined as they are.
    addData(settings, textOrFile(value, place), '')
  },
  form: (settings, value, place) => addForm(settings, value, false, place),
  'form-string': (settings, value, place) => addForm(settings, value, true, place),
  'upload-file': (settings, text, { at }) => {
    if (text === '') return
    settings.uploads.push({ text, at })
  },
  'url-query': (settings, value, place) =>
    settings.query.push(value.startsWith('+') ? value.slice(1) : urlEncodedData(value, reads(place))),
  header: addHeader,
  user: (settings, user, { reading }) => {
    settings.user = user
    if (!user.includes(':')) reading.warn('-u has no password: curl would ask for it; it is empty here.')
  },
  'oauth2-bearer': (settings, token) => {
    settings.bearer = token
  },
  'user-agent': (settings, name) => {
    settings.userAgent = name
  },
  referer: (settings, url) => {
    settings.referer = url.replace(/;auto$/, '')
  },
  range: (settings, range) => {
    settings.range = range.includes('-') ? range : `${range}-`
  },
  'continue-at': (settings, offset, { reading, at }) => {
    if (/^\d+$/.test(offset)) settings.continuesAt = Number(offset) > 0 ? Number(offset) : null
    else
      reading.warn(`-C ${offset} at ${reading.place(at)} follows from a file that is there already; no range is sent.`)
  },
  cookie: (settings, value, { reading, at }) => {
    if (value.includes('=')) settings.cookies.push(value)
    else if (value !== '') settings.cookieFiles.push(reading.file(value, at))
  },
  'etag-compare': (settings, path, { reading, at }) => {
    const tag = reading.optionalFile(path)
    if (tag === null)
      reading.warn(`The ETag in the file ${path} (${reading.place(at)}) is not known here; it was left out.`)
    else settings.headers.push({ name: 'If-None-Match', value: tag.trim(), removed: false })
  },
  'time-cond': (settings, given, { reading, at }) => {
    const [, sign = '', date = ''] = /^([-+=]?)(.*)$/s.exec(given) ?? []
    const time = timeOf(date)
    if (time === null) reading.warn(`The time of -z at ${reading.place(at)} is not known here; it was left out.`)
    else settings.timeCondition = [TIME_HEADERS[sign] ?? 'If-Modified-Since', new Date(time).toUTCString()]
  },
}

const TIME_HEADERS: Readonly<Record<string, string>> = { '-': 'If-Unmodified-Since', '=': 'Last-Modified' }

type Flag = {
  [Key in keyof CurlSettings]: CurlSettings[Key] extends boolean ? Key : never
}[keyof CurlSettings]

const FLAGS: Readonly<Record<string, Flag>> = {
  get: 'isGet',
  head: 'isHead',
  compressed: 'isCompressed',
  'http1.0': 'isOldHttp',
  'path-as-is': 'isPathAsIs',
  globoff: 'isGlobOff',
  'form-escape': 'isFormEscaped',
  'tr-encoding': 'asksForEncodedTransfer',
  'junk-session-cookies': 'isWithoutSession',
}

/** What an option with a value says of the request. */
export function applyValue(settings: CurlSettings, name: string, value: string, place: OptionPlace): void {
  WITH_VALUE[name]?.(settings, value, place)
}

/** What an option without one says, or takes back with `--no-`. */
export function applyFlag(settings: CurlSettings, name: string, isOff: boolean): void {
  const flag = FLAGS[name]
  if (flag !== undefined) settings[flag] = !isOff
  if (name === 'basic' && !isOff) settings.challenged = null
}

function textOrFile(value: string, { reading, at }: OptionPlace): string {
  return value.startsWith('@') ? reading.file(value.slice(1), at) : value
}

/** Of a file, `-d` takes line ends and NULs out. */
function textOrLines(value: string, place: OptionPlace): string {
  return value.startsWith('@') ? textOrFile(value, place).replace(/[\r\n\0]/g, '') : value
}

function reads({ reading, at }: OptionPlace): (path: string) => string {
  return (path) => reading.file(path, at)
}

function addData(settings: CurlSettings, data: string, separator = '&'): void {
  settings.data = settings.data === null || settings.data === '' ? data : settings.data + separator + data
}

function addForm(settings: CurlSettings, value: string, isPlain: boolean, place: OptionPlace): void {
  settings.form.add(value, isPlain, place.reading, place.at)
}

function addHeader(settings: CurlSettings, given: string, place: OptionPlace): void {
  if (!given.startsWith('@')) {
    addHeaderLine(settings, given, place)
    return
  }
  // What begins with @ there is no file again, which may name itself.
  for (const line of place.reading.file(given.slice(1), place.at).split(/\r?\n/)) {
    if (line !== '' && !line.startsWith('#')) addHeaderLine(settings, line, place)
  }
}

function addHeaderLine(settings: CurlSettings, line: string, place: OptionPlace): void {
  const { reading, at } = place
  const [first = '', ...more] = line.split(/\r?\n/)
  if (more.some((each) => each !== '')) {
    reading.warn(
      `The header at ${reading.place(at)} has a line end in it: curl sends it as it is, and it is read as the headers that servers may take it for.`,
    )
  }
  const [, before, separator, rest = ''] = /^([^:;]*)([:;])([\s\S]*)$/.exec(first) ?? []
  // Not in the middle of a run of blanks, which would be gone through from each of them.
  const name = before?.replace(/(?<![ \t])[ \t]+$/, '')
  const value = rest.trim()
  if (name === undefined || (separator === ';' && rest !== '')) {
    if (first !== '')
      reading.warn(`curl leaves out ${JSON.stringify(first.slice(0, 60))} at ${reading.place(at)}: it is no header.`)
  } else if (!TOKEN.test(name) || /[\r\0]/.test(value)) {
    reading.expected(at, 'a header such as "Name: value"', first)
  } else settings.headers.push({ name, value, removed: separator === ':' && value === '' })
  for (const each of more) if (each !== '') addHeaderLine(settings, each, place)
}

/** Dates as people write them, in UTC if they do not say where. */
function timeOf(date: string): number | null {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(date) ?? []
  if (year !== undefined) return Date.parse(`${year}-${month}-${day}`)
  if (!/\d{4}/.test(date) || !/[A-Za-z]{3}/.test(date) || !/^[\w ,:+-]+$/.test(date)) return null
  const hasZone = /(?:[A-Z]{3}|Z|[+-]\d{4})$/.test(date)
  const time = Date.parse(hasZone ? date : `${date} GMT`)
  return Number.isNaN(time) ? null : time
}
