import { isNoValue, pushNamed } from './find-named-values.ts'
import { kindOfName } from './secret-name.ts'
import type { Span } from './span.ts'

const OPTION = /(?<![\w-])--?([A-Za-z][\w.-]{0,63})(=|:[ \t]{0,3}|[ \t]{1,8})(\\?["'])?/g
const BARE = /[^ \t\r\n\f\v"'`<>]+/y
/** Options that say what not to do, or where to get it from. */
const NO_VALUE_BEHIND = /^(?:no|without|show|hide|ask|prompt|print|skip|reset|disable)-/i
/** "Use --token to sign in" and `--token $TOKEN` show none. */
const PROSE =
  /^(?:to|is|are|was|as|and|or|but|for|with|in|on|at|of|from|by|if|when|the|an?|can|will|must|should|may|has|instead|option|flag|argument|parameter|value|itself|only|too)[.,;:!?)]*$/i
const VARIABLE = /^(?:\$[A-Z_][A-Z0-9_]*$|\$[{(]|%[A-Z_]+%$)/
/** Of curl; Docker's `-u 1000:1000` is none. */
const USER = /^(?:u|U|user|proxy-user|auth|a)$/

/** Values of command line options whose name says what they are, and passwords of `-u user:password`. */
export function findOptions(text: string): Span[] {
  const found: Span[] = []
  OPTION.lastIndex = 0
  for (let match = OPTION.exec(text); match !== null; match = OPTION.exec(text)) {
    // What is taken out is not looked at again: the time stays linear.
    OPTION.lastIndex = Math.max(OPTION.lastIndex, option(text, match, found))
  }
  return found
}

/** Where the value ends; 0 if it is not one to take out. */
function option(text: string, match: RegExpExecArray, found: Span[]): number {
  const [whole, name = '', separator = '', quote] = match
  const kind = NO_VALUE_BEHIND.test(name) ? null : kindOfName(name, 'member')
  const isUser = USER.test(name)
  if (kind === null && !isUser) return 0
  const start = match.index + whole.length
  const end = quote === undefined ? endOfBare(text, start) : endOfQuoted(text, start, quote)
  const value = text.slice(start, end)
  if (isUser) {
    const user = /^[^:]{1,200}:(?!\/\/)(?=.)/.exec(value)?.[0].length ?? 0
    if (user > 0 && !/^\d+:\d+$/.test(value)) pushNamed('token', value.slice(user), start + user, found)
    if (user > 0 || kind === null) return user > 0 ? end : 0
  }
  if (kind === null || VARIABLE.test(value) || isNoValue(value)) return 0
  if (quote === undefined && separator !== '=' && (value.startsWith('-') || PROSE.test(value))) return 0
  pushNamed(kind, value, start, found)
  return end
}

function endOfBare(text: string, start: number): number {
  BARE.lastIndex = start
  return start + (BARE.exec(text)?.[0].length ?? 0)
}

function endOfQuoted(text: string, start: number, quote: string): number {
  const end = text.indexOf(quote, start)
  return end === -1 ? text.length : end
}
