import { shell } from 'electron'
import { providers } from '../shared/signature/catalogue/catalogue.ts'
import { isScreenUrl } from './screen-origin.ts'

/** As a browser spells them. */
const DOCS = new Set(providers.map(({ docsUrl }) => new URL(docsUrl).href))

/** Opens a page of a provider's documentation in the user's browser. No other address ever gets there from the screen. */
export function openDocsLink(url: string, pageUrl: string): void {
  if (!isScreenUrl(pageUrl) || !DOCS.has(url)) return
  // A desktop without a browser says so itself.
  shell.openExternal(url).catch(() => undefined)
}
