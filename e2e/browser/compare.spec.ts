import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startHandler } from '../support/local-server.ts'
import { send, sendJson } from '../support/send.ts'
import { expect, test } from './browser-test.ts'
import { Screen } from './screen.ts'

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
  await expect(page.getByRole('dialog', { name: 'Compare with…' })).toBeVisible()
  await page.keyboard.press('Escape')
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
    await expect(dialog.getByRole('region', { name: 'Ignored' })).toContainText('/id hides 1')
    await dialog.getByRole('textbox', { name: 'Ignore also' }).fill('amount, Date')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('2 changed, 1 moved, 2 ignored')).toBeVisible()
    await expect(dialog.getByRole('region', { name: 'Ignored' })).toContainText('Date hides 1')
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
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toMatch(
      /^Left: Capture order\.old, default, .*\nRight: Capture order\.new, .*\nIgnored: \/id, amount, Date\n/,
    )
    expect(text).toContain('~ /type\n')
  })

  await test.step('swapped', async () => {
    await bodies.focus()
    await page.keyboard.press('s')
    await expect(bodies.getByRole('option', { name: '/items/0/n → /items/1/n' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Copy as JSON Patch' }).click()
    await expect
      .poll(async () => page.evaluate(() => navigator.clipboard.readText()))
      .toContain('"path":"/type","value":"order.old"')
    await dialog.getByRole('button', { name: 'Swap the sides' }).click()
    await expect(bodies.getByRole('option', { name: '/items/1/n → /items/0/n' })).toBeVisible()
  })

  await test.step('texts side by side, and bytes', async () => {
    await app.choice('How the bodies are compared', 'Pretty text').click()
    const editors = dialog.locator('.monaco-diff-editor .view-lines')
    await expect(editors.first()).toContainText('9007199254740993')
    await expect(editors.last()).toContainText('9007199254740992')
    await expect(dialog.locator('.monaco-diff-editor .char-insert').first()).toBeVisible()
    await dialog.getByRole('button', { name: 'Next difference' }).click()
    await dialog.locator('.monaco-diff-editor .modified').click()
    await page.keyboard.press('j')
    await expect(dialog.getByText('Cannot edit')).toBeHidden()
    await page.keyboard.press('Control+f')
    await expect(dialog.locator('.find-widget.visible').first()).toBeVisible()
    await page.keyboard.press('Escape')
    await app.choice('How the bodies are compared', 'Bytes').click()
    await expect(bodies).toContainText('00000000')
  })

  await test.step('headers and query', async () => {
    await dialog.getByRole('tab', { name: /^Headers/ }).click()
    await expect(dialog.getByText('no difference but 1 ignored')).toBeVisible()
    await dialog.getByRole('tab', { name: /^Path and query/ }).click()
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
  await expect(app.rows()).toHaveCount(3)
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

test('a capture, what was sent of it and what came back are compared in any pairing', async ({ engine, app }) => {
  const { page } = app
  await sendJson(`${engine.receiver}/hook?x=1`, { type: 'order.sent', n: 1 })
  let answers = 0
  const handler = await startHandler((_, response) => {
    answers++
    response.writeHead(answers === 1 ? 200 : 500, { 'Content-Type': 'application/json' }).end(`{"n":${answers}}`)
  })
  await app.open(/order\.sent/)
  await app.detail.getByRole('combobox', { name: 'Target' }).fill(`${handler.url}/in`)
  for (let sent = 1; sent <= 2; sent++) {
    await app.detail
      .getByRole('button', { name: /^Replay/ })
      .first()
      .click()
    await expect.poll(() => answers).toBe(sent)
  }
  await app.tab(/^Deliveries/).click()
  const delivery = app.detail.getByRole('region', { name: 'Delivery' })
  await expect(delivery.getByText('500')).toBeVisible()
  const dialog = page.getByRole('dialog', { name: 'Compare', exact: true })

  await test.step('with the previous response', async () => {
    await delivery.getByRole('button', { name: 'Compare this delivery' }).click()
    await page.getByRole('menuitem', { name: 'Compare with the previous response' }).click()
    await expect(dialog.getByText('Left: Response')).toBeVisible()
    await expect(dialog.getByRole('option', { name: '/n' })).toContainText('2')
    await dialog.getByRole('tab', { name: /^Status/ }).click()
    await expect(dialog.getByRole('option', { name: '(status)' })).toContainText('500')
    await page.keyboard.press('Escape')
  })

  await test.step('what was sent with the capture, by key', async () => {
    await app.choice('Part of the delivery', 'Sent body').click()
    await page.keyboard.press('Shift+d')
    await page.getByRole('button', { name: /^The capture/ }).click()
    await expect(dialog.getByText('Right: Sent request')).toBeVisible()
    await expect(dialog.getByRole('heading', { name: 'No difference' })).toBeVisible()
    await dialog.getByRole('tab', { name: /^Path and query/ }).click()
    await expect(dialog.getByRole('option', { name: '(path)' })).toContainText('/in')
    await page.keyboard.press('Escape')
  })

  await test.step('marked, and compared with the capture', async () => {
    await app.choice('Part of the delivery', 'Response').click()
    await page.keyboard.press('m')
    await expect(page.getByText('Response marked.')).toBeVisible()
    await app.tab(/^Body/).click()
    await page.keyboard.press('d')
    await expect(dialog.getByText('Left: Response')).toBeVisible()
    await expect(dialog.getByRole('tab', { name: /^Status/ })).toBeHidden()
    await expect(dialog.getByText(/1 changed, 1 removed|1 changed, 1 added/)).toBeVisible()
  })
})

test('a capture is compared with a file and with what is pasted', async ({ engine, app, dataFolder }) => {
  const { page } = app
  await send(`${engine.receiver}/form`, {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'event=form.sent&a=1',
  })
  await app.open(/form/)
  const choose = page.getByRole('dialog', { name: 'Compare with…' })
  const dialog = page.getByRole('dialog', { name: 'Compare', exact: true })
  await page.keyboard.press('Shift+d')
  await choose.getByRole('textbox', { name: 'Or a text' }).fill('a=2&event=form.sent')
  await choose.getByRole('button', { name: 'Compare with the text' }).click()
  await expect(dialog.getByText('Left: Pasted')).toBeVisible()
  await expect(dialog.getByRole('option', { name: 'a' })).toContainText('2')
  await expect(dialog.getByText('They stand in another order.')).toBeVisible()
  await expect(dialog.getByRole('tab')).toHaveCount(1)
  await page.keyboard.press('Escape')

  await page.keyboard.press('Shift+d')
  await page.evaluate(() => navigator.clipboard.writeText('event=form.sent&a=1'))
  await choose.getByRole('textbox', { name: 'Or a text' }).focus()
  await page.keyboard.press('Control+v')
  await expect(dialog.getByRole('heading', { name: 'No difference' })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.keyboard.press('Shift+d')
  const large = join(dataFolder, 'expected.bin')
  await writeFile(large, Buffer.alloc(100 * 1024 * 1024))
  await choose.locator('input[type=file]').setInputFiles(large)
  await expect(dialog.getByText('Left: File')).toBeVisible()
  await expect(dialog.getByText(/too large to compare by structure, so the bytes are compared/)).toBeVisible()
})

test('rules are suggested from what always differs, taken and undone', async ({ engine, app }) => {
  const { page } = app
  for (let n = 1; n <= 5; n++) {
    await sendJson(
      `${engine.receiver}/s`,
      { id: `evt_${n}`, type: 'sub.paid', at: 1700000000 + n, amount: n === 5 ? 9 : 5, who: 'x' },
      { 'X-Request-Id': `r${n}` },
    )
  }
  // A retry is the same event again, and says nothing of what differs between events.
  await sendJson(
    `${engine.receiver}/s`,
    { id: 'evt_5', type: 'sub.paid', at: 1700000005, amount: 9, who: 'x' },
    { 'X-Request-Id': 'again' },
  )
  await expect(app.row(/sub\.paid/)).toHaveCount(6)
  await expect(app.row(/sub\.paid/).first()).toContainText('2ndattempt')
  await app.open(/sub\.paid/)
  await page.keyboard.press('b')
  const dialog = page.getByRole('dialog', { name: 'Compare', exact: true })
  const ignored = dialog.getByRole('region', { name: 'Ignored' })
  await expect(dialog.getByText('3 changed', { exact: true })).toBeVisible()
  await expect(ignored.getByText('Always differs in the last 5 captures of this type:')).toBeVisible()
  await ignored.getByRole('button', { name: 'Ignore /id' }).click()
  await expect(dialog.getByText('2 changed, 1 ignored')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(dialog.getByText('3 changed', { exact: true })).toBeVisible()
  await ignored.getByRole('button', { name: 'Ignore all 3' }).click()
  await expect(dialog.getByText('1 changed, 2 ignored')).toBeVisible()
  await expect(ignored).toContainText('X-Request-Id hides 1')
  await ignored.getByRole('button', { name: 'Do not ignore /at' }).click()
  await expect(dialog.getByText('2 changed, 1 ignored')).toBeVisible()
})

test('attempts of one event are compared by key', async ({ engine, app }) => {
  const { page } = app
  const event = (id: string, n: number) => ({ id, object: 'event', type: 'invoice.paid', data: { object: { n } } })
  for (const [id, n] of [
    ['evt_other', 1],
    ['evt_same', 2],
    ['evt_same', 3],
  ] as const) {
    await sendJson(`${engine.receiver}/s`, event(id, n), { 'Stripe-Signature': `t=1,v1=${'0'.repeat(64)}` })
  }
  await expect(app.row(/invoice\.paid/)).toHaveCount(3)
  await app.open(/invoice\.paid/)
  const dialog = page.getByRole('dialog', { name: 'Compare', exact: true })
  // Which event a capture tells of is found behind the receiver.
  await expect(async () => {
    await page.keyboard.press('Shift+b')
    await expect(dialog).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(dialog.getByRole('option')).toHaveCount(1)
  await expect(dialog.getByRole('option', { name: '/data/object/n' })).toContainText('3')
  await page.keyboard.press('Escape')
  await page.keyboard.press('b')
  await expect(dialog.getByRole('option', { name: '/id' })).toContainText('evt_other')
})

test('ignore rules are kept with the endpoint, for every screen that is open', async ({ engine, app }) => {
  const { page } = app
  for (const n of [1, 2]) await sendJson(`${engine.receiver}/hook`, { type: `order.rule${n}`, n })
  const compare = async (screen: Screen) => {
    await screen.open(/order\.rule1/)
    await screen.page.keyboard.press('m')
    await screen.open(/order\.rule2/)
    await screen.page.keyboard.press('d')
    return screen.page.getByRole('dialog', { name: 'Compare', exact: true })
  }
  const dialog = await compare(app)
  await expect(dialog.getByText('2 changed', { exact: true })).toBeVisible()
  // Elsewhere nothing is kept: not even what a browser keeps.
  const other = await page.context().browser()?.newContext()
  const second = await other?.newPage()
  if (second === undefined) throw new Error('There is no other page')
  await second.goto(engine.ui)
  const elsewhere = await compare(new Screen(second))
  await expect(elsewhere.getByText('2 changed', { exact: true })).toBeVisible()
  const ignore = dialog.getByRole('textbox', { name: 'Ignore also' })
  await ignore.fill('["')
  await ignore.press('Enter')
  await expect(dialog.getByText('The rule ‘["’ has a quote that is not closed')).toBeVisible()
  await ignore.fill('/n')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('1 changed, 1 ignored')).toBeVisible()
  await expect(elsewhere.getByText('1 changed, 1 ignored')).toBeVisible()
  await elsewhere.getByRole('button', { name: 'Do not ignore /n' }).click()
  await expect(dialog.getByText('2 changed', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(dialog.getByText('2 changed', { exact: true })).toBeVisible()
  await other?.close()
})
