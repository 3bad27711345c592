import { USER_AND_COLON } from './command-words.ts'
import { pushNamed } from './find-named-values.ts'
import { kindOfName } from './secret-name.ts'
import { isNextWord, isVariable } from './shown-value.ts'
import type { Span } from './span.ts'

const OPTION = /(?<![\w-])--?([A-Za-z][\w.-]{0,63})(=|:[ \t]{0,3}|[ \t]{1,8})(\\?["'])?/g
const BARE = /^[^ \t\r\n\f\v"'`<>]+/
/** Options that say what not to do, or where to get it from. */
const NO_VALUE_BEHIND = /^(?:no|without|show|hide|ask|prompt|print|skip|reset|disable)-/i
/** More than it takes to tell whether a value is one. */
const LOOKED_AT = 300
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
  // By its beginning: the end of a value that stays would be looked for again at each option in it.
  const beginning = valueIn(text.slice(start, start + LOOKED_AT), quote)
  const user = isUser ? (USER_AND_COLON.exec(beginning)?.[0].length ?? 0) : 0
  if (user === 0 && (kind === null || !showsValue(beginning, quote, separator))) return 0
  const value = valueIn(text.slice(start), quote)
  if (user > 0) {
    if (!/^\d+:\d+$/.test(value) && !isVariable(value.slice(user)))
      pushNamed('token', value.slice(user), start + user, found)
  } else if (kind !== null) pushNamed(kind, value, start, found)
  return start + value.length
}

/** A word behind a space may go on with a sentence. */
function showsValue(beginning: string, quote: string | undefined, separator: string): boolean {
  return !isVariable(beginning) && (quote !== undefined || separator === '=' || !isNextWord(beginning))
}

function valueIn(text: string, quote: string | undefined): string {
  if (quote === undefined) return BARE.exec(text)?.[0] ?? ''
  const end = text.indexOf(quote)
  return end === -1 ? text : text.slice(0, end)
}
