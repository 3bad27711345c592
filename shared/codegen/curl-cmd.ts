import { base64Lines } from '../http/base64-text.ts'
import { type CurlArguments, type CurlRequest, curlArguments, trailersRemark } from './curl.ts'

/** The longest line that cmd takes has 8191 characters. */
const MOST_CHARACTERS = 6000
const FILE = '"%TEMP%\\hookbench-body"'

/** A command for cmd.exe of Windows. A body that cmd cannot hold goes through certutil, which knows base64. */
export function curlCmdCommand(request: CurlRequest, body: Uint8Array): string {
  const { options, bodyArgument } = curlArguments(request, body)
  const asArgument = bodyArgument === null || isPlain(bodyArgument.text)
  const unseen = options.some(({ value }) => value !== null && !/^[ -~]*$/.test(value))
  const words = options.map(({ option, value }) =>
    [option, ...(value === null ? [] : [cmdWord(value)])].filter(Boolean).join(' '),
  )
  if (bodyArgument !== null) words.splice(-1, 0, bodyWords(bodyArgument))
  const command = ['curl', ...words].join(' ^\n  ')
  const remark = [
    ...trailersRemark(request, 'curl'),
    ...(unseen ? ['Headers hold bytes that are not ASCII: cmd sends them in the code page of its window.'] : []),
  ]
    .map((said) => `rem ${said}\n`)
    .join('')
  if (asArgument) return remark + command
  const lines = base64Lines(body).map((line, index) => `echo ${line}${index === 0 ? '>' : '>>'}${FILE}.b64`)
  return `${remark}${lines.join('\n')}\ncertutil -f -decode ${FILE}.b64 ${FILE}.bin\n${command}`
}

function bodyWords({ option, text }: NonNullable<CurlArguments['bodyArgument']>): string {
  return isPlain(text) ? `${option} ${cmdWord(text)}` : `--data-binary @${FILE}.bin`
}

function isPlain(text: string | null): text is string {
  // Between quotes a percent sign would name a variable, in a batch file even behind a caret.
  return text !== null && text.length <= MOST_CHARACTERS && /^[ -$&-~]*$/.test(text)
}

/**
 * Two readers take it apart: cmd, where a caret takes the meaning from a character, and curl's own start-up, where a
 * backslash counts only before a quote. Quotes get a caret so that cmd sees none, and then nothing is left of its rules.
 */
export function cmdWord(text: string): string {
  if (/^[\w:/.,@+-]+$/.test(text)) return text
  const quoted = `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`
  return quoted.replace(/[\^"&|<>()!%]/g, '^$&')
}
