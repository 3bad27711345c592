import { latin1FromBase64 } from '../http/base64-text.ts'

/** Shorter ones are words more often than not. */
const SHORTEST = 16
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What base64 or base64url stands for, also in a `data:` URL, as latin1; null: it is hardly either. */
export function readBase64(text: string): { readonly form: 'base64' | 'base64url'; readonly bytes: string } | null {
  const isDataUrl = /^data:[^,]{0,200};base64,/i.test(text)
  const encoded = (isDataUrl ? text.slice(text.indexOf(',') + 1) : text).replaceAll(/[\r\n]/g, '')
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded) || (!isDataUrl && !looksEncoded(encoded))) return null
  const bytes = latin1FromBase64(encoded)
  if (bytes === null) return null
  return { form: /[-_]/.test(encoded) ? 'base64url' : 'base64', bytes }
}

/** Words, names and ids have the same letters, but not as mixed. */
function looksEncoded(text: string): boolean {
  if (text.length < SHORTEST || UUID.test(text) || /^[0-9a-f]+$/i.test(text)) return false
  if (/=$/.test(text)) return text.length % 4 === 0
  const isOneForm = !(/[+/]/.test(text) && /[-_]/.test(text))
  return isOneForm && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text)
}
