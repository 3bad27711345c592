import { headerFromText } from '../http/header-text.ts'

/** One piece of a template of signed content. */
export type TemplatePiece =
  /** latin1: the UTF-8 bytes of what the template says, one character each. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'plain'; readonly name: PlainName }
  | { readonly kind: 'named'; readonly from: NamedFrom; readonly name: string }

/**
 * `url` is whole, as the provider spells it; `url:base` is without query, `url:unescaped` with the escapes undone that HubSpot
 * undoes; `path` is without and `query` only what follows the `?`. `form:sorted` is every field of a form body as name and value, sorted, with
 * nothing in between. `body:escaped` is the body with all beyond ASCII as `\u….`
 */
const PLAIN_NAMES = [
  'body',
  'body:sha256',
  'body:sha256:hex',
  'body:escaped',
  'timestamp',
  'id',
  'method',
  'url',
  'url:base',
  'url:unescaped',
  'target',
  'path',
  'query',
  'secret',
  'form:sorted',
] as const

const NAMED_FROM = ['header', 'query', 'form', 'json', 'signature'] as const

export type PlainName = (typeof PLAIN_NAMES)[number]
export type NamedFrom = (typeof NAMED_FROM)[number]

export type ParsedTemplate =
  | { readonly kind: 'template'; readonly pieces: ReadonlyArray<TemplatePiece> }
  | { readonly kind: 'wrong'; readonly why: string }

/**
 * Reads a template such as `v0:{timestamp}:{body}` or `{header:X-Nonce}\n{body}`. `\n`, `\r` and `\t` are written as escapes,
 * `{{` and `}}` are braces.
 */
export function parseTemplate(text: string): ParsedTemplate {
  const pieces: TemplatePiece[] = []
  let literal = ''
  const flush = () => {
    if (literal !== '') pieces.push({ kind: 'text', text: headerFromText(literal) })
    literal = ''
  }
  let at = 0
  while (at < text.length) {
    const pair = text.slice(at, at + 2)
    const escaped = ESCAPES[pair]
    if (escaped !== undefined) {
      literal += escaped
      at += 2
    } else if (text[at] === '{') {
      const end = text.indexOf('}', at)
      if (end === -1) return { kind: 'wrong', why: 'A { has no } after it. Write {{ for a brace.' }
      const piece = placeholder(text.slice(at + 1, end))
      if (piece === null)
        return { kind: 'wrong', why: `There is no ${text.slice(at, end + 1)}. There are: ${describePlaceholders()}.` }
      flush()
      pieces.push(piece)
      at = end + 1
    } else if (text[at] === '}') {
      return { kind: 'wrong', why: 'A } has no { before it. Write }} for a brace.' }
    } else {
      literal += text[at]
      at++
    }
  }
  flush()
  return { kind: 'template', pieces }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\n': '\n',
  '\\r': '\r',
  '\\t': '\t',
  '\\\\': '\\',
  '{{': '{',
  '}}': '}',
}

function placeholder(inner: string): TemplatePiece | null {
  const plain = PLAIN_NAMES.find((name) => name === inner)
  if (plain !== undefined) return { kind: 'plain', name: plain }
  const colon = inner.indexOf(':')
  const from = NAMED_FROM.find((name) => name === inner.slice(0, colon))
  const name = inner.slice(colon + 1)
  return from === undefined || name === '' ? null : { kind: 'named', from, name }
}

function describePlaceholders(): string {
  return [...PLAIN_NAMES.map((name) => `{${name}}`), ...NAMED_FROM.map((from) => `{${from}:name}`)].join(' ')
}
