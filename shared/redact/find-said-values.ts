import { pushNamed } from './find-named-values.ts'
import type { Span } from './span.ts'

const PASSWORD =
  'pass(?:word|phrase|code)|passwort|kennwort|mot de passe|contrase\\xc3\\xb1a|senha|\\xd0\\xbf\\xd0\\xb0\\xd1\\x80\\xd0\\xbe\\xd0\\xbb\\xd1\\x8c'
const VALUE = '["\'`]?([^ \\t\\r\\n"\'`,;<>()[\\]]{6,200})'
const SAID = new RegExp(
  `(?<![\\w-])(?:${[
    `(?:${PASSWORD}|token|api[ -]?key|secret(?: key)?|access key)[ \\t]{1,3}(?:(?:is|was|ist|lautet|est|es)[ \\t]{1,3}(?:now[ \\t]|(?:set|changed|reset)[ \\t]to[ \\t])?|(?:set|changed|reset)?[ \\t]?to[ \\t])${VALUE}`,
    `(?:${PASSWORD})[ \\t]{1,3}(?=[^ \\t\\r\\n]{8})${VALUE}`,
  ].join('|')})`,
  'dgi',
)

/** Values that a sentence tells: "Your password is hunter22". Only what no word is: of letters and digits. */
export function findSaidValues(text: string): Span[] {
  const found: Span[] = []
  for (const match of text.matchAll(SAID)) {
    const [start, end] = match.indices?.slice(1).find((indices) => indices !== undefined) ?? [0, 0]
    const said = text.slice(start, end).replace(/[.!?:]{1,8}$/, '')
    // "field=password value=hunter2x9": the name stays, as beside any other label.
    const name = /^[A-Za-z][\w.-]{0,30}=/.exec(said)?.[0].length ?? 0
    const value = said.slice(name)
    if (isNoWord(value)) pushNamed('token', value, start + name, found)
  }
  return found
}

function isNoWord(value: string): boolean {
  return (
    value.length >= 6 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/:\/\/|^\d{4}-\d\d|^\d+[a-z]{1,7}$/i.test(value)
  )
}
