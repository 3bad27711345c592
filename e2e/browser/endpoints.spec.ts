import { githubWebhook } from '../support/github-examples.ts'
import { send, sendGithub, sendJson } from '../support/send.ts'
import { expect, test } from './browser-test.ts'

test('an endpoint is added, given an answer and a forward, and does both by itself', async ({
  engine,
  app,
  handler,
}) => {
  const { page, sidebar, detail } = app
  await sidebar.getByRole('button', { name: 'New endpoint' }).click()
  const adding = app.dialog('New endpoint')
  await adding.getByRole('textbox', { name: 'Name', exact: true }).fill('GitHub (test)')
  await expect(adding.getByRole('textbox', { name: /^Slug/ })).toHaveValue('github-test')
  await expect(adding).toContainText(`${engine.receiver}/github-test`)
  await adding.getByRole('textbox', { name: /^Slug/ }).fill('github')
  await adding.getByRole('button', { name: 'Add endpoint' }).click()
  await expect(adding).toBeHidden()

  await app.endpointMenu('GitHub (test)', 'Answer, forward, name…')
  const settings = app.dialog('GitHub (test)')
  await test.step('its answer', async () => {
    const answer = settings.getByRole('tabpanel', { name: 'Answer' })
    await answer.getByRole('textbox', { name: 'Status' }).fill('202')
    await answer.getByRole('button', { name: 'Add header' }).click()
    await answer.getByRole('textbox', { name: 'Name of header 2' }).fill('X-Taken')
    await answer.getByRole('textbox', { name: 'Value of header 2' }).fill('yes')
    await answer.getByRole('textbox', { name: 'Body' }).fill('{"taken":"größer"}')
    await answer.getByRole('button', { name: 'Save' }).click()
    await expect(answer.getByRole('status')).toHaveText('Saved')
  })
  await test.step('where it forwards', async () => {
    await settings.getByRole('tab', { name: 'Forward' }).click()
    const forward = settings.getByRole('tabpanel', { name: 'Forward' })
    await forward.getByRole('switch', { name: 'Forward new captures' }).click()
    await forward.getByRole('combobox', { name: 'Target' }).fill(`${handler.url}/in/*`)
    await forward.getByRole('button', { name: 'Save' }).click()
    await expect(forward.getByRole('status')).toHaveText('Saved')
  })
  await page.keyboard.press('Escape')
  await expect(settings).toBeHidden()

  const webhook = githubWebhook('push')
  const answer = await sendGithub(`${engine.receiver}/github/hooks//1?a=%2F`, webhook)
  expect(answer.status).toBe(202)
  expect(answer.body).toBe('{"taken":"größer"}')
  expect(answer.headers.join('\n')).toContain('X-Taken\nyes')

  await expect.poll(() => handler.received.length).toBe(1)
  const [got] = handler.received
  expect(got?.method).toBe('POST')
  expect(got?.url).toBe('/in/hooks//1?a=%2F')
  expect(got?.body.toString('utf8')).toBe(webhook.body)
  expect(got?.headers).toContainEqual(['X-GitHub-Event', 'push'])

  await app.open(/push/)
  await expect(detail).toContainText('answered 202')
  await app.tab(/^Deliveries/).click()
  const attempts = detail.getByRole('list', { name: 'Attempts' })
  await expect(attempts.getByRole('listitem')).toHaveCount(1)
  await expect(attempts).toContainText('forward')
  await expect(attempts).toContainText(`POST ${handler.url}/in/hooks//1?a=%2F`)
  await expect(detail.getByRole('region', { name: 'Delivery' })).toContainText('200')
})

test('choosing an endpoint narrows the list, and deleting one keeps its captures and can be undone', async ({
  engine,
  app,
}) => {
  const { page, sidebar } = app
  await sidebar.getByRole('button', { name: 'New endpoint' }).click()
  await app.dialog('New endpoint').getByRole('textbox', { name: 'Name', exact: true }).fill('Stripe')
  await page.keyboard.press('Enter')
  await expect(app.dialog('New endpoint')).toBeHidden()
  await sendJson(`${engine.receiver}/stripe`, { type: 'invoice.paid' })
  await sendJson(`${engine.receiver}/else`, { type: 'other.thing' })
  // The new endpoint is the one that is shown.
  await expect(app.rows()).toHaveCount(1)
  await expect(app.row(/invoice\.paid/)).toBeVisible()
  await sidebar.getByRole('button', { name: /^All/ }).click()
  await expect(app.rows()).toHaveCount(2)

  await app.endpointMenu('Stripe', 'Delete')
  await expect(sidebar.getByRole('button', { name: /^Stripe/ })).toHaveCount(0)
  await expect(app.row(/stripe.*invoice\.paid/)).toBeVisible()
  await sendJson(`${engine.receiver}/stripe`, { type: 'invoice.voided' })
  await expect(app.row(/default.*invoice\.voided/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(sidebar.getByRole('button', { name: /^Stripe/ })).toBeVisible()
  await sendJson(`${engine.receiver}/stripe`, { type: 'invoice.created' })
  await expect(app.row(/stripe.*invoice\.created/)).toBeVisible()
})

test('an answer can be a file, and a wrong one is explained where it is typed', async ({ engine, app }) => {
  await app.endpointMenu('Default', 'Answer, forward, name…')
  const answer = app.page.getByRole('tabpanel', { name: 'Answer' })
  await answer.getByRole('textbox', { name: 'Status' }).fill('99')
  await answer.getByRole('button', { name: 'Save' }).click()
  await expect(answer.getByRole('textbox', { name: 'Status' })).toHaveAccessibleDescription(/200 to 599/)
  await answer.getByRole('textbox', { name: 'Status' }).fill('201')
  await app.choice('Kind of body', 'File').click()
  const chooser = app.page.waitForEvent('filechooser')
  await answer.getByText('Choose a file…').click()
  const bytes = Buffer.from([0, 1, 2, 0xff, 0xfe])
  await (await chooser).setFiles({ name: 'answer.bin', mimeType: 'application/octet-stream', buffer: bytes })
  await expect(answer).toContainText('answer.bin')
  await answer.getByRole('button', { name: 'Save' }).click()
  await expect(answer.getByRole('status')).toHaveText('Saved')
  const response = await fetch(`${engine.receiver}/x`, { method: 'POST' })
  expect(response.status).toBe(201)
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  await send(`${engine.receiver}/y`, { method: 'GET' })
})
