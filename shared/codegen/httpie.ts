import { base64Lines } from '../http/base64-text.ts'
import { headerFromText } from '../http/header-text.ts'
import { bashWord } from './bash-word.ts'
import {
  bodyText,
  remarks,
  type SnippetRequest,
  sentHeaders,
  snippetUrl,
  type ToolAbilities,
} from './snippet-request.ts'

const TOOL: ToolAbilities = {
  name: 'HTTPie',
  keepsCase: true,
  keepsOrder: true,
  keepsDuplicates: true,
  takesHost: true,
  keepsTarget: false,
  method: 'capitals',
  addsHeaders: true,
  sendsBodyOfGet: true,
  sendsAnyValue: true,
  sendsOldHttp: false,
}

/** A command for bash with HTTPie. */
export function httpieSnippet(request: SnippetRequest): string {
  const text = bodyText(request.body)
  const comments = remarks(request, TOOL)
  const headers = sentHeaders(request.headers, TOOL)
  if (headers.some(([, value]) => /\\[:;=@]/.test(value))) {
    comments.push('HTTPie takes a backslash before one of : ; = @ away.')
  }
  const parts = [
    text === null ? 'http' : 'http --ignore-stdin',
    '--body --path-as-is',
    bashWord(request.method),
    bashWord(snippetUrl(request)),
    ...headers.map(([name, value]) => bashWord(item(name, value))),
    ...(text === null || text === '' ? [] : [`--raw=${bashWord(headerFromText(text))}`]),
  ]
  const command = parts.join(' \\\n  ')
  const before = comments.map((comment) => `# ${comment}\n`).join('')
  if (text !== null) return before + command
  return `${before}base64 -d <<'BODY' | ${command}\n${base64Lines(request.body).join('\n')}\nBODY`
}

/** The first separator decides what an item is, so what follows the colon at once must not make another of it. */
function item(name: string, value: string): string {
  if (value === '') return `${name};`
  return `${name}:${value.replace(/^[=@:]/, '\\$&')}`
}
