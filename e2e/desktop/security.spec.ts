import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { readControlFile } from '../../electron/transport/http/control-file.ts'
import { postWebhook, projectFolder, spawnDesktopApp, test } from './desktop-app.ts'

test('the page is isolated and sandboxed and has no Node', async ({ app }) => {
  const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences()
    return { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag }
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
  })
  expect(preferences.webviewTag).toBeFalsy()
  const inPage = await app.page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
    bridge: Object.keys(window.hookbench).sort(),
  }))
  expect(inPage).toEqual({ globals: [], bridge: ['call', 'onConnection', 'onEvent'] })
})

test('the policy of the page stops scripts, requests and frames that are not its own', async ({ app }) => {
  const asked: string[] = []
  const elsewhere = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('window.ran = true')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => elsewhere.once('listening', resolve))
  const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
  try {
    const result = await app.page.evaluate(async (origin) => {
      const violations: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
      const inline = document.createElement('script')
      inline.textContent = 'window.ran = true'
      const remote = document.createElement('script')
      remote.src = `${origin}/script.js`
      const image = new Image()
      image.src = `${origin}/image.png`
      const frame = document.createElement('iframe')
      frame.src = `${origin}/frame.html`
      document.body.append(inline, remote, image, frame)
      const fetched = await fetch(`${origin}/fetch`).then(
        () => 'answered',
        () => 'blocked',
      )
      await new Promise((resolve) => setTimeout(resolve, 0))
      return { ran: 'ran' in window, fetched, violations: [...new Set(violations)].sort() }
    }, url)
    expect(result).toMatchObject({ ran: false, fetched: 'blocked' })
    expect(result.violations).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'script-src-elem']))
    expect(asked).toEqual([])
  } finally {
    elsewhere.close()
  }
})

test('the page cannot make scripts of text', async ({ app }) => {
  // Not through the debugger, whose evaluation is exempt.
  const made = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
      `new Promise((resolve) => setTimeout(() => {
        try { resolve(new Function('return "made"')()) } catch (error) { resolve(error.name) }
      }))`,
    ),
  )
  expect(made).toBe('EvalError')
})

test('every file of the screen comes with the policy', async ({ app }) => {
  const headers = await app.page.evaluate(async () => {
    const answer = await fetch('/index.html')
    return [answer.headers.get('content-security-policy'), answer.headers.get('x-content-type-options')]
  })
  expect(headers[0]).toContain("default-src 'none'")
  expect(headers[0]).toContain("script-src 'self';")
  expect(headers[1]).toBe('nosniff')
})

test('no path of the screen leads out of its folder', async ({ app }) => {
  const manifest = readFileSync(join(projectFolder, 'package.json'), 'utf8')
  for (const path of [
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/..%5c..%5cpackage.json',
    '/control.json',
  ]) {
    const [status, text] = await app.page.evaluate(async (url) => {
      const answer = await fetch(url)
      return [answer.status, await answer.text()] as const
    }, path)
    expect(status, path).toBe(404)
    expect(text).not.toContain(manifest.slice(0, 40))
  }
})

test('the page cannot open windows', async ({ app }) => {
  expect(await app.page.evaluate(() => window.open('https://example.com') === null)).toBe(true)
  expect(await app.page.evaluate(() => window.open('app://hookbench/index.html') === null)).toBe(true)
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('only the documentation of a provider is opened in the browser', async ({ app }) => {
  await app.electron.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (url) => {
      opened.push(url)
    }
  })
  const docs = 'https://docs.stripe.com/webhooks/signature'
  const offered = ['https://example.com/', 'file:///etc/passwd', `${docs}?x=1`, docs]
  for (const url of offered) await app.page.evaluate((one) => void window.open(one), url)
  const opened = () => app.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
  await expect.poll(opened).toEqual([docs])
})

test('the page cannot be led elsewhere', async ({ app }) => {
  for (const url of ['https://example.com/', 'file:///etc/passwd', 'data:text/html,x', 'app://elsewhere/index.html']) {
    await app.page.evaluate((target) => {
      const link = document.createElement('a')
      link.href = target
      document.body.append(link)
      link.click()
      location.href = target
    }, url)
    // Answered only by a page that is still there, after the navigation was decided on.
    await app.call('engine.state', {})
    expect(app.page.url()).toBe('app://hookbench/index.html')
  }
})

test('a page gets no permission but to write what is copied', async ({ app }) => {
  const states = await app.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'] as PermissionName[]
    const asked = await Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      (error: DOMException) => error.name,
    )
    return { asked, notification: await Notification.requestPermission(), camera }
  })
  expect(new Set(states.asked)).toEqual(new Set(['denied']))
  expect(states.notification).toBe('denied')
  expect(states.camera).not.toBe('granted')
  const write = await app.page.evaluate(
    async () => (await navigator.permissions.query({ name: 'clipboard-write' as PermissionName })).state,
  )
  expect(write).toBe('granted')
})

test('a page that is not the screen is refused, even with the same preload', async ({ app }) => {
  await postWebhook(`${app.receiverUrl}/secret`, 'secret')
  const [capture] = (await app.call('captures.list', {})).captures
  const answers = await app.electron.evaluate(
    async ({ BrowserWindow }, { preload, path }) => {
      const session = BrowserWindow.getAllWindows()[0]?.webContents.session
      const sameSession = new BrowserWindow({ show: false, webPreferences: { preload, session } as object })
      const another = new BrowserWindow({ show: false })
      await Promise.all([sameSession, another].map((window) => window.loadURL('data:text/html,<title>foreign</title>')))
      const call = await sameSession.webContents.executeJavaScript('window.hookbench.call("captures.list", {})')
      const bytes = await another.webContents.executeJavaScript(
        `fetch("app://hookbench${path}").then((answer) => answer.text(), () => "blocked")`,
      )
      sameSession.destroy()
      another.destroy()
      return { call: call as unknown, bytes: bytes as string }
    },
    { preload: join(projectFolder, 'dist/electron/preload.cjs'), path: `/captures/${capture?.id}/body` },
  )
  expect(answers.call).toMatchObject({ ok: false, error: { kind: 'refused' } })
  // Kept bytes are served in the screen's own session only, and no other page can get into that.
  expect(answers.bytes).toBe('blocked')
})

test('a frame in the page has no bridge, and a webview no place', async ({ app }) => {
  const result = await app.page.evaluate(async () => {
    const frame = document.createElement('iframe')
    frame.srcdoc = '<p>preview</p>'
    document.body.append(frame)
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
    const webview = document.createElement('webview') as HTMLElement & { getWebContentsId?: unknown }
    document.body.append(webview)
    return [frame.contentWindow && 'hookbench' in frame.contentWindow, typeof webview.getWebContentsId]
  })
  expect(result).toEqual([false, 'undefined'])
})

test('the only TCP port that is opened is the receiver', async ({ dataFolder }) => {
  // Without Playwright, which opens ports of its own to drive the app.
  const app = spawnDesktopApp(dataFolder)
  try {
    await expect.poll(app.output, { timeout: 20_000 }).toContain('hookbench: window ready')
    const control = await readControlFile(dataFolder)
    expect(control?.uiUrl).toBeNull()
    expect(new Set(listeningPorts(control?.pid ?? 0))).toEqual(new Set([control?.receiver.port]))
    expect(listeningPorts(app.process.pid ?? 0)).toEqual([])
  } finally {
    app.process.kill('SIGTERM')
    expect(await app.ended).toBe(0)
  }
})

/** TCP ports that a process listens on. */
function listeningPorts(pid: number): number[] {
  if (process.platform !== 'linux') {
    const lines = execFileSync('lsof', ['-nP', '-a', '-iTCP', '-sTCP:LISTEN', '-p', `${pid}`], { encoding: 'utf8' })
    return [...lines.matchAll(/:(\d+) \(LISTEN\)/g)].map((match) => Number(match[1]))
  }
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap(
      (fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? [],
    ),
  )
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === '0A' && sockets.has(columns[9] ?? ''))
      .map((columns) => Number.parseInt(columns[1]?.split(':')[1] ?? '', 16)),
  )
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return '' // Closed between the listing and the look.
  }
}
