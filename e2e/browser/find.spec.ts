import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sendJson } from '../support/send.ts'
import { type ServedEngine, serve } from '../support/served-engine.ts'
import { expect, test } from './browser-test.ts'
import { Screen } from './screen.ts'

test('a filter is typed by completion, and what is wrong with it is shown below it', async ({ engine, app }) => {
  const { page, filter } = app
  await sendOrders(engine)
  await expect(app.rows()).toHaveCount(3)
  // Event types are found behind the receiver.
  await expect(app.row(/order\.paid/)).toHaveCount(2)
  await expect(app.row(/order\.voided/)).toHaveCount(1)
  const completions = page.getByRole('listbox', { name: 'Completions' })

  await page.keyboard.press('/')
  await expect(filter).toBeFocused()
  await page.keyboard.type('ev')
  await expect(completions.getByRole('option')).toHaveText([/^event:/, /^event-id:/])
  await page.keyboard.press('Tab')
  await expect(filter).toHaveValue('event:')
  await expect(completions.getByRole('option', { name: /order\.paid/ })).toContainText('2 captures')
  await page.keyboard.type('voi')
  await expect(completions.getByRole('option')).toHaveText([/order\.voided/])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(filter).toHaveValue('event:order.voided ')
  await expect(app.rows()).toHaveCount(1)

  await filter.fill('body.da')
  await expect(completions.getByRole('option', { name: '.data.amount', exact: false })).toBeVisible()
  await filter.fill('order.paid')
  await expect(app.rows()).toHaveCount(2)
  await filter.fill('order.paid body.data.amount:>')
  await expect(filter).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText('Expected a value after body.data.amount:')).toBeVisible()
  // The list stays as it was until the filter can be read.
  await expect(app.rows()).toHaveCount(2)
  await filter.fill('order.paid body.data.amount:>1000')
  await expect(page.getByText('Expected a value')).toBeHidden()
  await expect(app.rows()).toHaveCount(1)
  await filter.fill('body.data.amount:>1000 -is:pinned (order.voided or nothing)')
  await expect(app.rows()).toHaveCount(1)
  await filter.press('Escape')
  await expect(filter).toHaveValue('')
  await expect(app.rows()).toHaveCount(3)
})

test("after Enter in the filter, keys are the list's again, and the filter stays", async ({ engine, app }) => {
  const { page, filter } = app
  await sendOrders(engine)
  await expect(app.rows()).toHaveCount(3)
  await page.keyboard.press('/')
  await page.keyboard.type('voided ')
  await page.keyboard.press('Enter')
  await expect(app.rows()).toHaveCount(1)
  await page.keyboard.press('j')
  await expect(app.rows().first()).toHaveAttribute('aria-selected', 'true')
  await expect(filter).toHaveValue('voided ')
})

test('the list follows what comes in under a filter of bodies', async ({ engine, app }) => {
  const { filter } = app
  await sendOrders(engine)
  await filter.fill('body.data.amount:>1000')
  await expect(app.rows()).toHaveCount(2)
  await sendJson(`${engine.receiver}/shop`, { type: 'order.paid', data: { amount: 7 } })
  await sendJson(`${engine.receiver}/shop`, { type: 'order.refunded', data: { amount: 7000 } })
  await expect(app.row(/order\.refunded/)).toBeVisible()
  await expect(app.rows()).toHaveCount(3)
})

test('a list by how long ago follows the time', async ({ engine, app }) => {
  const { filter } = app
  await filter.fill('before:4s event:order.voided')
  await expect(filter).not.toHaveAttribute('aria-invalid', 'true')
  await sendOrders(engine)
  // It comes by itself once it is old enough, and goes by itself from where it has become too old.
  await expect(app.row(/order\.voided/)).toBeVisible({ timeout: 30_000 })
  await expect(app.rows()).toHaveCount(1)
  await filter.fill('after:8s')
  await expect(app.rows()).toHaveCount(0, { timeout: 30_000 })
})

test('the language is explained by examples that can be tried', async ({ engine, app }) => {
  const { page, filter } = app
  await sendOrders(engine)
  await page.getByRole('button', { name: 'How to filter' }).click()
  const help = page.getByRole('dialog', { name: 'How to filter' })
  await help.getByRole('button', { name: /-verdict:valid/ }).click()
  await expect(filter).toHaveValue('-verdict:valid')
  await expect(help).toBeHidden()
  await expect(app.rows()).toHaveCount(3)
})

test('a filter is saved, counted while more comes in, renamed, deleted and brought back', async ({ engine, app }) => {
  const { page, filter, sidebar } = app
  await sendOrders(engine)
  const saved = sidebar.getByRole('region', { name: 'Saved filters' })
  await filter.fill('body.data.amount:>1000')
  await expect(app.rows()).toHaveCount(2)
  await page.getByRole('button', { name: 'Save this filter' }).click()
  const dialog = app.dialog('Save filter')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Large')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(saved.getByRole('button', { name: /^Large 2/ })).toHaveAttribute('aria-current', 'true')
  await filter.focus()
  await filter.press('Escape')
  await expect(app.rows()).toHaveCount(3)
  await sendJson(`${engine.receiver}/shop`, { type: 'order.paid', data: { amount: 2000 } })
  await expect(saved.getByRole('button', { name: /^Large 3/ })).toBeVisible()
  await saved.getByRole('button', { name: /^Large 3/ }).click()
  await expect(filter).toHaveValue('body.data.amount:>1000')
  await expect(app.rows()).toHaveCount(3)

  const menu = async (entry: string) => {
    await saved
      .getByRole('button', { name: /^Large|^Big/ })
      .first()
      .hover()
    await saved.getByRole('button', { name: /^Actions on/ }).click()
    await page.getByRole('menuitem', { name: entry }).click()
  }
  await menu('Rename…')
  await app.dialog('Rename filter').getByRole('textbox', { name: 'Name' }).fill('Big ones')
  await page.keyboard.press('Enter')
  await expect(saved.getByRole('button', { name: /^Big ones/ })).toBeVisible()
  await menu('Delete')
  await expect(saved.getByText('None saved yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(saved.getByRole('button', { name: /^Big ones/ })).toBeVisible()
})

test('saved filters are put in order, overwritten by name, and undone; their names are shown as text', async ({
  engine,
  app,
}) => {
  const { page, filter, sidebar } = app
  await sendOrders(engine)
  const saved = sidebar.getByRole('region', { name: 'Saved filters' })
  const names = saved.getByRole('button', { name: /\d$/ })
  const save = async (text: string, name: string, submit: string) => {
    await filter.fill(text)
    await expect(app.rows()).not.toHaveCount(0)
    await filter.press('Enter')
    await page.keyboard.press('Control+s')
    const dialog = app.dialog('Save filter')
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await dialog.getByRole('button', { name: submit }).click()
    await expect(dialog).toBeHidden()
  }
  await save('order.paid', '<b>Paid</b> & ../../x', 'Save filter')
  await save('order.voided', 'Void', 'Save filter')
  await expect(names).toHaveText([/^<b>Paid<\/b> & \.\.\/\.\.\/x2$/, /^Void1$/])

  const menu = async (of: RegExp, entry: string) => {
    await saved.getByRole('button', { name: of }).first().hover()
    await saved.getByRole('button', { name: new RegExp(`^Actions on ${of.source}`) }).click()
    await page.getByRole('menuitem', { name: entry }).click()
  }
  await menu(/Void/, 'Move up')
  await expect(page.getByRole('menu')).toBeHidden()
  // What is pointed at or has the focus shows its actions in place of its count.
  await app.list.hover()
  await app.list.focus()
  await expect(names).toHaveText([/^Void1$/, /^<b>/])
  await page.reload()
  await expect(names).toHaveText([/^Void1$/, /^<b>/])

  await save('type', 'VOID', 'Overwrite')
  await expect(names).toHaveText([/^Void3$/, /^<b>/])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(names).toHaveText([/^Void1$/, /^<b>/])
  await menu(/Void/, 'Delete')
  await expect(names).toHaveText([/^<b>/])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(names).toHaveText([/^Void1$/, /^<b>/])

  await menu(/<b>Paid/, 'Rename…')
  const rename = app.dialog('Rename filter')
  await rename.getByRole('textbox', { name: 'Name' }).fill('void')
  await page.keyboard.press('Enter')
  await expect(rename.getByText('There is a filter “void” already. Choose another name.')).toBeVisible()
})

test('values of headers, the query and bodies are completed, and what is no key or status is told', async ({
  engine,
  app,
}) => {
  const { page, filter } = app
  await sendOrders(engine)
  await expect(app.rows()).toHaveCount(3)
  const completions = page.getByRole('listbox', { name: 'Completions' })
  await filter.pressSequentially('header.content-type:')
  await expect(completions.getByRole('option', { name: /application\/json/ })).toContainText('3 captures')
  await page.keyboard.press('Tab')
  await expect(filter).toHaveValue(/^header\.content-type:application\/json/)
  await filter.fill('')
  await filter.pressSequentially('body.data.amount:15')
  await expect(completions.getByRole('option')).toHaveText([/^1500/])
  await page.keyboard.press('Tab')
  await expect(app.rows()).toHaveCount(1)
  await filter.fill('status:0xx')
  await expect(page.getByText('Expected a class of statuses from 1xx to 9xx, found "0xx".')).toBeVisible()
  await filter.fill('paid körper:1')
  await expect(page.getByText(/^Expected a key .* found "körper"/)).toBeVisible()
  await expect(app.rows()).toHaveCount(1)
  await filter.fill('-12:30 attempt:1')
  await expect(app.rows()).toHaveCount(3)
})

test('the histogram filters by time with the keyboard alone', async ({ engine, app }) => {
  const { page } = app
  await sendOrders(engine)
  await expect(app.rows()).toHaveCount(3)
  // Until it knows its bars there is nothing to choose.
  await expect(app.histogram).toHaveAccessibleName(/: 3 captures/)
  const slider = page.getByRole('slider', { name: /Filter by time/ })
  await slider.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+PageDown')
  await expect(slider).toHaveAttribute('aria-valuetext', /0 captures, 0 failed/)
  await page.keyboard.press('Enter')
  await expect(page.getByText('No capture matches')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(app.rows()).toHaveCount(3)
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+PageUp')
  await expect(slider).toHaveAttribute('aria-valuetext', /3 captures, 0 failed/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Clear the time filter' })).toBeVisible()
  await expect(app.rows()).toHaveCount(3)
})

test('drawing over the histogram is given up by Escape, and goes either way', async ({ engine, app }) => {
  const { page, histogram } = app
  await sendOrders(engine)
  await expect(app.rows()).toHaveCount(3)
  // Before its counts are there, there is nothing to draw over.
  await expect(histogram).toHaveAccessibleName(/3 captures/)
  const box = await histogram.boundingBox()
  if (box === null) throw new Error('There is no histogram')
  const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const
  const clear = page.getByRole('button', { name: 'Clear the time filter' })
  await page.mouse.move(...at(0.9))
  await page.mouse.down()
  await page.mouse.move(...at(0.1), { steps: 4 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(clear).toBeHidden()
  // From right to left, and out of it.
  await page.mouse.move(...at(0.5))
  await page.mouse.down()
  await page.mouse.move(...at(-0.2), { steps: 4 })
  await page.mouse.up()
  await expect(clear).toBeVisible()
  await expect(app.rows()).toHaveCount(0)
  await page.mouse.move(...at(0.5))
  await page.mouse.down()
  await page.mouse.move(...at(1.3), { steps: 4 })
  await page.mouse.up()
  await expect(app.rows()).toHaveCount(3)
})

test('captures are grouped, and a group narrows the filter until it is chosen again', async ({ engine, app }) => {
  const { page, filter, list } = app
  await sendOrders(engine)
  await expect(app.rows()).toHaveCount(3)
  await page.keyboard.press('g')
  const groups = page.getByRole('region', { name: 'Groups' })
  const group = (name: RegExp) => groups.getByRole('button', { name })
  await expect(group(/^order\.paid/)).toHaveText(/2$/)
  await group(/^order\.paid/).focus()
  await page.keyboard.press('ArrowDown')
  await expect(group(/^order\.voided/)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(filter).toHaveValue('event:order.voided')
  await expect(app.rows()).toHaveCount(1)
  // The others stay, to change over to.
  await group(/^order\.paid/).click()
  await expect(filter).toHaveValue('event:order.paid')
  await expect(app.rows()).toHaveCount(2)
  await group(/^order\.paid/).click()
  await expect(filter).toHaveValue('')
  await sendJson(`${engine.receiver}/shop`, { type: 'order.refunded' })
  await expect(group(/^order\.refunded/)).toHaveText(/1$/)

  await groups.getByRole('combobox', { name: 'Group by' }).click()
  await page.getByRole('option', { name: 'By status' }).click()
  await expect(group(/^200/)).toHaveText(/4$/)
  await filter.fill('order.paid')
  await expect(group(/^200/)).toHaveText(/2$/)
  await group(/^200/).click()
  await expect(filter).toHaveValue('order.paid status:200')
  await list.focus()
  await page.keyboard.press('g')
  await expect(groups).toBeHidden()
})

test('what a value hides is spelled out where it is offered, and in the filter that it becomes', async ({
  engine,
  app,
}) => {
  const { page, filter } = app
  await sendJson(`${engine.receiver}/shop`, { type: 'evt\u001b[31m\u202e.x' })
  // Its type is found behind the receiver.
  await expect(app.row(/evt/)).toHaveCount(1)
  await filter.pressSequentially('event:ev')
  const completions = page.getByRole('listbox', { name: 'Completions' })
  const option = completions.getByRole('option', { name: 'evt\\u001b[31m\\u202e.x' })
  await option.click()
  const asked = 'event:"evt\\u001b[31m\\u202e.x"'
  await expect(filter).toHaveValue(`${asked} `)
  await filter.fill('')
  await filter.press('Enter')
  await page.keyboard.press('g')
  const group = page.getByRole('region', { name: 'Groups' }).getByRole('button', { name: /^evt/ })
  await expect(group).toHaveAttribute('title', 'evt\\u001b[31m\\u202e.x')
  await group.click()
  await expect(filter).toHaveValue(asked)
  await expect(app.rows()).toHaveCount(1)
})

test('groups of every kind count what the filter finds', async ({ engine, app }) => {
  const { page, filter } = app
  await sendOrders(engine)
  await sendJson(`${engine.receiver}/other?x=1`, { type: 'order.paid' })
  await filter.fill('order.paid')
  await expect(app.rows()).toHaveCount(3)
  await filter.press('Enter')
  await page.keyboard.press('g')
  const groups = page.getByRole('region', { name: 'Groups' })
  const kinds = [
    ['endpoint', [/^default.*3$/]],
    ['provider', [/3$/]],
    ['event type', [/^order\.paid.*3$/]],
    ['event id', [/3$/]],
    ['method', [/^POST.*3$/]],
    ['path', [/^\/shop.*2$/, /^\/other.*1$/]],
    ['status', [/^200.*3$/]],
  ] as const
  for (const [kind, expected] of kinds) {
    await groups.getByRole('combobox', { name: 'Group by' }).click()
    await page.getByRole('option', { name: `By ${kind}` }).click()
    await expect(groups.getByRole('list').getByRole('button')).toHaveText([...expected])
  }
})

test('a long search says how far it is, can be stopped, and goes on', async ({ dataFolder, page }) => {
  test.setTimeout(120_000)
  // What is too short for the index is looked for in each capture.
  const first = await serve(dataFolder)
  await sendJson(`${first.receiver}/zz`, {})
  await first.stop()
  fillStore(dataFolder, 200_000)
  const engine = await serve(dataFolder)
  const released = Promise.withResolvers<void>()
  await page.route('**/api/call/captures.list', async (route) => {
    // The search stands still behind its first slice until the test has seen it.
    if (route.request().postDataJSON()?.before !== undefined) await released.promise
    await route.continue()
  })
  await page.goto(engine.ui)
  const app = new Screen(page)
  await expect(app.rows().first()).toBeVisible()
  await app.filter.fill('zz')
  await expect(page.getByText(/^Searching: 0 found, \d+ % looked through$/)).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'Search' })).toBeVisible()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByText('Nothing found so far')).toBeVisible()
  released.resolve()
  await page.getByRole('button', { name: 'Search on' }).click()
  await expect(app.row(/zz/)).toBeVisible({ timeout: 60_000 })
  await expect(app.rows()).toHaveCount(1)
  await engine.stop()
})

/** Captures without bodies, newer than what is there. */
function fillStore(dataFolder: string, count: number): void {
  const db = new Database(join(dataFolder, 'captures.db'))
  const insert = db.prepare(
    `INSERT INTO captures (id, received_at, endpoint, method, target, state, body_size)
     VALUES (?, ?, 'default', 'POST', '/hay', 0, 0)`,
  )
  db.transaction(() => {
    for (let n = 0; n < count; n++) insert.run(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), Date.now())
  })()
  db.close()
}

async function sendOrders(engine: ServedEngine): Promise<void> {
  await sendJson(`${engine.receiver}/shop`, { type: 'order.paid', data: { amount: 500 } })
  await sendJson(`${engine.receiver}/shop`, { type: 'order.paid', data: { amount: 1500 } })
  await sendJson(`${engine.receiver}/shop`, { type: 'order.voided', data: { amount: 9500 } })
}
