import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect } from '@playwright/test'
import { readControlFile } from '../../electron/transport/http/control-file.ts'
import { isRunning, openDesktopApp, postWebhook, spawnDesktopApp, spawnServe, test } from './desktop-app.ts'

test('shows the screen in a window, from an origin of its own', async ({ app }) => {
  await expect(app.page).toHaveTitle('Hookbench')
  expect(app.page.url()).toBe('app://hookbench/index.html')
  expect(await app.page.evaluate(() => [isSecureContext, location.origin])).toEqual([true, 'app://hookbench'])
})

test('works in a runtime that loads the app only when it is ready', async ({ dataFolder }) => {
  const app = await openDesktopApp(dataFolder, { loadedBeforeReady: false })
  try {
    await postWebhook(`${app.receiverUrl}/late`, 'x')
    const [capture] = (await app.call('captures.list', {})).captures
    const path = `/captures/${capture?.id}/body`
    expect(await app.page.evaluate(async (url) => (await fetch(url)).text(), path)).toBe('x')
  } finally {
    await app.electron.close()
  }
})

test('streams kept bytes to the page, whole and in part, and takes uploads from it', async ({ app }) => {
  const body = 'é'.repeat(700_000)
  await postWebhook(`${app.receiverUrl}/big`, body)
  const [capture] = (await app.call('captures.list', {})).captures
  const answers = await app.page.evaluate(async (path) => {
    const whole = await fetch(path)
    const part = await fetch(path, { headers: { range: 'bytes=10-19' } })
    const missing = await fetch('/captures/0192f0c1-0000-7000-8000-000000000000/body')
    const uploaded = await fetch('/uploads', { method: 'POST', body: new Blob(['a'.repeat(3_000_000)]) })
    return {
      whole: [whole.status, (await whole.arrayBuffer()).byteLength, whole.headers.get('content-type')],
      part: [part.status, await part.text(), part.headers.get('content-range')],
      missing: missing.status,
      uploaded: (await uploaded.json()) as { uploadId: string; size: number },
    }
  }, `/captures/${capture?.id}/body`)
  expect(answers).toMatchObject({
    whole: [200, 1_400_000, 'application/octet-stream'],
    part: [206, 'ééééé', 'bytes 10-19/1400000'],
    missing: 404,
    uploaded: { size: 3_000_000 },
  })
})

test('starts an engine that was killed again, tells the page, and captures go on', async ({ app }) => {
  await postWebhook(`${app.receiverUrl}/before`, '{}')
  await app.page.evaluate(() => {
    const seen: boolean[] = []
    Object.assign(window, { seen })
    window.hookbench.onConnection((up) => seen.push(up))
  })
  const { pid } = await app.control()
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(() => app.page.evaluate(() => (window as unknown as { seen: boolean[] }).seen))
    .toEqual([false, true])
  const after = await app.control()
  expect(after.pid).not.toBe(pid)

  await postWebhook(`http://127.0.0.1:${after.receiver.port}/after`, '{}')
  const targets = (await app.call('captures.list', {})).captures.map((capture) => capture.target)
  expect(targets).toEqual(['/after', '/before'])
})

test('ends the engine when it quits, and leaves no process behind', async ({ dataFolder }) => {
  const app = await openDesktopApp(dataFolder)
  const { pid } = await app.control()
  const shell = app.electron.process().pid ?? 0
  await app.electron.close()
  await expect.poll(() => isRunning(shell)).toBe(false)
  expect(isRunning(pid)).toBe(false)
  expect(await readControlFile(dataFolder)).toBeNull()
})

test('quits when its last window is closed, unless apps stay then, as on macOS', async ({ dataFolder }) => {
  const app = await openDesktopApp(dataFolder)
  const { pid } = await app.control()
  const stays = process.platform === 'darwin'
  const closed = app.electron.waitForEvent('close')
  await app.page.close()
  if (stays) {
    expect(isRunning(pid)).toBe(true)
    await app.electron.close()
  }
  await closed
  expect(isRunning(pid)).toBe(false)
})

test('an engine whose shell was killed ends by itself', async ({ dataFolder }) => {
  const started = spawnDesktopApp(dataFolder)
  await expect.poll(started.output, { timeout: 20_000 }).toContain('hookbench: window ready')
  const pid = (await readControlFile(dataFolder))?.pid ?? 0
  started.process.kill('SIGKILL')
  await expect.poll(() => isRunning(pid)).toBe(false)
})

test('a second start shows the window of the first', async ({ app }) => {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const second = spawnDesktopApp(app.dataFolder)
  expect(await second.ended).toBe(0)
  expect(second.output()).toContain('already open')
  await expect
    .poll(() => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true)
})

test('a page that crashed is loaded again', async ({ app }) => {
  const crashed = app.page.waitForEvent('crash')
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  )
  await crashed
  const inWindow = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        'document.querySelector("#root")?.innerText ?? ""',
      ),
    )
  await expect.poll(inWindow, { timeout: 20_000 }).toContain('Hookbench')
})

test('a second start opens a window where there is none, also while the engine is away', async ({ app }) => {
  await app.electron.evaluate(({ app: shell, BrowserWindow }) => {
    // As on macOS, where the app stays when its window is closed.
    shell.removeAllListeners('window-all-closed')
    shell.on('window-all-closed', () => {})
    BrowserWindow.getAllWindows()[0]?.destroy()
  })
  process.kill((await app.control()).pid, 'SIGKILL')
  const second = spawnDesktopApp(app.dataFolder)
  expect(await second.ended).toBe(0)
  await expect
    .poll(() => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true)
})

test('takes a port that was asked for', async ({ dataFolder }) => {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  const desktop = spawnDesktopApp(dataFolder, ['--port', String(port)])
  try {
    await expect.poll(desktop.output, { timeout: 20_000 }).toContain(`Port ${port} is taken`)
  } finally {
    // It waits for the person to read its dialog.
    desktop.process.kill('SIGTERM')
    await desktop.ended
    free.close()
  }
  const again = spawnDesktopApp(dataFolder, ['--port', String(port)])
  try {
    await expect.poll(again.output, { timeout: 20_000 }).toContain('hookbench: window ready')
    expect((await readControlFile(dataFolder))?.receiver.port).toBe(port)
  } finally {
    again.process.kill('SIGTERM')
    await again.ended
  }
})

test('says who holds the data folder', async ({ dataFolder }) => {
  const serve = spawnServe(dataFolder)
  try {
    await expect.poll(serve.output).toContain('"ready"')
    const desktop = spawnDesktopApp(dataFolder)
    await expect.poll(desktop.output, { timeout: 20_000 }).toContain(`Another Hookbench (process ${serve.process.pid})`)
    expect(desktop.output()).toContain('Its screen is at http://127.0.0.1:')
    // It waits for the person to read its dialog.
    desktop.process.kill('SIGTERM')
    await desktop.ended
  } finally {
    serve.process.kill('SIGTERM')
    expect(await serve.ended).toBe(0)
  }
})

test('opens its window where it was', async ({ dataFolder }) => {
  const first = await openDesktopApp(dataFolder)
  const bounds = { x: 40, y: 60, width: 900, height: 640 }
  await first.electron.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
    bounds,
  )
  await expect.poll(() => first.page.evaluate(() => innerWidth)).toBeLessThan(1000)
  await first.electron.close()

  const second = await openDesktopApp(dataFolder)
  try {
    const restored = await second.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    )
    expect(restored).toMatchObject({ width: bounds.width, height: bounds.height })
  } finally {
    await second.electron.close()
  }
})

test('begins in the theme that was chosen last', async ({ dataFolder }) => {
  const first = await openDesktopApp(dataFolder)
  await first.call('settings.set', { theme: 'light' })
  await expect.poll(() => first.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('light')
  await first.electron.close()

  const second = await openDesktopApp(dataFolder)
  try {
    const colour = await second.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
    )
    expect(colour?.toLowerCase()).toBe('#f6f7f9')
  } finally {
    await second.electron.close()
  }
})
