import { headerText } from '../http/header-text.ts'
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

/** What `name` says about the value beside it, be it of a header or of a field. */
export function kindOfLabelled(name: string): RedactionKind | null {
  return kindOfName(name, 'header') ?? kindOfName(name, 'member')
}

/** Whether what is called so says what stands beside it: `"name": "Cookie"`. */
export function isLabelName(name: string): boolean {
  return LABEL.test(name)
}

/** Whether what is called so is what a label beside it tells of: `"value": "a=b"`. */
export function isValueName(name: string): boolean {
  return VALUE.test(name)
}

const LABEL =
  /^(?:(?:field|header|param|parameter|property|variable|attribute|option|setting|config|question|input|env)[_-]?)?(?:name|key|label|title|id)$|^(?:k|header|field|type|param|parameter|property|variable|question|path)$/i
const VALUE =
  /^(?:(?:field|header|param|parameter|property|variable|attribute|option|setting|config|input|env|old|new|current|previous|initial|default|string|raw|plain)[_-]?)?values?$|^(?:v|val|content|text|data|default|answers?|old|new|before|after|previous)$/i

/** Whether what is called so within something of a kind is that itself: `"phone": { "number": "…" }`. */
export function isWhole(name: string, kind: RedactionKind): boolean {
  return isValueName(name) || (/^number$/i.test(name) && (kind === 'phone' || kind === 'personal' || kind === 'card'))
}

/** Whether everything within something of this kind is as secret as it: all in `credentials`, but not in an object `pin`. */
export function isInherited(kind: RedactionKind, name: string): boolean {
  if (kind !== 'token' && kind !== 'authorization' && kind !== 'cookie') return false
  // As a text they are secret; as an object they also say who, how and where.
  return !/^(?:auth|authentication|pin|session)$/i.test(name)
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
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is not ASCII.
  if (/[^\x00-\x7f]/.test(name) && isForeignPassword(name)) return 'token'
  const words = wordsOf(name)
  const last = words.at(-1) ?? ''
  const joined = words.join('')
  if (joined === '') return null
  if (last === 'authorization' || /^(?:x|proxy)?auth(?:orization|entication)$/.test(joined)) return 'authorization'
  if (/^(?:set)?cookies?2?$/.test(joined)) return 'cookie'
  if (place === 'header') {
    const lower = name.toLowerCase()
    if (/idempotency|^sec-websocket|^access-control-/.test(lower)) return null
    if (/token|secret|verif-hash|plaid-verification/.test(lower) && isCatalogued(lower)) return 'token'
    if (isCatalogued(lower) || DIGEST_HEADERS.has(lower)) return 'signature'
    if (/^x-auth|-auth$|^(?:x-)?session$|^x-(?:pass|pw|user-pass)$/.test(lower)) return 'token'
    if (words.some((word) => SECRET_WORD.test(word)) && !ABOUT_SECRET.test(last)) return 'token'
  }
  if (isSignature(words)) return 'signature'
  if (place === 'parameter' && joined === 'sign') return 'signature'
  // OAuth hands out codes in queries, with which anybody gets a token.
  if (place === 'parameter' && /^(?:key|code)$/.test(joined)) return 'token'
  const bare = withoutForm(words)
  if (isToken(bare, bare.join(''))) return 'token'
  const ending = bare.join('_')
  if (PERSONAL.test(ending)) return 'personal'
  if (CARD.test(ending)) return 'card'
  return PHONE.test(ending) ? 'phone' : null
}

/**
 * How passwords are called where names are not of ASCII's letters, at the end of whatever says which. Languages that most
 * forms are in, and no more words than say a password or a token: those for a key, a code or a secret are too many things.
 */
const FOREIGN_PASSWORD = new RegExp(
  `(?:${[
    'парол[ьи]',
    'пароля',
    'токен',
    'パスワード',
    '暗証番号',
    'トークン',
    '密[码碼]',
    '口令',
    '令牌',
    '비밀\\s?번호',
    '암호',
    '토큰',
    'كلمة\\s(?:ال)?(?:مرور|سر)',
    'סיסמ[הא]',
    'รหัสผ่าน',
    'κωδικός\\sπρόσβασης',
    'पासवर्ड',
    'hasło',
    'парола',
    'лозинка',
  ].join('|')})[\\d\\s:_*]{0,8}$`,
  'u',
)

function isForeignPassword(name: string): boolean {
  return FOREIGN_PASSWORD.test(headerText(name).normalize('NFKC').toLowerCase())
}

/** What a header that nobody knows is about: `X-Secret-Thing`. */
const SECRET_WORD = /^(?:secret|password|passwd|credentials?)$/
const ABOUT_SECRET =
  /^(?:hint|type|length|version|policy|expiry|expires|expired|expiration|changed|enabled|required|status|count|name|at|age|santa|algorithm|strength|reset)$/

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

/** What else a name may say of a value without making it another thing: `password_confirmation`, `token_value`. */
const OF_FORM =
  /^(?:\d+|v\d+|confirm|confirmation|repeat|repeated|again|verify|old|new|current|hash|hashed|digest|salt|encrypted|plain|plaintext|text|value|raw|field|input|base64|md5|sha\d*|bcrypt|base|pem|der|b64|e164|formatted)$/

function withoutForm(words: ReadonlyArray<string>): ReadonlyArray<string> {
  let end = words.length
  while (end > 1 && OF_FORM.test(words[end - 1] as string)) end--
  return end === words.length ? words : words.slice(0, end)
}

const TOKEN_WORDS =
  /^(?:tokens?|secrets?|passwords?|passwd|passwort|kennwort|wachtwoord|senha|contrasena|contrasenya|heslo|jelszo|losenord|passord|adgangskode|salasana|sifre|passphrase|passcode|pwd|pin|credentials?|bearer|otp|totp|jwt|csrf|xsrf|clientstate|mnemonic)\d*$/
const TOKEN_ENDING =
  /(?:token|secret|password|passwd|passphrase|apikey|secretkey|privatekey|accesskey|authkey|motdepasse|palavrapasse|matkhau|katasandi)s?\d*$/
const KEY_OF =
  /^(?:api|access|secret|private|auth|account|encryption|signing|shared|subscription|consumer|license|master|admin|service|session|webhook|function|functions|client|app|application|server|host)$/
const PASS_OF =
  /^(?:user|db|database|smtp|ftp|root|admin|login|mail|email|imap|proxy|http|become|ssh|sudo|vault|redis|mysql|postgres|mongo|ldap|basic|wifi|keystore)$/
const CODE_OF =
  /^(?:pin|otp|mfa|2fa|totp|sms|auth|authorization|verification|recovery|backup|reset|login|device|access)$/

function isToken(words: ReadonlyArray<string>, joined: string): boolean {
  const [before = '', last = ''] = [words.at(-2), words.at(-1)]
  if (TOKEN_WORDS.test(last) || TOKEN_ENDING.test(joined) || joined === 'auth') return true
  if (/^keys?\d*$/.test(last)) return KEY_OF.test(before)
  if (/^codes?\d*$/.test(last)) return CODE_OF.test(before)
  if (last === 'phrase') return /^(?:seed|recovery|secret|backup)$/.test(before)
  if (/^(?:user|db|database|smtp|ftp|root|admin|login|my)?(?:pass|pw)\d*$/.test(joined)) return true
  if (/^(?:(?:src|dest|key|trust)*(?:store|key)|require)pass$/.test(last)) return true
  if (/^(?:pass|pw)\d*$/.test(last)) return PASS_OF.test(before)
  return /^(?:connectionstring|x?(?:php|j)?sessionid|sessid|phpsessid)$/.test(joined)
}

/** Whatever stands in front of it (`customer_dob`), be there one or many, and with a number behind it. */
function endingIn(...names: ReadonlyArray<string>): RegExp {
  return new RegExp(`(?:^|_)(?:${names.join('|')})s?\\d*$`)
}

const NUMBER = '_?(?:number|num|no|nr)'

/** Numbers that states and banks give to people, and when they were born. */
const PERSONAL = endingIn(
  '\\w*ssn',
  `\\w*social_?security(?:${NUMBER})?`,
  `\\w*social_?insurance${NUMBER}`,
  `\\w*(?:national|personal)_?id(?:${NUMBER})?`,
  `national_?insurance${NUMBER}`,
  'nino',
  `\\w*tax(?:_?payer)?_?id(?:entification)?${NUMBER}`,
  `\\w*passport(?:${NUMBER}|_?id)`,
  `\\w*driver_?s?_?licen[cs]e(?:${NUMBER})?`,
  '\\w*iban',
  `(?:bank_?)?acc(?:oun)?t${NUMBER}`,
  `routing${NUMBER}`,
  'sort_?code',
  'dob|date_?of_?birth|birth_?da(?:te|y)',
  // Elsewhere these are identifiers: `account_tax_ids`, `default_bank_account`.
  '(?<=^)bank_?account(?=$)|\\w*tax(?:_?payer)?_?id(?=$)',
)

const CARD = endingIn(
  '(?:cvv|cvc|cvn)2?(?:_?(?:code|number|num|no))?',
  '(?:(?<=^)|card_?)csc',
  'security_?code',
  `card${NUMBER}`,
  `cc${NUMBER}`,
)

/** Of what is called so, only what has digits as a phone number has is one. */
const PHONE = endingIn(
  '(?:cell|home|work|mobile|office|contact|customer|user)?phone|mobile|telephone|cell|msisdn|fax|tel|telefono?|telefone|handy|celular',
  `\\w*(?:phone|mobile|telephone|cell|fax|contact|whats_?app|sms)${NUMBER}`,
  '(?:telefon|handy|mobil)nummer',
  '(?<=^)(?:wa_?id|(?:from|to)_?number)(?=$)',
)

/** `clientSecret`, `client_secret` and `X-Client-Secret` have the same words. */
function wordsOf(name: string): string[] {
  // Letters with marks, and those of full width, as the plain ones: `contraseña`.
  return headerText(name)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}
