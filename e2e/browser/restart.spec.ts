import { githubWebhook } from '../support/github-examples.ts'
import { sendGithub, sendJson } from '../support/send.ts'
import { serve } from '../support/served-engine.ts'
import { expect, test, watchPage } from './browser-test.ts'
import { Screen } from './screen.ts'

test('everything is still there after the engine was stopped and started again', async ({ engine, app, browser }) => {
  const { page, sidebar, detail } = app
  await sidebar.getByRole('button', { name: 'New endpoint' }).click()
  await app.dialog('New endpoint').getByRole('textbox', { name: 'Name', exact: true }).fill('GitHub')
  await page.keyboard.press('Enter')
  await app.endpointMenu('GitHub', 'Answer, forward, name…')
  const answer = page.getByRole('tabpanel', { name: 'Answer' })
  await answer.getByRole('textbox', { name: 'Status' }).fill('207')
  await answer.getByRole('button', { name: 'Save' }).click()
  await expect(answer.getByRole('status')).toHaveText('Saved')
  await page.keyboard.press('Escape')

  const webhook = githubWebhook('release')
  await sendGithub(`${engine.receiver}/github`, webhook)
  await sendGithub(`${engine.receiver}/github`, githubWebhook('star'))
  await sidebar.getByRole('button', { name: /^All/ }).click()
  await app.open(/release/)
  await page.keyboard.press('p')
  await expect(app.row(/release.*pinned/)).toBeVisible()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Plain text, kept beside the capture' }).fill('The one that broke staging')
  await expect(detail.getByText('Saved', { exact: true })).toBeVisible()
  const settings = await app.openSettings('Retention')
  await settings.getByRole('textbox', { name: 'Days at most' }).fill('30')
  await settings.getByRole('tabpanel', { name: 'Retention' }).getByRole('button', { name: 'Save' }).click()
  await expect(settings.getByText('Saved', { exact: true })).toBeVisible()
  await settings.getByRole('tab', { name: 'General' }).click()
  await app.choice('Theme', 'Light').click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')

  expect(await engine.stop()).toBe(0)
  const again = await serve(engine.dataFolder)
  // Another browser, which remembers nothing by itself.
  const context = await browser.newContext({ colorScheme: 'dark' })
  try {
    const next = new Screen(await context.newPage())
    const watch = watchPage(next.page, again.origin)
    await next.page.goto(again.ui)
    await expect(next.rows()).toHaveCount(2)
    await expect(next.page.locator('html')).toHaveAttribute('data-theme', 'light')
    await next.open(/release.*pinned.*has a note/)
    await next.tab(/^Notes/).click()
    await expect(next.detail.getByRole('textbox')).toHaveValue('The one that broke staging')
    await next.tab('Body').click()
    await expect(next.code()).toContainText('"action": "published"')
    expect((await sendJson(`${again.receiver}/github`, {})).status).toBe(207)
    await expect(next.rows()).toHaveCount(3)
    const kept = await next.openSettings('Retention')
    await expect(kept.getByRole('textbox', { name: 'Days at most' })).toHaveValue('30')
    watch.expectNothingWrong()
  } finally {
    await context.close()
    await again.stop()
  }
})
