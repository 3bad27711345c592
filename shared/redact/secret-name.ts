import { providers } from '../signature/catalogue/catalogue.ts'
import { signatureHeaders } from '../signature/signature-headers.ts'
import type { RedactionKind } from './redaction-kind.ts'

/** Where a name stands: a header, a parameter of a query or form, or a member of JSON or the like. */
export type NamePlace = 'header' | 'parameter' | 'member'

/** What a value is by its name alone; null: by its name it is nothing that has to go. */
export function kindOfName(name: string, place: NamePlace): RedactionKind | null {
  if (name.length > 200) return null
  const cached = CACHES[place].get(name)
  if (cached !== undefined) return cached
  const kind = judge(name, place)
  // Names are the sender's choice, and may be new each time.
  if (CACHES[place].size > 5000) CACHES[place].clear()
  CACHES[place].set(name, kind)
  return kind
}

const CACHES: Readonly<Record<NamePlace, Map<string, RedactionKind | null>>> = {
  header: new Map(),
  parameter: new Map(),
  member: new Map(),
}

/** Of all providers that are known. Built when first asked for: the catalogue is large. */
let catalogued: ReadonlySet<string> | null = null

function isCatalogued(header: string): boolean {
  catalogued ??= new Set(
    providers.flatMap((provider) => signatureHeaders({ provider }).map((known) => known.toLowerCase())),
  )
  return catalogued.has(header)
}

function judge(name: string, place: NamePlace): RedactionKind | null {
  const words = wordsOf(name)
  const last = words.at(-1) ?? ''
  const joined = words.join('')
  if (joined === '') return null
  if (last === 'authorization' || joined === 'xauthorization') return 'authorization'
  if (/^(?:set)?cookies?2?$/.test(joined)) return 'cookie'
  if (place === 'header') {
    const lower = name.toLowerCase()
    if (/idempotency|^sec-websocket|^access-control-/.test(lower)) return null
    if (/token|secret|verif-hash|plaid-verification/.test(lower) && isCatalogued(lower)) return 'token'
    if (isCatalogued(lower) || DIGEST_HEADERS.has(lower)) return 'signature'
    if (/^x-auth|-auth$/.test(lower)) return 'token'
  }
  if (isSignature(words)) return 'signature'
  if (place === 'parameter' && /^(?:sign|key)$/.test(joined)) return joined === 'key' ? 'token' : 'signature'
  if (isToken(words, joined)) return 'token'
  if (
    /^(?:card)?(?:cvv2?|cvc2?|csc|cvn)$|^(?:card)?securitycode$|^(?:credit)?card(?:number|no)$|^ccnumber$/.test(joined)
  ) {
    return 'card'
  }
  return isPhone(words, joined) ? 'phone' : null
}

/** They are made of the body, and short values could be guessed by them. */
const DIGEST_HEADERS: ReadonlySet<string> = new Set([
  'digest',
  'content-digest',
  'repr-digest',
  'content-md5',
  'x-amz-content-sha256',
])

/** What may follow: `signature-256`, `hmac-sha256`, `signature_v2`. Not `signature_version`, `signature_request`. */
const OF_SIGNATURE = /^(?:\d+|sha|sha\d+|hmac|v\d*|primary|secondary|ed\d*|base64|hex|jwt|pending|oauth\d*)$/

function isSignature(words: ReadonlyArray<string>): boolean {
  const at = words.findIndex((word) => /^(?:\w*signature|\w*hmac\w*|sig)$/.test(word))
  return at !== -1 && words.slice(at + 1).every((word) => OF_SIGNATURE.test(word))
}

const TOKEN_WORDS =
  /^(?:tokens?|secrets?|passwords?|passwd|passwort|passphrase|passcode|pwd|credentials?|bearer|otp|totp|jwt|csrf|xsrf|clientstate)$/
const TOKEN_ENDING = /(?:token|secret|password|passwd|passphrase|apikey|secretkey|privatekey|accesskey|authkey)$/
const KEY_OF =
  /^(?:api|access|secret|private|auth|account|encryption|signing|shared|subscription|consumer|license|master|admin|service|session|webhook|function|functions|client|app|application|server|host)$/

function isToken(words: ReadonlyArray<string>, joined: string): boolean {
  const last = words.at(-1) ?? ''
  if (TOKEN_WORDS.test(last) || TOKEN_ENDING.test(joined) || joined === 'auth') return true
  if (/^keys?$/.test(last)) return KEY_OF.test(words.at(-2) ?? '')
  return /^(?:connectionstring|(?:php|j)?sessionid|sessid|phpsessid)$/.test(joined)
}

function isPhone(words: ReadonlyArray<string>, joined: string): boolean {
  if (/^(?:phone|mobile|telephone|cellphone|msisdn|fax)$/.test(words.at(-1) ?? '')) return true
  return /(?:phone|mobile|telephone|cell|fax|contact)(?:number|no|num)$|^tel$|^waid$|^(?:from|to)number$/.test(joined)
}

/** `clientSecret`, `client_secret` and `X-Client-Secret` have the same words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}
