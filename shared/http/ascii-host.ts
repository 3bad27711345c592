import { headerText } from './header-text.ts'

/** What browsers and Node alike have of their own, as far as it is asked for here; the language has no IDNA. */
declare const URL: new (url: string) => { readonly hostname: string }

/**
 * A host (latin1 of UTF-8, without port) as it is looked up and named in Host: `münchen.example` as `xn--mnchen-3ya.example`. One
 * that is ASCII stays as it is spelled. Null: there can be no such host.
 */
export function asciiHost(host: string): string | null {
  const text = headerText(host)
  if (/^[\0-\x7f]*$/.test(text)) return text
  try {
    return new URL(`http://${text.replace(/[/\\?#@:]/g, ' ')}`).hostname
  } catch {
    // That is how it says so.
    return null
  }
}
