import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { sendJson } from '../support/send.ts'
import type { ServedEngine } from '../support/served-engine.ts'
import { expect, test } from './browser-test.ts'
import { slowDown, typeAtOnce } from './type-at-once.ts'

test('the filter narrows by method, path and event type, and the histogram by time', async ({ engine, app }) => {
  const { page, filter, histogram } = app
  await sendEach(engine, ['invoice.paid', 'invoice.voided', 'charge.failed'])
  await expect(app.rows()).toHaveCount(3)
  await expect(histogram).toHaveAccessibleName('Last 15 minutes: 3 captures, 0 failed')
  await page.keyboard.press('/')
  await expect(filter).toBeFocused()
  await filter.fill('post INVOICE')
  await expect(app.rows()).toHaveCount(2)
  await filter.fill('/hook/charge.failed')
  await expect(app.rows()).toHaveCount(1)
  await expect(histogram).toHaveAccessibleName('Last 15 minutes: 1 capture, 0 failed')
  await sendEach(engine, ['charge.failed', 'invoice.paid'])
  await expect(app.rows()).toHaveCount(2)
  await filter.fill('nothing like it')
  await expect(page.getByText('No capture matches')).toBeVisible()
  await filter.press('Escape')
  await expect(app.rows()).toHaveCount(5)

  const box = await histogram.boundingBox()
  if (box === null) throw new Error('The histogram is not there')
  const drawOver = async (from: number, to: number) => {
    await page.mouse.move(box.x + box.width * from, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * to, box.y + box.height / 2, { steps: 3 })
    await page.mouse.up()
  }
  await drawOver(0.1, 0.3)
  await expect(page.getByText('No capture matches')).toBeVisible()
  await drawOver(0.5, 0.999)
  await expect(app.rows()).toHaveCount(5)
  await page.getByRole('button', { name: 'Clear the time filter' }).click()
  await page.getByRole('button', { name: 'Filter by time' }).click()
  await page.getByRole('button', { name: 'Last 5 minutes' }).click()
  await expect(page.getByRole('button', { name: 'Clear the time filter' })).toBeVisible()
  await expect(app.rows()).toHaveCount(5)
})

test('everything is done by keys', async ({ engine, app }) => {
  const { page, list, detail, editor } = app
  await sendEach(engine, ['one', 'two', 'three'])
  await expect(app.rows()).toHaveCount(3)
  await page.keyboard.press('j')
  await expect(app.row(/three/)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(app.row(/one/)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('k')
  await expect(app.row(/two/)).toHaveAttribute('aria-selected', 'true')
  await expect(app.row(/one/)).toHaveAttribute('aria-selected', 'false')
  await page.keyboard.press('Enter')
  await expect(detail).toBeFocused()
  await expect(detail.getByRole('heading', { name: 'two' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list).toBeFocused()

  await page.keyboard.press('p')
  await expect(app.row(/two.*pinned/)).toBeVisible()
  await page.keyboard.press('n')
  await expect(page.getByRole('textbox', { name: 'Plain text, kept beside the capture' })).toBeFocused()
  await page.keyboard.type('jpx are letters here')
  await expect(app.row(/two.*has a note/)).toBeVisible()
  await list.focus()

  await page.keyboard.press('e')
  await expect(editor).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(editor).toBeHidden()

  await page.keyboard.press('x')
  await expect(app.rows()).toHaveCount(2)
  // The next older one is shown in its place.
  await expect(app.row(/one/)).toHaveAttribute('aria-selected', 'true')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(app.rows()).toHaveCount(3)
  await expect(app.row(/two.*pinned.*has a note/)).toBeVisible()

  await list.focus()
  await page.keyboard.press('?')
  await expect(app.dialog('Keys')).toContainText('Edit and replay')
  await page.keyboard.press('Escape')
  await expect(app.dialog('Keys')).toBeHidden()

  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('combobox', { name: 'Commands' })
  await expect(palette).toBeFocused()
  await palette.fill('new endp')
  await page.keyboard.press('Enter')
  await expect(app.dialog('New endpoint')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(app.dialog('New endpoint')).toBeHidden()
})

test('what is typed faster than the palette is drawn goes into it, and to nothing beneath it', async ({
  engine,
  app,
}) => {
  await sendEach(engine, ['a.1', 'a.2'])
  await app.row(/a\.1/).click()
  // No frame is drawn in between: all of it happens in one task.
  const focused = await app.page.evaluate(async () => {
    const before = document.activeElement
    const press = (key: string, modifiers: KeyboardEventInit = {}) =>
      before?.dispatchEvent(new KeyboardEvent('keydown', { key, ...modifiers, bubbles: true, cancelable: true }))
    press('k', /mac/i.test(navigator.platform) ? { metaKey: true } : { ctrlKey: true })
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    press('x')
    return document.activeElement?.getAttribute('aria-label')
  })
  expect(focused).toBe('Commands')
  await app.page.keyboard.press('Escape')
  await expect(app.rows()).toHaveCount(2)
  await expect(app.row(/a\.1/)).toBeFocused()
})

test('what is typed faster than a window is drawn goes into it', async ({ engine, app }) => {
  const { page } = app
  await sendEach(engine, ['a.1', 'a.2'])
  await app.row(/a\.1/).click()
  await app.list.focus()
  await slowDown(page)
  await typeAtOnce(page, 't', 'x', 'r', 'Enter', 'Escape')
  await expect(app.row(/a\.1.*#xr/)).toBeVisible()
  await expect(app.list).toBeFocused()
  await typeAtOnce(page, 'n', 'x', 'e')
  await expect(app.detail.getByRole('textbox', { name: /^Plain text/ })).toHaveValue('xe')
  await app.list.focus()
  await typeAtOnce(page, '/', 'a', 'x')
  await expect(app.filter).toHaveValue('ax')
  await app.filter.fill('')
  await app.list.focus()
  await typeAtOnce(page, 'Control+k', ...'new endp', 'Enter', 'x', 'p')
  await expect(app.dialog('New endpoint').getByRole('textbox', { name: 'Name' })).toHaveValue('xp')
  await page.keyboard.press('Escape')
  await expect(app.list).toBeFocused()
  await typeAtOnce(page, 'Control+k', ...'write', 'Enter', 'x')
  await expect(app.detail.getByRole('textbox', { name: /^Plain text/ })).toHaveValue('xex')
  await expect(app.rows()).toHaveCount(2)
})

test('finding in a body leaves every other key its work', async ({ engine, app }) => {
  const { page } = app
  await sendEach(engine, ['a.1'])
  await app.open(/a\.1/)
  await expect(app.code()).toContainText('"type"')
  await page.keyboard.press('ControlOrMeta+f')
  const find = app.detail.getByRole('textbox', { name: 'Find' })
  await expect(find).toBeFocused()
  await app.list.focus()
  await page.keyboard.press('?')
  await expect(app.dialog('Keys')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(app.list).toBeFocused()
  await page.keyboard.press('ControlOrMeta+f')
  await expect(find).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(find).toBeHidden()
  await app.list.focus()
  await page.keyboard.press('?')
  await expect(app.dialog('Keys')).toBeVisible()
})

test('several are selected, pinned and deleted at once, with undo', async ({ engine, app }) => {
  const { page, selectionBar } = app
  await sendEach(engine, ['a.1', 'a.2', 'a.3', 'a.4'])
  await expect(app.rows()).toHaveCount(4)
  await app.row(/a\.4/).click()
  await app.row(/a\.1/).click({ modifiers: ['ControlOrMeta'] })
  await expect(selectionBar).toContainText('2 selected')
  await page.keyboard.press('ControlOrMeta+a')
  await expect(selectionBar).toContainText('4 selected')
  await app.row(/a\.4/).click()
  await app.row(/a\.1/).click({ modifiers: ['ControlOrMeta'] })
  await selectionBar.getByRole('button', { name: 'Pin' }).click()
  await expect(app.row(/pinned/)).toHaveCount(2)
  await page.keyboard.press('Shift+k')
  await page.keyboard.press('Shift+k')
  await expect(selectionBar).toContainText('3 selected')
  await selectionBar.getByRole('button', { name: 'Delete' }).click()
  await expect(app.rows()).toHaveCount(1)
  await expect(app.row(/a\.4/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(app.rows()).toHaveCount(4)
})

test('what the filter hides is selected still, but nothing is done to it', async ({ engine, app }) => {
  const { page, selectionBar } = app
  await sendEach(engine, ['a.1', 'a.2', 'b.3', 'b.4', 'b.5'])
  await expect(app.rows()).toHaveCount(5)
  await app.row(/a\.1/).click()
  await app.row(/b\.5/).click({ modifiers: ['Shift'] })
  await expect(selectionBar).toContainText('5 selected')
  await app.filter.fill('event:a.*')
  await expect(app.rows()).toHaveCount(2)
  // The detail goes on showing b.5, which therefore counts.
  await expect(selectionBar).toContainText('3 selected, 2 hidden')
  await selectionBar.getByRole('button', { name: 'Pin' }).click()
  await expect(selectionBar.getByRole('button', { name: 'Unpin' })).toBeVisible()
  await app.list.focus()
  await page.keyboard.press('x')
  await expect(page.getByText('3 captures deleted')).toBeVisible()
  await app.filter.fill('')
  await expect(app.rows()).toHaveCount(2)
  await expect(app.row(/b\.3/)).not.toContainText('pinned')
  await expect(app.row(/b\.4/)).toBeVisible()
})

test('a list that is read holds still while more comes in, and follows again when asked', async ({ engine, app }) => {
  const { page } = app
  await sendEach(engine, ['first'])
  await expect(app.rows()).toHaveCount(1)
  await page.getByRole('button', { name: 'Live' }).click()
  await expect(page.getByRole('button', { name: 'Held' })).toBeVisible()
  await sendEach(engine, ['second', 'third'])
  const waiting = page.getByRole('button', { name: '2 new' })
  await expect(waiting).toBeVisible()
  await expect(app.rows()).toHaveCount(1)
  await waiting.click()
  await expect(app.rows()).toHaveCount(3)
  await sendEach(engine, ['fourth'])
  await expect(app.rows()).toHaveCount(4)
})

test('a burst is shown whole, and older ones come as the list is scrolled', async ({ engine, app }) => {
  const { list, sidebar } = app
  const numbers = Array.from({ length: 450 }, (_, number) => number)
  for (let start = 0; start < numbers.length; start += 50) {
    const some = numbers.slice(start, start + 50)
    await Promise.all(some.map((number) => sendJson(`${engine.receiver}/burst`, { type: `burst.${number}` })))
  }
  await expect(sidebar.getByRole('button', { name: 'All' })).toContainText('450')
  await expect(app.rows().first()).toHaveAttribute('aria-setsize', '450')
  // What was missed by a page that was away is there after a reload, page by page.
  await app.page.reload()
  await expect(app.rows().first()).toHaveAttribute('aria-setsize', '-1')
  await expect(async () => {
    await list.evaluate((scroller) => scroller.scrollTo({ top: scroller.scrollHeight }))
    await expect(app.rows().last()).toHaveAttribute('aria-posinset', '450', { timeout: 500 })
  }).toPass()
})

test('in a narrow window the detail lies over the list, with a way back', async ({ engine, app }) => {
  const { page, list, detail } = app
  await page.setViewportSize({ width: 900, height: 700 })
  await sendEach(engine, ['narrow'])
  await expect(detail).toBeHidden()
  await app.open(/narrow/)
  await expect(app.tab('Body')).toBeInViewport()
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await expect(detail).toBeHidden()
  await expect(list).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(detail).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(detail).toBeHidden()
})

test('in a narrow window keys act on the selected row while the list is shown', async ({ engine, app }) => {
  const { page, list, detail } = app
  await page.setViewportSize({ width: 900, height: 700 })
  await sendEach(engine, ['first', 'second'])
  await expect(app.rows()).toHaveCount(2)
  await page.keyboard.press('j')
  await page.keyboard.press('m')
  await expect(page.getByText('Capture marked.', { exact: false })).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('d')
  const compare = page.getByRole('dialog', { name: 'Compare', exact: true })
  await expect(compare).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(compare).toBeHidden()
  await expect(detail).toBeHidden()
  await list.focus()
  const opens = async (key: string, dialog: string) => {
    // The capture is read when it is selected, which takes its moment.
    await expect(async () => {
      await page.keyboard.press(key)
      await expect(app.dialog(dialog)).toBeVisible({ timeout: 1000 })
    }).toPass()
    await page.keyboard.press('Escape')
    await expect(app.dialog(dialog)).toBeHidden()
    await expect(detail).toBeHidden()
  }
  await opens('c', 'Copy as')
  await opens('Shift+T', 'Types')
  await opens('Shift+D', 'Compare with…')
  await page.keyboard.press('n')
  await expect(page.getByRole('textbox', { name: 'Plain text, kept beside the capture' })).toBeFocused()
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await page.keyboard.press('e')
  await expect(app.editor).toBeVisible()
})

test('clear all says how many go, and leaves what is pinned', async ({ engine, app }) => {
  const { page } = app
  await sendEach(engine, ['keep', 'go.1', 'go.2', 'go.3'])
  await expect(app.rows()).toHaveCount(4)
  await app.row(/keep/).click()
  await page.keyboard.press('p')
  await expect(app.row(/keep.*pinned/)).toBeVisible()
  const settings = await app.openSettings('Retention')
  await expect(settings).toContainText('4 captures')
  await settings.getByRole('button', { name: 'Clear all…' }).click()
  const confirm = page.getByRole('alertdialog', { name: 'Clear all captures?' })
  await expect(confirm.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expect(confirm).toContainText('3 captures with their notes and deliveries will be deleted for good')
  await confirm.getByRole('button', { name: 'Delete 3 captures' }).click()
  await expect(page.getByText('3 captures deleted')).toBeVisible()
  await settings.getByRole('button', { name: 'Close' }).click()
  await expect(app.rows()).toHaveCount(1)
  await expect(app.row(/keep/)).toBeVisible()
})

test('a capture is copied as a curl command that sends it again', async ({ engine, app }) => {
  const { page, detail } = app
  await sendJson(`${engine.receiver}/again?q=1`, { type: 'curl.me', text: "it's" })
  await app.open(/curl\.me/)
  await detail.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Copy as curl', exact: false }).first().click()
  await expect(page.getByText('curl command copied')).toBeVisible()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  await promisify(execFile)('bash', ['-c', command], { timeout: 10_000 })
  await expect(app.rows()).toHaveCount(2)
  await app.rows().first().click()
  await expect(detail).toContainText('POST /again?q=1')
  await app.choice('View', 'Raw').click()
  await expect(app.code()).toContainText(`{"type":"curl.me","text":"it's"}`)
})

test('a capture is copied as what was chosen, which is remembered', async ({ engine, app }) => {
  const { page } = app
  await sendJson(`${engine.receiver}/again`, { type: 'copy.me', text: "it's" })
  await app.open(/copy\.me/)
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Copy as' })
  await expect(dialog.getByRole('option', { selected: true })).toHaveText('curl (bash)')
  await expect(dialog.getByLabel('Preview')).toContainText('curl \\')
  await dialog.getByRole('combobox').fill('fetch')
  await expect(dialog.getByLabel('Preview')).toContainText('await fetch(')
  await page.keyboard.press('Enter')
  await expect(page.getByText('JavaScript fetch copied')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`${engine.receiver}/again`)
  await page.keyboard.press('c')
  await expect(dialog.getByRole('option', { selected: true })).toHaveText('JavaScript fetch')
})

async function sendEach(engine: ServedEngine, types: readonly string[]): Promise<void> {
  for (const type of types) await sendJson(`${engine.receiver}/hook/${type}`, { type })
}

test('captures are tagged, one and several, and show it', async ({ engine, app }) => {
  const { page, detail } = app
  await sendEach(engine, ['one', 'two'])
  await expect(app.rows()).toHaveCount(2)
  await app.row(/one/).click()
  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: 'Tags' })
  await dialog.getByLabel('Add a tag').fill('Refunds a"b')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toHaveText(
    'A tag is one word, without spaces, commas, quotes or parentheses.',
  )
  await dialog.getByLabel('Add a tag').fill('#Refunds, todo')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('list', { name: 'Tags' })).toContainText('refunds')
  await dialog.getByRole('button', { name: 'Take off todo' }).click()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(app.row(/one/)).toContainText('#refunds')
  await expect(detail).toContainText('#refunds')
  await expect(detail).not.toContainText('#todo')

  await app.row(/two/).click({ modifiers: ['Shift'] })
  await page.getByRole('button', { name: 'Tag…' }).click()
  const both = page.getByRole('dialog', { name: 'Tags of 2 captures' })
  await expect(both.getByRole('list', { name: 'Tags' })).toContainText('1 of 2')
  await both.getByLabel('Add a tag').fill('refunds')
  await both.getByRole('button', { name: 'Add' }).click()
  await both.getByRole('button', { name: 'Done' }).click()
  await expect(app.row(/two/)).toContainText('#refunds')
})
