import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { expect, test } from './browser-test.ts'

async function post(receiver: string, email: string): Promise<void> {
  await fetch(`${receiver}/shop?token=qu3ry-planted`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer b3arer-planted',
      cookie: 'sid=c00kie-planted',
    },
    body: JSON.stringify({ type: 'order.paid', customer: { email }, amount: 1099 }),
  })
}

test('an export is redacted, previewed, saved, and says what was taken out', async ({ engine, app }) => {
  const { page } = app
  await post(engine.receiver, 'jo.planted@example.com')
  await post(engine.receiver, 'kim.planted@example.com')
  await expect(app.rows()).toHaveCount(2)

  await page.keyboard.press('Shift+E')
  const dialog = app.dialog('Export captures')
  await expect(dialog.getByRole('switch', { name: 'Redact' })).toBeChecked()
  const after = dialog.getByLabel('As it will be shared')
  await expect(after).toContainText('authorization: Bearer [authorization-1]')
  await expect(after).toContainText('"email":"[email-1]"')
  await expect(after).not.toContainText('planted')
  await expect(dialog.getByLabel('As it came')).toContainText('kim.planted@example.com')
  await expect(dialog.getByRole('list', { name: 'What was taken out' })).toContainText('E-mail addresses 1')
  await dialog.getByRole('button', { name: 'Another example' }).click()
  await expect(dialog.getByLabel('As it came')).toContainText('jo.planted@example.com')

  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/\.hookbench$/)
  await expect(dialog.getByText(/^Saved as/)).toContainText('2 captures')
  await expect(dialog.getByRole('region', { name: 'Redacted' })).toContainText('E-mail addresses 2')
  const lines = gunzipSync(await readFile(await file.path())).toString()
  expect(lines).not.toContain('planted')
  for (const placeholder of ['[email-1]', '[email-2]']) {
    const body = `{"type":"order.paid","customer":{"email":"${placeholder}"},"amount":1099}`
    expect(lines).toContain(Buffer.from(body).toString('base64'))
  }
})

test('an export that is left before it has begun saves nothing', async ({ engine, app }) => {
  const { page } = app
  await post(engine.receiver, 'jo.planted@example.com')
  await expect(app.rows()).toHaveCount(1)
  const downloads: string[] = []
  page.on('download', (download) => downloads.push(download.suggestedFilename()))
  const begun = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  await page.route('**/api/call/export.start', async (route) => {
    begun.resolve()
    await goOn.promise
    await route.continue()
  })

  await page.keyboard.press('Shift+E')
  const dialog = app.dialog('Export captures')
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  await begun.promise
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  const cancelled = page.waitForResponse('**/api/call/export.cancel')
  goOn.resolve()
  expect(await (await cancelled).json()).toMatchObject({ ok: true })

  // One that is not left is the only one that is saved.
  await page.unroute('**/api/call/export.start')
  await page.keyboard.press('Shift+E')
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  await download
  expect(downloads).toHaveLength(1)
})

test('without redaction the selection goes out as it came, after a warning', async ({ engine, app }) => {
  const { page } = app
  await post(engine.receiver, 'jo.planted@example.com')
  await post(engine.receiver, 'kim.planted@example.com')
  await expect(app.rows()).toHaveCount(2)
  await app.rows().first().click()
  await page.keyboard.press('Shift+J')
  await app.selectionBar.getByRole('button', { name: 'Export…' }).click()
  const dialog = app.dialog('Export captures')
  await expect(dialog.getByRole('radio', { name: 'What is selected' })).toBeChecked()
  await dialog.getByRole('switch', { name: 'Redact' }).click()
  await expect(dialog.getByText(/as it came: authorization/)).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Format' }).click()
  await page.getByRole('option', { name: 'Zip of bodies' }).click()
  await expect(dialog.getByText(/^Bodies will be in the file as they came/)).toBeVisible()
  await dialog.getByRole('switch', { name: 'Redact' }).click()
  await expect(dialog.getByText('Of this, the file has the body alone.')).toBeVisible()
  await dialog.getByRole('switch', { name: 'Redact' }).click()
  await dialog.getByRole('combobox', { name: 'Format' }).click()
  await page.getByRole('option', { name: 'NDJSON' }).click()
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  expect(text.match(/b3arer-planted/g)).toHaveLength(2)
})

test('kinds are switched off and own patterns tried where it is set', async ({ engine, app }) => {
  const { page } = app
  await post(engine.receiver, 'jo.planted@example.com')
  await expect(app.rows()).toHaveCount(1)
  const settings = await app.openSettings('Sharing')
  const trial = settings.getByLabel('As it would be shared')
  await expect(trial).toHaveText('Order 4711 of [email-1], [phone-1], password=[token-1]')
  await settings.getByRole('switch', { name: 'Phone numbers' }).click()
  await expect(trial).toContainText('+49 170 1234567')
  await settings.getByRole('button', { name: 'Add pattern' }).click()
  await settings.getByLabel('Name of pattern 1').fill('Orders')
  await settings.getByLabel('Pattern 1', { exact: true }).fill('order [0-9')
  await expect(settings.getByText(/The pattern "Orders" cannot be read at character 7/)).toBeVisible()
  await expect(settings.getByRole('button', { name: 'Save' })).toBeDisabled()
  await settings.getByLabel('Pattern 1', { exact: true }).fill('order [0-9]+|order\\.\\w+')
  await settings.getByRole('switch', { name: 'Any case' }).click()
  await expect(trial).toContainText('[pattern-1] of [email-1]')
  await settings.getByRole('button', { name: 'Save' }).click()
  await expect(settings.getByText('Saved', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')

  await app.open(/order\.paid/)
  await page.keyboard.press('c')
  const copy = app.dialog('Copy as')
  await copy.getByRole('switch', { name: /^Redacted/ }).click()
  const preview = copy.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('[pattern-1]')
  await expect(preview).not.toContainText('planted')
})

test('an export comes back in from a dropped file, with undo', async ({ engine, app }) => {
  const { page } = app
  await post(engine.receiver, 'jo.planted@example.com')
  await expect(app.rows()).toHaveCount(1)
  await page.keyboard.press('Shift+E')
  const exporting = app.dialog('Export captures')
  const download = page.waitForEvent('download')
  await exporting.getByRole('button', { name: 'Export', exact: true }).click()
  const bytes = await readFile(await (await download).path())
  await exporting.getByRole('button', { name: 'Close' }).last().click()
  await app.rows().first().click()
  await page.keyboard.press('x')
  await expect(app.rows()).toHaveCount(0)

  const transfer = await page.evaluateHandle((base64) => {
    const given = new DataTransfer()
    const file = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    given.items.add(new File([file], 'shared.hookbench'))
    return given
  }, bytes.toString('base64'))
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer })
  const dialog = app.dialog('Import captures')
  await expect(dialog.getByText(/shared\.hookbench: .*Hookbench bundle: 1 capture/)).toBeVisible()
  await expect(dialog.getByRole('list', { name: 'Where they go' })).toContainText('1 capture to default')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByText('1 capture imported.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Show it' }).click()
  await expect(app.rows()).toHaveCount(1)
  await expect(app.detail).toContainText('[email-1]')

  await page.keyboard.press('Shift+I')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(dialog).toHaveCount(0)
})

test('a pasted curl command becomes a capture to edit and replay, and a wrong one is named', async ({ app }) => {
  const { page } = app
  await page.keyboard.press('Shift+I')
  const dialog = app.dialog('Import captures')
  const field = dialog.getByLabel('Or paste curl commands, raw HTTP or a .http file')
  await field.fill("curl 'http://h/a' -d 'x")
  await expect(dialog.getByText(/line 1, column \d+: a quote ' is opened/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Read it' })).toBeDisabled()
  await field.fill('### One\nPOST http://h/one\n\n{"type":"from.http"}\n\n### Two\nGET http://h/two\n')
  await expect(dialog.getByText('2 requests:')).toBeVisible()
  await field.fill(`curl https://h/hook?x=1 --json '{"type":"from.curl"}' -k`)
  await expect(dialog.getByText('POST /hook?x=1')).toBeVisible()
  await expect(dialog.getByText(/--insecure .* is about the connection/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Read it' }).click()
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await dialog.getByRole('button', { name: 'Edit and replay' }).click()
  await expect(app.editor).toBeVisible()
  await expect(app.row(/from\.curl/)).toBeVisible()
  await page.keyboard.press('Escape')

  await page.keyboard.press('Shift+I')
  await field.fill('curl http://h/second -d y')
  await dialog.getByRole('button', { name: 'Read it' }).click()
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect(app.rows()).toHaveCount(1)
})

test('a command that names a file is refused with what reads it', async ({ app }) => {
  await app.page.keyboard.press('Shift+I')
  const dialog = app.dialog('Import captures')
  await dialog
    .getByLabel('Or paste curl commands, raw HTTP or a .http file')
    .fill('curl http://h/hook -H "Content-Type: application/json" -d @body.json')
  await expect(dialog.getByText('The file body.json is needed.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Read it' }).click()
  await expect(
    dialog.getByText(/It needs "body\.json"\. On the command line, hookbench import FILE --files reads it/),
  ).toBeVisible()
})

test('more captures than can be told one by one are taken back, and what to copy instead is named', async ({ app }) => {
  const { page } = app
  await page.keyboard.press('Shift+I')
  const dialog = app.dialog('Import captures')
  const field = dialog.getByLabel('Or paste curl commands, raw HTTP or a .http file')
  await field.fill('Invoke-WebRequest -Uri "https://h/a" -Method POST')
  await expect(dialog.getByText(/choose "Copy as cURL" instead/)).toBeVisible()
  await field.fill('echo x | curl --digest -u me:planted "http://h/[1-3]/[1-50]" -d @-')
  await expect(dialog.getByText('150 requests:')).toBeVisible()
  await dialog.getByRole('button', { name: 'Read it' }).click()
  const remarks = dialog.getByRole('region', { name: 'Read with remarks' }).getByRole('listitem')
  await expect(remarks).toHaveText([/^Request 1: The Authorization of --digest .* is left out/])
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByText('150 captures imported.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect(dialog.getByText('150 imported captures deleted again.')).toBeVisible()
  await expect(app.rows()).toHaveCount(0)
})

test('a file that is none of these is refused by name', async ({ app }) => {
  const { page } = app
  await page.keyboard.press('Shift+I')
  const dialog = app.dialog('Import captures')
  const chooser = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: 'Choose a file…' }).click()
  await (await chooser).setFiles({
    name: 'x.ndjson',
    mimeType: 'text/plain',
    buffer: Buffer.from('{"kind":"capture"}\n'),
  })
  await expect(dialog.getByRole('alert')).toContainText('Line 1')
  await dialog.getByRole('button', { name: 'Choose another' }).click()
  await expect(dialog.getByRole('button', { name: 'Choose a file…' })).toBeVisible()
})
