import { gzipSync } from 'node:zlib'
import { githubWebhook } from '../support/github-examples.ts'
import { startHandler } from '../support/local-server.ts'
import { send, sendGithub, sendJson } from '../support/send.ts'
import { expect, test } from './browser-test.ts'

test('real GitHub webhooks appear live; one is opened, edited and replayed, and the handler got what the screen said', async ({
  engine,
  app,
}) => {
  const { page, detail, editor } = app
  const handler = await startHandler((_, response) =>
    response.writeHead(422, { 'X-Answer': 'seen', 'Content-Type': 'application/json' }).end('{"error":"not mine"}'),
  )
  const webhook = githubWebhook('issues')
  await sendGithub(`${engine.receiver}/webhooks/github?try=1`, githubWebhook('ping'))
  await expect(app.row(/ping/)).toBeVisible()
  await sendGithub(`${engine.receiver}/webhooks/github?try=2`, webhook)
  await expect(app.rows()).toHaveCount(2)
  await expect(app.rows().first()).toContainText('issues')

  await test.step('headers and body are what was sent', async () => {
    await app.open(/issues/)
    await expect(detail).toContainText('POST /webhooks/github?try=2')
    await app.tab(/^Headers/).click()
    const expected = [...Object.entries(webhook.headers), ['Content-Length', String(Buffer.byteLength(webhook.body))]]
    expect(await app.pairs('Headers')).toEqual(expect.arrayContaining(expected))
    await app.tab(/^Query/).click()
    await expect(app.pair('Query', 'try')).toHaveText('2')
    await app.tab('Body').click()
    await app.choice('View', 'Raw').click()
    await expect(app.code()).toContainText(webhook.body.slice(0, 40))
    await detail.getByRole('button', { name: 'Copy body' }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(webhook.body)
  })

  const edited = JSON.stringify({ action: 'closed', note: 'größer → 日本' })
  await test.step('it is edited and sent', async () => {
    await detail.getByRole('button', { name: 'Edit', exact: true }).click()
    await editor.getByRole('combobox', { name: 'Target' }).fill(`${handler.url}/local/*`)
    await editor.getByRole('combobox', { name: 'Method' }).fill('PUT')
    await editor.getByRole('textbox', { name: 'Value of X-GitHub-Hook-ID' }).fill('7')
    await editor.getByRole('button', { name: 'Remove X-Hub-Signature-256' }).click()
    await editor.getByRole('button', { name: 'Duplicate X-GitHub-Event' }).click()
    await editor.getByRole('button', { name: 'Add header' }).click()
    const added = editor.getByRole('list', { name: 'Headers' }).getByRole('listitem').last()
    await added.getByRole('textbox').first().fill('X-Tried-By')
    await added.getByRole('textbox').last().fill('me')
    await app.choice('Body', 'Text').click()
    const body = editor.getByRole('textbox', { name: 'Body to send' })
    await body.press('ControlOrMeta+A')
    // Pasted: typing would have the editor close quotes and brackets by itself.
    await page.evaluate((text) => navigator.clipboard.writeText(text), edited)
    await body.press('ControlOrMeta+V')
    await expect(editor).toContainText('method POST → PUT')
    await editor.getByRole('button', { name: 'Send', exact: true }).click()
  })

  const delivery = editor.getByRole('region', { name: 'Delivery' })
  await test.step('the response and every change are shown', async () => {
    await expect(delivery).toContainText('422')
    await expect(delivery.locator('.monaco-editor .view-lines')).toHaveText('{"error":"not mine"}')
    await app.choice('Part of the delivery', /^Headers/).click()
    await expect(app.pair('Headers', 'X-Answer')).toHaveText('seen')
    await app.choice('Part of the delivery', /^Changes/).click()
    const changes = delivery.getByRole('list', { name: 'Changes made by sending' })
    const host = changes.getByRole('listitem').filter({ hasText: 'Host' })
    await expect(host.locator('del')).toHaveText(new URL(engine.receiver).host)
    await expect(host.locator('ins')).toHaveText(new URL(handler.url).host)
    const length = changes.getByRole('listitem').filter({ hasText: 'Content-Length' })
    await expect(length.locator('ins')).toHaveText(String(Buffer.byteLength(edited)))
  })

  await test.step('the handler got exactly what the screen says', async () => {
    expect(handler.received).toHaveLength(1)
    const [got] = handler.received
    expect(got?.method).toBe('PUT')
    expect(got?.url).toBe('/local/webhooks/github?try=2')
    expect(got?.body.toString('utf8')).toBe(edited)
    await app.choice('Part of the delivery', /^Sent headers/).click()
    expect(got?.headers).toEqual(await app.pairs('Headers'))
    const names = got?.headers.map(([name]) => name) ?? []
    expect(names.filter((name) => name === 'X-GitHub-Event')).toHaveLength(2)
    expect(names).not.toContain('X-Hub-Signature-256')
    expect(got?.headers).toContainEqual(['X-GitHub-Hook-ID', '7'])
    expect(got?.headers).toContainEqual(['X-Tried-By', 'me'])
  })

  await test.step('the delivery is listed, and the capture is as it was', async () => {
    await editor.getByRole('button', { name: 'Back to the capture' }).click()
    await app.tab(/^Deliveries/).click()
    const attempts = detail.getByRole('list', { name: 'Attempts' })
    await expect(attempts.getByRole('listitem')).toHaveCount(1)
    await expect(attempts).toContainText(`PUT ${handler.url}/local/webhooks/github?try=2`)
    await expect(attempts).toContainText('422')
    await app.tab(/^Headers/).click()
    await expect(app.pair('Headers', 'X-GitHub-Hook-ID')).toHaveText('292430182')
    await expect(app.row(/issues/)).toContainText('sent on, times:1')
  })
  await handler.close()
})

test('one key replays to the last target, byte for byte', async ({ engine, app, handler }) => {
  const { page, detail } = app
  const body = Buffer.from(`{ "a" : 1,\r\n "a":2, "é":"\\u00e9", "raw":"\xff" }\n`, 'latin1')
  await send(`${engine.receiver}/a//b?x=%20&&y`, {
    headers: { 'X-Twice': ['1', '2'], 'x-lower': 'ok', 'Content-Type': 'application/json' },
    body,
  })
  await app.open(/a\/\/b/)
  await page.keyboard.press('r')
  const target = detail.getByRole('combobox', { name: 'Target' })
  await expect(target).toBeFocused()
  await target.fill(`${handler.url}/*`)
  await expect(detail).toContainText(`${handler.url}/a//b?x=%20&&y`)
  await target.press('Enter')
  await expect.poll(() => handler.received.length).toBe(1)
  await app.rows().first().click()
  await page.keyboard.press('r')
  await expect.poll(() => handler.received.length).toBe(2)
  for (const got of handler.received) {
    expect(got.url).toBe('/a//b?x=%20&&y')
    expect(got.body.equals(body)).toBe(true)
    expect(got.headers.filter(([name]) => /^x-/i.test(name))).toEqual([
      ['X-Twice', '1'],
      ['X-Twice', '2'],
      ['x-lower', 'ok'],
    ])
  }
  await app.tab(/^Deliveries/).click()
  await expect(detail.getByRole('list', { name: 'Attempts' }).getByRole('listitem')).toHaveCount(2)

  // To where that delivery went, while what `r` sends to stays: another capture must not go to this one's path.
  await detail.getByRole('button', { name: 'Replay again' }).click()
  await expect.poll(() => handler.received.length).toBe(3)
  await expect(detail.getByRole('list', { name: 'Attempts' }).getByRole('listitem')).toHaveCount(3)
  await app.tab(/^Body/).click()
  await expect(target).toHaveValue(`${handler.url}/*`)
})

test('a target that refuses says so and what to do, and one that hangs can be cancelled', async ({ engine, app }) => {
  const { detail } = app
  await sendJson(`${engine.receiver}/x`, { type: 'thing.happened' })
  await app.open(/thing\.happened/)
  const gone = await startHandler()
  await gone.close()
  const target = detail.getByRole('combobox', { name: 'Target' })
  await target.fill(`${gone.url}/`)
  await target.press('Escape')
  await expect(target).toHaveValue(`${gone.url}/`)
  await detail.getByRole('button', { name: 'Send', exact: true }).click()
  const replay = detail.getByRole('region', { name: 'Replay' })
  await expect(replay).toContainText('refused')
  await expect(replay).toContainText(`Nothing listens at ${new URL(gone.url).host}. Start the target there`)

  const silent = await startHandler(() => undefined)
  await target.fill(`${silent.url}/`)
  await detail.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(replay).toContainText('sending…')
  await expect.poll(() => silent.received.length).toBe(1)
  await replay.getByRole('button', { name: 'Cancel this delivery' }).click()
  await expect(replay).toContainText('cancelled')
  await silent.close()
})

test('several captures are replayed in order, with progress', async ({ engine, app, handler }) => {
  const { page, selectionBar } = app
  for (let number = 1; number <= 5; number += 1)
    await sendJson(`${engine.receiver}/n/${number}`, { type: `n.${number}` })
  await expect(app.rows()).toHaveCount(5)
  await app.row(/n\.5/).click()
  await app.row(/n\.2/).click({ modifiers: ['Shift'] })
  await expect(selectionBar).toContainText('4 selected')
  await selectionBar.getByRole('button', { name: 'Replay…' }).click()
  const dialog = app.dialog('Replay 4 captures')
  await dialog.getByRole('combobox', { name: 'Target' }).fill(`${handler.url}/all/*`)
  await dialog.getByRole('button', { name: 'Replay', exact: true }).click()
  await expect(dialog.getByRole('progressbar', { name: 'Replayed' })).toHaveAttribute('aria-valuenow', '100')
  await expect(dialog).toContainText('4 of 4, done')
  await expect(dialog).toContainText('4 answered')
  expect(handler.received.map((request) => request.url)).toEqual(['/all/n/2', '/all/n/3', '/all/n/4', '/all/n/5'])
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(app.row(/sent on, times:/)).toHaveCount(4)
})

test('a compressed body that was edited as text is sent as captured again, compressed', async ({
  engine,
  app,
  handler,
}) => {
  const { page, editor } = app
  const body = gzipSync('{"type":"packed"}')
  await send(`${engine.receiver}/hook`, {
    headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    body,
  })
  await app.open(/\/hook|packed/)
  await page.keyboard.press('e')
  await editor.getByRole('combobox', { name: 'Target' }).fill(`${handler.url}/`)
  await app.choice('Body', 'Text').click()
  await editor.getByRole('textbox', { name: 'Body to send' }).press('ControlOrMeta+Home')
  await page.keyboard.press('Space')
  await expect(editor).toContainText('Content-Encoding removed')
  await app.choice('Body', 'As captured').click()
  await expect(editor).not.toContainText('Content-Encoding removed')
  await editor.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => handler.received).toHaveLength(1)
  expect(handler.received[0]?.body.equals(body)).toBe(true)
  expect(handler.received[0]?.headers).toContainEqual(['Content-Encoding', 'gzip'])
})
