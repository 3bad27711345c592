import { send, sendJson } from '../support/send.ts'
import { expect, test } from './browser-test.ts'

test('two captures are compared by what they mean, by key', async ({ engine, app }) => {
  const { page } = app
  await send(`${engine.receiver}/hook?x=1`, {
    headers: { 'Content-Type': 'application/json', Date: 'yesterday' },
    body: '{"type":"order.old","id":1,"amount":9007199254740993,"items":[{"id":"a","n":1},{"id":"b","n":1}]}',
  })
  await send(`${engine.receiver}/hook?x=2`, {
    headers: { 'content-type': 'application/json', date: 'today' },
    body: '{"items":[{"id":"b","n":2},{"id":"a","n":1}],"type":"order.new","amount":9007199254740992,"id":2}',
  })
  await app.open(/order\.old/)
  await page.keyboard.press('d')
  await expect(page.getByText('Nothing is marked to compare with.')).toBeVisible()
  await page.keyboard.press('m')
  await expect(app.detail.getByText('marked', { exact: true })).toBeVisible()
  await app.open(/order\.new/)
  await page.keyboard.press('d')

  const dialog = page.getByRole('dialog', { name: 'Compare', exact: true })
  const bodies = dialog.getByRole('listbox', { name: 'Differences of the bodies' })
  await expect(dialog.getByText('4 changed, 1 moved')).toBeVisible()
  await expect(bodies.getByRole('option', { name: '/amount' })).toContainText('9007199254740993')
  await expect(bodies.getByRole('option', { name: '/items/1/n → /items/0/n' })).toBeVisible()

  await test.step('the next difference', async () => {
    await expect(bodies).toBeFocused()
    await expect(bodies.getByRole('option', { selected: true })).toContainText('order.old')
    await page.keyboard.press('j')
    await expect(bodies.getByRole('option', { selected: true })).toContainText('/id')
  })

  await test.step('rules, which stay', async () => {
    await page.keyboard.press('i')
    await expect(dialog.getByText('3 changed, 1 moved, 1 ignored')).toBeVisible()
    await dialog.getByRole('textbox', { name: /^Ignore/ }).fill('/id, amount, Date')
    await expect(dialog.getByText('2 changed, 1 moved, 2 ignored')).toBeVisible()
  })

  await test.step('copies', async () => {
    await dialog.getByRole('button', { name: 'Copy as JSON Patch' }).click()
    await expect(page.getByText('JSON Patch copied')).toBeVisible()
    const patch: unknown = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
    expect(patch).toEqual([
      { op: 'move', from: '/items/1', path: '/items/0' },
      { op: 'replace', path: '/items/0/n', value: 2 },
      { op: 'replace', path: '/type', value: 'order.new' },
    ])
    await dialog.getByRole('button', { name: 'Copy as text' }).click()
    await expect(page.getByText('Comparison copied')).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('~ /type\n')
  })

  await test.step('texts side by side, and bytes', async () => {
    await app.choice('How the bodies are compared', 'Pretty text').click()
    const editors = dialog.locator('.monaco-diff-editor .view-lines')
    await expect(editors.first()).toContainText('9007199254740993')
    await expect(editors.last()).toContainText('9007199254740992')
    await expect(dialog.locator('.monaco-diff-editor .char-insert').first()).toBeVisible()
    await app.choice('How the bodies are compared', 'Bytes').click()
    await expect(bodies).toContainText('00000000')
  })

  await test.step('headers and query', async () => {
    await dialog.getByRole('tab', { name: /^Headers/ }).click()
    await expect(dialog.getByText('no difference but 1 ignored')).toBeVisible()
    await dialog.getByRole('tab', { name: /^Query/ }).click()
    await expect(dialog.getByRole('listbox', { name: 'Differences of path and query' })).toContainText('x')
    await expect(dialog.getByText('1 changed', { exact: true })).toBeVisible()
  })

  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.keyboard.press('d')
  await expect(dialog.getByText('2 changed, 1 moved, 2 ignored')).toBeVisible()
})

test('bodies without a difference, and of different kinds, say what they are', async ({ engine, app }) => {
  const { page } = app
  await sendJson(`${engine.receiver}/a`, { type: 'same.one', n: 1 })
  await send(`${engine.receiver}/a`, {
    headers: { 'Content-Type': 'application/json' },
    body: '{"n":1.0, "type":"same.one"}',
  })
  await send(`${engine.receiver}/broken`, { headers: { 'Content-Type': 'application/json' }, body: '{"n":1,' })
  await app
    .row(/same\.one/)
    .first()
    .click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('d')
  const dialog = page.getByRole('dialog', { name: 'Compare', exact: true })
  await expect(dialog.getByRole('heading', { name: 'No difference' })).toBeVisible()
  await expect(dialog.getByText('They mean the same, but are not the same bytes.')).toBeVisible()
  await page.keyboard.press('Escape')
  await app.open(/same\.one/)
  await page.keyboard.press('m')
  await app.open(/broken/)
  await app.detail.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Compare with the marked one' }).click()
  await expect(
    dialog.getByText(/Compared as text, since this is no valid JSON: the right at character 8/),
  ).toBeVisible()
})
