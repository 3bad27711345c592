import { CommandWords, PROGRAM_NAMES, type ReadValue } from './command-words.ts'
import { cookieValues } from './cookie-values.ts'
import { pushNamed } from './find-named-values.ts'
import { kindOfName } from './secret-name.ts'
import { isNextWord, isVariable } from './shown-value.ts'
import type { Span } from './span.ts'

const PROGRAM = new RegExp(`(?<![\\w.$@-])(?:${PROGRAM_NAMES})(?:\\.exe)?(?=[ \\t"',]|\\\\["'\\r\\n]|\\r?\\n)`, 'g')
/** What stands between words: also between those of a list, in YAML or JSON, and where a line goes on in the next. */
const BETWEEN = /(?:[ \t"',[\]]|\\(?:\r?\n|["'])|\r?\n[ \t]{0,40}-[ \t]+)*/y
const WORD = /[^ \t\r\n\f\v"'`;|&<>\\]+/y
const SPACE = /[ \t]*(?:\\\r?\n[ \t]*|,[ \t]*|\r?\n[ \t]{0,40}-[ \t]+)?/y
const VALUE = /(\\?["'])?/y
const BARE = /[^ \t\r\n\f\v"'`;|&<>]+/y
/** Of one line. More is none that a person wrote. */
const LONGEST = 4000

/** Passwords in command lines, given by options that only their program knows: `mysql -psecret`. */
export function findCommands(text: string): Span[] {
  const found: Span[] = []
  PROGRAM.lastIndex = 0
  for (let match = PROGRAM.exec(text); match !== null; match = PROGRAM.exec(text))
    // Whatever else runs in the line has been gone through with it.
    PROGRAM.lastIndex = Math.max(PROGRAM.lastIndex, command(text, match.index, found))
  if (text.includes('|')) for (const match of text.matchAll(PIPED)) group(match, found)
  if (/set|config/.test(text)) for (const match of text.matchAll(CONFIGURED)) configured(match, found)
  for (const match of text.matchAll(STATED)) group(match, found)
  return found
}

/** Where it ends. */
function command(text: string, from: number, found: Span[]): number {
  const words = new CommandWords()
  let at = from
  while (at - from < LONGEST) {
    at = end(BETWEEN, text, at)
    const next = end(WORD, text, at)
    if (next === at) break
    const option = words.option(text.slice(at, next))
    if (option === null) at = next
    else if (option.attachedAt !== null) at = value(text, at + option.attachedAt, true, option.read, found)
    else at = value(text, end(SPACE, text, next), false, option.read, found)
  }
  return at
}

/** Takes what has to go of a value. Where it ends. */
function value(text: string, at: number, isAttached: boolean, read: ReadValue, found: Span[]): number {
  VALUE.lastIndex = at
  const quote = VALUE.exec(text)?.[1]
  const start = at + (quote?.length ?? 0)
  const to = quote === undefined ? end(BARE, text, start) : endOfQuoted(text, start, quote)
  const whole = quote === undefined ? text.slice(start, to).replace(/[\],)]+$/, '') : text.slice(start, to)
  const secret = read(whole)
  if (secret === null) return to
  const rest = whole.slice(secret.start)
  if (isVariable(rest) || (quote === undefined && !isAttached && isNextWord(rest))) return to
  if (secret.kind === 'cookie')
    for (const each of cookieValues(rest)) pushNamed('cookie', each.value, start + secret.start + each.start, found)
  else pushNamed(secret.kind, rest, start + secret.start, found)
  return to
}

function end(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return at + (pattern.exec(text)?.[0].length ?? 0)
}

function endOfQuoted(text: string, start: number, quote: string): number {
  const close = text.slice(start, start + LONGEST).indexOf(quote)
  return close === -1 ? end(BARE, text, start) : start + close
}

/** `echo secret | docker login --password-stdin` */
const PIPED =
  /(?<![\w-])echo(?:[ \t]{1,8}-[neE]{1,3})?[ \t]{1,8}(?:(\\?["'])([^|\r\n$`]{1,200}?)\1|([^ \t|\r\n$`"']{1,200}))[ \t]{0,8}\|[ \t]{0,8}(?:sudo(?:[ \t]{1,8}-\w{1,20}){0,4}?[ \t]{1,8}-\w{0,10}S|[^\r\n|]{1,200}?(?:--password-stdin|--with-token|--passphrase-fd|--stdin))/dg
/** `aws configure set aws_secret_access_key secret` */
const CONFIGURED =
  /(?<![\w-])config(?:ure)?[ \t]{1,8}(?:(?:set|--\w{1,20})[ \t]{1,8}){1,3}([\w.:/@-]{2,100})[ \t]{1,8}(\\?["']?)([^ \t\r\n"']{2,300})/dg
/** Of SQL, and of PowerShell. */
const STATED =
  /(?<!\w)(?:identified[ \t]{1,4}by|(?:user|role|login|encrypted|with)[ \t]{1,4}password)[ \t]{1,4}\\?'([^'\r\n\\]{1,200})\\?'|(?<!\w)ConvertTo-SecureString[ \t]{1,8}(?:-String[ \t]{1,8})?(?:(\\?["'])([^"'\r\n$]{1,200}?)\2|([^ \t\r\n"'$-][^ \t\r\n"']{0,200})[ \t]{1,8}-AsPlain)/dgi

function group(match: RegExpExecArray, found: Span[]): void {
  const [start, to] = match.indices?.slice(1).findLast((each) => each !== undefined) ?? [0, 0]
  const value = match.input.slice(start, to)
  if (!isVariable(value)) pushNamed('token', value, start, found)
}

function configured(match: RegExpExecArray, found: Span[]): void {
  const [, name = '', quote, value = ''] = match
  const kind = kindOfName(name, 'member')
  const start = match.indices?.[3]?.[0]
  if (kind === null || start === undefined || isVariable(value) || (quote === '' && isNextWord(value))) return
  pushNamed(kind, value, start, found)
}
