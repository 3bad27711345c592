import { app, type Session, type WebContents } from 'electron'
import { openDocsLink } from './docs-link.ts'
import { isScreenUrl } from './screen-origin.ts'

/** The one thing that the screen asks a browser for: to write what the user copies. */
const GRANTED_TO_SCREEN = 'clipboard-sanitized-write'

/** Denies every page what the screen never needs: other addresses, other windows, embedded browsers. */
export function guardAllContents(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
}

/** Denies every permission and everything on the network to the pages of a session. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide) => {
    decide(permission === GRANTED_TO_SCREEN && isScreenUrl(contents.getURL()))
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => {
    return permission === GRANTED_TO_SCREEN && isScreenUrl(origin)
  })
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest({ urls: NETWORK }, ({ url }, decide) => decide({ cancel: !isScreenUrl(url) }))
}

const NETWORK = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*']

function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    openDocsLink(url, contents.getURL())
    return { action: 'deny' }
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isScreenUrl(event.url)) event.preventDefault()
  })
}
