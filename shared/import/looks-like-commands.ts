import { AppError } from '../contract/errors.ts'

/** Before a command: blank lines, comments, a prompt, variables, brackets that it stands in, and what feeds it. */
const BEFORE =
  /^(?:\s|#[^\n]*\n)*(?:[$%>][ \t]+|(?:PS )?[A-Za-z]:\\[^\n>"]{0,300}>[ \t]*)?(?:(?:sudo|time|env|export|local|readonly|declare)[ \t]+|(?:function[ \t]+)?[\w-]{1,100}[ \t]?\(\)\s{0,100}\{\s{0,100}|function[ \t]+[\w-]{1,100}\s{0,100}\{\s{0,100}|[({][ \t]*|\w+="?(?:\$\(|`)[ \t]*(?=\S{0,200}curl)|\w+=(?:"[^"]*"|'[^']*'|[^\s"']*)[ \t\r\n;]+)*/
const CURL = /^(?:\S*[/\\])?curl(?:\.exe)?(?:[ \t\r\n\\^`]|$)/i
const FEEDS =
  /^(?:echo|printf|cat|jq|base64|\$\w+[ \t]*=|@?['"])[\s\S]*?\|\s{0,100}(?:\S{0,200}[/\\])?curl(?:\.exe)?[ \t\r\n\\^`]/i

/** Whether a text begins as a script that calls curl. */
export function looksLikeCurl(source: string): boolean {
  const start = source.slice(0, 100_000)
  const rest = start.slice(BEFORE.exec(start)?.[0].length ?? 0)
  return CURL.test(rest) || FEEDS.test(rest) || isPowershellWithCurl(rest)
}

function isPowershellWithCurl(source: string): boolean {
  return /^\$\w+[ \t]*=[ \t]*["'@]/.test(source) && /\bcurl(?:\.exe)?[ \t]/i.test(source)
}

const INVOKES =
  /^\s*(?:\$\w+(?:\.\w+)*[ \t]*(?:=|\()[\s\S]{0,20000})?\b(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\b[ \t\r\n`-]/i

/** In PowerShell 5 `curl` is another name of it, with options of its own. */
const INVOKES_AS_CURL =
  /^\s*(?:PS [^\n>]{0,300}> ?)?curl[ \t]+(?:(?:"[^"\n]*"|'[^'\n]*'|https?:\S+)[ \t]+)?-(?:Uri|Method|Headers|Body|ContentType|InFile|OutFile|UseBasicParsing|WebSession)(?:[ \t\r\n`]|$)/i

/** Whether a text is a call of PowerShell's own, as browsers copy it. */
export function looksLikeInvoke(source: string): boolean {
  const start = source.slice(0, 30_000)
  return INVOKES.test(start) || INVOKES_AS_CURL.test(start)
}

/** PowerShell's own calls are programs, whose values may be any expression. */
export function refuseInvoke(): never {
  throw new AppError(
    'invalid-input',
    'PowerShell\'s Invoke-WebRequest and Invoke-RestMethod cannot be read. In the browser choose "Copy as cURL" instead, or write it with curl.exe.',
  )
}
