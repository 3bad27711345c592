import { CurlForm } from './curl-form.ts'

export interface GivenHeader {
  readonly name: string
  readonly value: string
  /** `Name:` takes away what curl would send by itself. */
  readonly removed: boolean
}

interface Given {
  readonly text: string
  readonly at: number
}

/** What the options of one request say, up to `--next`. All text is latin1. */
export interface CurlSettings {
  readonly urls: Given[]
  /** Each belongs to the URL that stands at its place. */
  readonly uploads: Given[]
  readonly headers: GivenHeader[]
  readonly cookies: string[]
  /** What the files of `-b` hold. */
  readonly cookieFiles: string[]
  readonly query: string[]
  readonly form: CurlForm
  data: string | null
  method: string | null
  requestTarget: string | null
  user: string | null
  bearer: string | null
  /** The option whose Authorization follows from what the server says. */
  challenged: string | null
  userAgent: string | null
  referer: string | null
  range: string | null
  continuesAt: number | null
  timeCondition: readonly [name: string, value: string] | null
  defaultScheme: string
  isJson: boolean
  isGet: boolean
  isHead: boolean
  isCompressed: boolean
  asksForEncodedTransfer: boolean
  isOldHttp: boolean
  isPathAsIs: boolean
  isGlobOff: boolean
  isFormEscaped: boolean
  /** Cookies of files that end with the browser are left out. */
  isWithoutSession: boolean
}

export function newCurlSettings(): CurlSettings {
  return {
    urls: [],
    uploads: [],
    headers: [],
    cookies: [],
    cookieFiles: [],
    query: [],
    form: new CurlForm(),
    data: null,
    method: null,
    requestTarget: null,
    user: null,
    bearer: null,
    challenged: null,
    userAgent: null,
    referer: null,
    range: null,
    continuesAt: null,
    timeCondition: null,
    defaultScheme: 'http',
    isJson: false,
    isGet: false,
    isHead: false,
    isCompressed: false,
    asksForEncodedTransfer: false,
    isOldHttp: false,
    isPathAsIs: false,
    isGlobOff: false,
    isFormEscaped: false,
    isWithoutSession: false,
  }
}
