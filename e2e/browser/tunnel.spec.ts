import { startLocaltunnelServer } from '../../electron/engine/tunnel/testing/localtunnel-server.ts'
import { githubWebhook } from '../support/github-examples.ts'
import { expect, test } from './browser-test.ts'

test('a public URL opens with one click, receives, and says when it is lost', async ({ app }) => {
  const { page } = app
  const server = await startLocaltunnelServer()
  const settings = await app.openSettings('General')
  await settings.getByRole('textbox', { name: 'Server that opens public URLs' }).fill(server.host)
  await settings.getByRole('tabpanel', { name: 'General' }).getByRole('button', { name: 'Save' }).click()
  await expect(settings.getByText('Saved', { exact: true })).toBeVisible()
  await settings.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Open public URL' }).click()
  const bar = page.getByRole('group', { name: 'Public URL' })
  await expect(bar).toContainText('open')
  await bar.getByRole('button', { name: 'Copy public URL' }).click()
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toMatch(/^http:\/\/tunnel-1\.localhost:\d+$/)
  const publicUrl = await copied()
  await expect(bar).toContainText(publicUrl)

  const webhook = githubWebhook('push')
  const answer = await server.request(publicUrl, {
    method: 'POST',
    path: '/from/outside',
    headers: { ...webhook.headers },
    body: webhook.body,
  })
  expect(answer.status).toBe(200)
  await app.open(/push/)
  await expect(app.detail).toContainText('POST /from/outside')

  await server.kill()
  await expect(bar.getByRole('alert')).toContainText('lost')
  await server.restart()
  await bar.getByRole('button', { name: 'Open again' }).click()
  await expect(bar.getByRole('button', { name: 'Copy public URL' })).toBeVisible()
  await bar.getByRole('button', { name: 'Close the public URL' }).click()
  await expect(page.getByRole('button', { name: 'Open public URL' })).toBeVisible()
  await server.kill()
})

test('a server that opens no tunnel is named, and opening can be cancelled', async ({ app }) => {
  const { page } = app
  const server = await startLocaltunnelServer()
  server.refuse({ status: 503, message: 'Come back later' })
  const settings = await app.openSettings('General')
  await settings.getByRole('textbox', { name: 'Server that opens public URLs' }).fill(server.host)
  await settings.getByRole('tabpanel', { name: 'General' }).getByRole('button', { name: 'Save' }).click()
  await expect(settings.getByText('Saved', { exact: true })).toBeVisible()
  await settings.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Open public URL' }).click()
  const bar = page.getByRole('group', { name: 'Public URL' })
  await expect(bar.getByRole('alert')).toContainText(new URL(server.host).host)
  server.refuse('hang')
  await bar.getByRole('button', { name: 'Open again' }).click()
  await expect(bar).toContainText('opening')
  await bar.getByRole('button', { name: 'Cancel opening' }).click()
  await expect(page.getByRole('button', { name: 'Open public URL' })).toBeVisible()
  await server.kill()
})
