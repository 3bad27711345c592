import { headerText } from '../../../http/header-text.ts'
import { latin1FromBytes } from '../../../http/latin1.ts'
import { parseCurl } from '../parse-curl.ts'

/** `METHOD host target`, and whichever headers and body are named. */
export function briefRequest(command: string): { line: string; body: string; headers: Record<string, string> } {
  const { method, target, headers, body } = parseCurl(command)
  const named = Object.fromEntries(headers.map(([name, value]) => [name, value]))
  return {
    line: `${method} ${named.Host ?? named.host}${target}`,
    body: headerText(latin1FromBytes(body)),
    headers: named,
  }
}
