import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from './browser-test.ts'

const run = promisify(execFile)

test('the first run says where to send, with a curl line that works as it stands', async ({ engine, app }) => {
  const { page } = app
  await expect(page.getByText('Waiting for the first webhook')).toBeVisible()
  await expect(page.getByRole('group', { name: 'Local URL' })).toContainText(new URL(engine.receiver).host)
  await page.getByRole('button', { name: 'Copy URL', exact: true }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(`${engine.receiver}/`)

  const line = await page.getByText(/^curl /).innerText()
  const { stdout } = await run('bash', ['-c', line], { timeout: 10_000 })
  expect(stdout).toBe('{"ok":true}')
  await expect(app.rows()).toHaveCount(1)
  await app.open(/POST/)
  await expect(app.pair('Form fields', 'hello')).toHaveText('world')
})

test('a sample can be sent from the empty list, and then looks like any webhook', async ({ app }) => {
  await app.page.getByRole('button', { name: 'Send a sample' }).click()
  await expect(app.rows()).toHaveCount(1)
  await app.rows().first().click()
  await expect(app.detail).toContainText('answered 200')
})

test('the token leaves the address bar and lasts for a reload', async ({ engine, app }) => {
  const { page } = app
  expect(page.url()).toBe(`${engine.origin}/`)
  await page.reload()
  await expect(page.getByText('Waiting for the first webhook')).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
})
