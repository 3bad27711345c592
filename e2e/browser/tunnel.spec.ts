import type { Page } from '@playwright/test'
import jsQr from 'jsqr'
import {
  type LocaltunnelServer,
  startLocaltunnelServer,
} from '../../electron/engine/tunnel/testing/localtunnel-server.ts'
import { githubWebhook } from '../support/github-examples.ts'
import { freePort, hasSshServer, startSshServer } from '../support/ssh-server.ts'
import { test as base, expect } from './browser-test.ts'
import type { Screen } from './screen.ts'

const test = base.extend<{ readonly server: LocaltunnelServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
  server: async ({}, use) => {
    const server = await startLocaltunnelServer()
    await use(server)
    await server.kill()
  },
})

test('a public URL opens with one click, receives, says when it is lost, and mends itself', async ({ app, server }) => {
  const { page, publicUrl } = app
  await expect(publicUrl).toContainText('not public')
  await useServer(app, server)
  await publicUrl.getByRole('button', { name: 'Open public URL' }).click()
  await expect(publicUrl).toContainText(/public · open · [\d.]+ ms/)
  await publicUrl.getByRole('button', { name: 'Copy public URL' }).click()
  await expect.poll(() => clipboard(page)).toMatch(/^http:\/\/tunnel-1\.localhost:\d+$/)
  const url = await clipboard(page)
  await expect(publicUrl).toContainText(url)

  await post(server, url, 'push')
  await app.open(/push/)
  await expect(app.detail).toContainText('POST /from/push')
  await expect(app.detail).toContainText('from 203.0.113.9, through localtunnel')
  await expect(app.detail).toContainText('called at https://hooks.example.com')

  await server.kill()
  await expect(publicUrl.getByRole('alert')).toContainText('lost')
  await expect(publicUrl).toContainText(/next try in \d+ s|trying now/)
  await expect(page.getByText(/^The public URL is lost/)).toBeVisible()
  await server.restart()
  await expect(publicUrl).toContainText('public · open', { timeout: 15_000 })
  await expect(publicUrl).toContainText(url)
  await expect(page.getByText(/^The public URL is lost/)).toBeHidden({ timeout: 3_000 })

  await post(server, url, 'issues')
  await expect(app.row(/issues/)).toBeVisible()
  await expect(app.row(/push/)).toBeVisible()
  await publicUrl.getByRole('button', { name: 'Close the public URL' }).click()
  await expect(publicUrl).toContainText('not public')
  await expect.poll(() => server.sockets('tunnel-1')).toBe(0)
})

test('a server that opens no tunnel is named, tried again, and opening can be cancelled', async ({ app, server }) => {
  const { publicUrl } = app
  server.refuse({ status: 503, message: 'Come back later' })
  await useServer(app, server)
  await publicUrl.getByRole('button', { name: 'Open public URL' }).click()
  await expect(publicUrl.getByRole('alert')).toContainText(new URL(server.host).host)
  server.refuse('hang')
  await publicUrl.getByRole('button', { name: 'Try now' }).click()
  await expect(publicUrl).toContainText('trying now')
  await publicUrl.getByRole('button', { name: 'Leave it closed' }).click()
  await publicUrl.getByRole('button', { name: 'Open public URL' }).click()
  await expect(publicUrl).toContainText('opening through localtunnel')
  await publicUrl.getByRole('button', { name: 'Cancel opening' }).click()
  await expect(publicUrl.getByRole('button', { name: 'Open public URL' })).toBeVisible()
})

test('a URL that changed is shown with the old one until that is acknowledged', async ({ app }) => {
  const { page, publicUrl } = app
  const server = await startLocaltunnelServer({ graceMs: 120_000 })
  const dialog = await app.openTunnelSettings()
  await dialog.getByRole('textbox', { name: 'Server that opens public URLs' }).fill(server.host)
  await dialog.getByRole('textbox', { name: 'Name to ask for' }).fill('shop-hooks')
  await takeName(server, 'shop-hooks')
  await dialog.getByRole('button', { name: 'Save and open' }).click()
  await expect(dialog).toBeHidden()
  await expect(publicUrl).toContainText('URL changed')
  const banner = page.getByRole('alert').filter({ hasText: 'The public URL changed' })
  await expect(banner).toContainText('http://shop-hooks.localhost')
  await expect(banner).toContainText('http://tunnel-1.localhost')

  await page.reload()
  await banner.getByRole('button', { name: 'Copy the new URL' }).click()
  await expect.poll(() => clipboard(page)).toMatch(/^http:\/\/tunnel-1\.localhost/)
  await banner.getByRole('button', { name: 'I have replaced it' }).click()
  await expect(banner).toBeHidden()
  await expect(publicUrl).not.toContainText('URL changed')
  await expect(publicUrl).toContainText('public · open')
  await server.kill()
})

test('each kind says what it cannot do before it is chosen, and what is wrong where it is typed', async ({ app }) => {
  const { page, publicUrl } = app
  const dialog = await app.openTunnelSettings()
  await dialog.getByRole('radio', { name: 'localtunnel', exact: true }).focus()
  await expect(dialog.getByRole('region', { name: 'About localtunnel' })).toContainText('in lower case')
  await page.keyboard.press('ArrowUp')
  await expect(dialog.getByRole('radio', { name: 'Own URL' })).toBeChecked()
  await expect(dialog.getByRole('region', { name: 'About Own URL' })).toContainText('Your proxy’s limits apply')
  await expect(dialog.getByRole('textbox', { name: 'Public URL' })).toHaveAccessibleDescription(/http/)
  await expect(dialog.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Public URL' }).fill('http://me:secret@127.0.0.1:9')
  await dialog.getByRole('button', { name: 'Save and open' }).click()
  await expect(dialog).toBeHidden()

  const refusal = page.getByRole('alert').filter({ hasText: 'Own URL opened no public URL' })
  await expect(refusal).toContainText('has a user or a password in it')
  await expect(publicUrl).toContainText('refused')
  await refusal.getByRole('button', { name: 'Change the settings' }).click()
  await dialog.getByRole('tab', { name: 'Now' }).click()
  await expect(dialog.getByRole('tabpanel', { name: 'Now' })).toContainText('refused: The public URL has a user')
  await page.keyboard.press('Escape')
  await publicUrl.getByRole('button', { name: 'Leave it closed' }).click()
  await expect(publicUrl).toContainText('not public')
})

test('a token is typed once, and never shown again', async ({ app }) => {
  const { page } = app
  const dialog = await app.openTunnelSettings()
  await dialog.getByRole('radio', { name: 'ngrok' }).click()
  const token = dialog.getByLabel('Authtoken')
  await expect(token).toHaveAttribute('type', 'password')
  await token.fill('2abc_token_that_is_secret')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog.getByText('Authtoken: set')).toBeVisible()
  await page.reload()
  await app.openTunnelSettings()
  await expect(dialog.getByText('Authtoken: set')).toBeVisible()
  expect(await page.content()).not.toContain('2abc_token_that_is_secret')
  await dialog.getByRole('button', { name: 'Replace…' }).click()
  await expect(token).toHaveValue('')
  await dialog.getByRole('radio', { name: 'localtunnel', exact: true }).click()
  await dialog.getByRole('radio', { name: 'ngrok' }).click()
  await dialog.getByRole('button', { name: 'Forget' }).click()
  await expect(token).toBeVisible()
})

test('an SSH server is used only once its key was looked at', async ({ app }) => {
  test.skip(!hasSshServer, 'ssh or sshd is missing: install openssh-client and openssh-server')
  const { page, publicUrl } = app
  const ssh = await startSshServer()
  const remotePort = await freePort()
  try {
    const dialog = await app.openTunnelSettings()
    await dialog.getByRole('radio', { name: 'SSH' }).click()
    for (const [name, value] of [
      ['SSH server', '127.0.0.1'],
      ['Its port', `${ssh.port}`],
      ['User', ssh.user],
      ['Private key file', ssh.identityFile],
      ['Port asked for', `${remotePort}`],
      ['Public URL', `http://127.0.0.1:${remotePort}`],
    ] as const) {
      await dialog.getByRole('textbox', { name, exact: true }).fill(value)
    }
    await dialog.getByRole('button', { name: 'Save and open' }).click()
    await expect(dialog).toBeHidden()
    await page.getByRole('alert').getByRole('button', { name: 'Look at the key' }).click()
    const key = dialog.getByRole('region', { name: 'Key of the SSH server' })
    await expect(key).toContainText(ssh.fingerprint)
    await key.getByRole('button', { name: 'Trust this key and open' }).click()
    await expect(key).toBeHidden()
    await expect(dialog).toContainText(`Trusted key: ${ssh.fingerprint}`)
    await page.keyboard.press('Escape')
    await expect(publicUrl).toContainText('public · open')
    await fetch(`http://127.0.0.1:${remotePort}/over/ssh`, { method: 'POST', body: '{"type":"over.ssh"}' })
    await app.open(/over\.ssh/)
    await expect(app.detail).toContainText('through SSH')
    await publicUrl.getByRole('button', { name: 'Close the public URL' }).click()
    await expect(publicUrl).toContainText('not public')
  } finally {
    await ssh.stop()
  }
})

test('a phone reads the public URL of an endpoint from the screen', async ({ app, server }) => {
  await useServer(app, server)
  await app.publicUrl.getByRole('button', { name: 'Open public URL' }).click()
  await expect(app.publicUrl).toContainText('public · open')
  await app.endpointMenu('Default', 'Public URL and QR code…')
  const dialog = app.dialog('Default')
  const url = `http://tunnel-1.localhost:${new URL(server.host).port}/`
  await expect(dialog.getByText(url, { exact: true })).toBeVisible()
  const code = dialog.getByRole('img', { name: `QR code of ${url}` })
  await expect.poll(async () => readQr(app.page, await code.screenshot())).toBe(url)
})

test('a check of the tunnel shows what is kept and changed, and can be cancelled', async ({ app, server }) => {
  const { page, publicUrl } = app
  await useServer(app, server)
  await publicUrl.getByRole('button', { name: 'Open public URL' }).click()
  await expect(publicUrl).toContainText('public · open')
  await publicUrl.getByRole('button', { name: 'Public URL settings' }).click()
  const dialog = page.getByRole('dialog', { name: 'Public URL', exact: true })
  await dialog.getByRole('tab', { name: 'What it changes' }).click()
  await expect(dialog).toContainText('No tunnel has been checked yet')
  await dialog.getByRole('button', { name: 'Check this tunnel' }).click()
  await expect(dialog.getByRole('progressbar', { name: 'Checked' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel the check' }).click()
  await expect(dialog).toContainText('broken off')

  await dialog.getByRole('button', { name: 'Check this tunnel' }).click()
  await expect(dialog.getByRole('progressbar', { name: 'Checked' })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Check this tunnel' })).toBeVisible({ timeout: 45_000 })
  await expect(dialog).toContainText(/localtunnel, http:\/\/tunnel-1\.localhost:\d+, \d+ \w+ \d{4}/)
  const row = (name: string) =>
    dialog.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  await expect(row('Every byte')).toContainText('kept')
  await expect(row('Letter case of names')).toContainText('changed')
  await expect(row('Duplicates')).toContainText('changed')
  await row('Letter case of names')
    .getByText(/What changed|changes/)
    .click()
  await expect(row('Letter case of names')).toContainText('→')
  await page.keyboard.press('Escape')
  await expect(app.rows()).toHaveCount(0)
})

test('an access rule set on the screen refuses whoever does not meet it, and counts them', async ({ app, server }) => {
  const { page, publicUrl } = app
  await useServer(app, server)
  await publicUrl.getByRole('button', { name: 'Open public URL' }).click()
  await expect(publicUrl).toContainText('public · open')
  await app.endpointMenu('Default', 'Answer, forward, name…')
  const dialog = app.dialog('Default')
  await dialog.getByRole('tab', { name: 'Access' }).click()
  const access = dialog.getByRole('tabpanel', { name: 'Access' })
  await access.getByRole('textbox', { name: 'Allowed addresses' }).fill('stripe.com')
  await expect(access.getByRole('textbox', { name: 'Allowed addresses' })).toHaveAccessibleDescription(/“stripe\.com”/)
  await access.getByRole('textbox', { name: 'Allowed addresses' }).fill('')
  await access.getByRole('button', { name: 'Generate' }).click()
  const token = await access.getByRole('textbox', { name: 'Path token' }).inputValue()
  expect(token).toMatch(/^[\w-]{24}$/)
  await access.getByRole('button', { name: 'Save' }).click()
  await expect(access.getByRole('status')).toHaveText('Saved')

  const url = `http://tunnel-1.localhost:${new URL(server.host).port}`
  const send = (path: string) => server.request(url, { method: 'POST', path, body: '{}' })
  expect((await send('/')).status).toBe(403)
  expect((await send(`/${token}`)).status).toBe(200)
  await expect(access).toContainText('1 request refused so far')
  await dialog.getByRole('tab', { name: 'URLs' }).click()
  await expect(dialog.getByText(`${url}/${token}`, { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(app.rows()).toHaveCount(1)
})

test('what the tunnel added stands apart, and is left out of a replay as the provider called it', async ({
  app,
  server,
  handler,
}) => {
  const { page, publicUrl, editor } = app
  await app.endpointMenu('Default', 'Public URL and QR code…')
  const dialog = app.dialog('Default')
  await dialog.getByRole('textbox', { name: 'Headers that the tunnel adds' }).fill(Object.keys(ADDED).join('\n'))
  await dialog.getByRole('tabpanel', { name: 'URLs' }).getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('Saved', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await useServer(app, server)
  await publicUrl.getByRole('button', { name: 'Open public URL' }).click()
  await expect(publicUrl).toContainText('public · open')
  await post(server, `http://tunnel-1.localhost:${new URL(server.host).port}`, 'push')

  await app.open(/push/)
  await app.tab(/^Headers/).click()
  const added = await app.pairs('Added by the tunnel')
  expect(Object.fromEntries(added)).toEqual(ADDED)
  expect((await app.pairs('Headers')).map(([name]) => name.toLowerCase())).not.toContain('x-forwarded-for')

  await app.detail.getByRole('button', { name: 'Edit', exact: true }).click()
  await editor.getByRole('combobox', { name: 'Target' }).fill(`${handler.url}/in`)
  await editor.getByRole('switch', { name: 'Leave out what the tunnel added' }).click()
  await editor.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => handler.received.length).toBe(1)
  expect(handler.received[0]?.headers.map(([name]) => name)).not.toContain('x-forwarded-for')
  await editor.getByRole('switch', { name: 'Leave out what the tunnel added' }).click()
  await editor.getByRole('switch', { name: 'As the provider called it' }).click()
  await editor.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => handler.received.length).toBe(2)
  const asCalled = Object.fromEntries(
    (handler.received[1]?.headers ?? []).map(([name, value]) => [name.toLowerCase(), value]),
  )
  expect(asCalled).toMatchObject({ host: 'hooks.example.com', 'x-forwarded-proto': 'https' })
})

async function useServer(app: Screen, server: LocaltunnelServer): Promise<void> {
  const dialog = await app.openTunnelSettings()
  await dialog.getByRole('textbox', { name: 'Server that opens public URLs' }).fill(server.host)
  await dialog.getByRole('textbox', { name: 'Seconds between checks' }).fill('0.5')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog.getByText('Saved', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog).toBeHidden()
}

/** Somebody else has the name, for as long as the server waits for sockets. */
async function takeName(server: LocaltunnelServer, name: string): Promise<void> {
  const response = await fetch(`${server.host}/${name}`)
  expect(((await response.json()) as { id: string }).id).toBe(name)
}

async function post(server: LocaltunnelServer, publicUrl: string, event: string): Promise<void> {
  const webhook = githubWebhook(event)
  const answer = await server.request(publicUrl, {
    method: 'POST',
    path: `/from/${event}`,
    headers: { ...webhook.headers, ...ADDED },
    body: webhook.body,
  })
  expect(answer.status).toBe(200)
}

/** As a tunnel's proxy adds them. */
const ADDED = {
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'hooks.example.com',
}

function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText())
}

/** What a camera would read from a picture of the screen. */
async function readQr(page: Page, png: Buffer): Promise<string | null> {
  const { width, height, pixels } = await page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    const data = context?.getImageData(0, 0, image.width, image.height).data ?? []
    return { width: image.width, height: image.height, pixels: [...data] }
  }, png.toString('base64'))
  return jsQr(Uint8ClampedArray.from(pixels), width, height)?.data ?? null
}
