import { base64 } from '../http/base64-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'

/** The scheme whose words stand for what the editor works out: `Digest user password`, `AWS key secret …`; null: it is sent. */
export function workedOutScheme(authorization: string): string | null {
  const [scheme = '', ...words] = authorization.split(/[ \t]+/, 5)
  if (/^(?:AWS|COGNITO)$/i.test(scheme)) return words.length >= 2 ? scheme : null
  if (!/^Digest$/i.test(scheme) || /[,="]/.test(authorization)) return null
  return words.length === 2 || (words.length === 1 && /[^:]:+[^:]/.test(words[0] ?? '')) ? scheme : null
}

/** As it is sent: both editors take `Basic user:password` and `Basic user password`, and encode them. */
export function sentAuthorization(authorization: string): string {
  const [, user, password] = /^Basic[ \t]+([^\s:]+)(?::|[ \t]+)(.*)$/i.exec(authorization) ?? []
  if (user === undefined || password === undefined) return authorization
  return `Basic ${base64(bytesFromLatin1(`${user}:${password}`))}`
}
