import { gzipSync } from 'node:zlib'
import { send, sendJson } from '../support/send.ts'
import { expect, test } from './browser-test.ts'

const TOKEN = [
  { alg: 'HS256', typ: 'JWT' },
  { sub: 'user_1', exp: 1_700_000_000 },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('c2lnbmF0dXJl')
  .join('.')
/** One black pixel. */
const GIF = 'R0lGODlhAQABAIAAAAAAAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=='

test('a JSONPath finds values in the tree, one after the other', async ({ engine, app }) => {
  const { page, detail } = app
  await sendJson(`${engine.receiver}/s`, {
    type: 'path.found',
    orders: [
      { id: 'a', total: 5 },
      { id: 'b', total: 500 },
      { id: 'c', total: 700, lines: [{ id: 'd' }] },
    ],
  })
  await app.open(/path\.found/)
  await app.choice('View', 'Tree').click()
  const tree = detail.getByRole('tree')
  const field = detail.getByRole('textbox', { name: 'JSONPath' })
  const count = detail.getByRole('status', { name: 'Matches' })
  await expect(tree).toBeVisible()
  await page.keyboard.press('Control+f')
  await expect(field).toBeFocused()

  await field.fill('$.orders[?@.total > 100].id')
  await expect(count).toHaveText('1 of 2')
  await expect(tree.getByRole('treeitem', { selected: true })).toContainText('"b"')
  await page.keyboard.press('Enter')
  await expect(tree.getByRole('treeitem', { selected: true })).toContainText('"c"')
  await expect(count).toHaveText('2 of 2')

  await test.step('also where it was closed', async () => {
    await tree.getByRole('treeitem', { name: /orders/ }).click()
    await expect(tree.getByRole('treeitem', { name: /lines/ })).toBeHidden()
    await field.fill('$..lines[0].id')
    await expect(tree.getByRole('treeitem', { selected: true })).toContainText('"d"')
  })

  await test.step('copied as they are spelled', async () => {
    await field.fill('$..total')
    await detail.getByRole('button', { name: 'Copy 3 matches' }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('[5,\n500,\n700]\n')
  })

  await test.step('mistakes are said', async () => {
    await field.fill('$.orders[?@.total >]')
    await expect(detail.getByText(/At character 20/)).toBeVisible()
    await field.fill('$.nobody')
    await expect(count).toHaveText('nothing found')
    await page.keyboard.press('Escape')
    await expect(field).toHaveValue('')
  })
})

test('a JSONPath searches bodies that are too large or too deep for a tree', async ({ engine, app }) => {
  const { page, detail } = app
  const items = Array.from({ length: 60_000 }, (_, index) => ({ id: `item_${index}`, n: index, note: 'x'.repeat(20) }))
  await sendJson(`${engine.receiver}/large`, { type: 'large.body', items })
  const depth = 20_000
  await send(`${engine.receiver}/deep`, {
    headers: { 'Content-Type': 'application/json' },
    body: `{"type":"deep.body","in":${'['.repeat(depth)}1${']'.repeat(depth)}}`,
  })
  await app.open(/\/large/)
  await app.choice('View', 'Tree').click()
  await expect(detail.getByRole('heading', { name: 'Too large or too deep for a tree' })).toBeVisible()
  const field = detail.getByRole('textbox', { name: 'JSONPath' })
  await field.fill('$.items[?@.n >= 59998].id')
  const matches = detail.getByRole('listbox', { name: 'Matches of the JSONPath' })
  await expect(matches.getByRole('option', { selected: true })).toContainText("$['items'][59998]['id']")
  await field.fill('$..*')
  await expect(detail.getByRole('status', { name: 'Matches' })).toHaveText('1 of 240,002, first 10,000 listed')

  await test.step('a path that takes too long is ended, and the next is answered', async () => {
    await field.fill("$..[?match(@.note, '(x+x+)+y')]")
    await expect(detail.getByText('This took longer than 5 s and was stopped.')).toBeVisible({ timeout: 30_000 })
    await field.fill('$.type')
    await expect(matches.getByRole('option')).toContainText('"large.body"')
  })

  await app.open(/deep\.body/)
  await app.choice('View', 'Tree').click()
  // The path stays, and is asked of this body.
  await expect(matches.getByRole('option')).toContainText('"deep.body"')
  await field.fill('$..*')
  await expect(detail.getByText(/nested deeper than 1,000 levels/)).toBeVisible()
  await field.fill('$.type')
  await expect(matches.getByRole('option')).toContainText('"deep.body"')
  await page.keyboard.press('Escape')
})

test('times, JSON, tokens and base64 inside values are read on demand', async ({ engine, app }) => {
  const { page, detail } = app
  await sendJson(`${engine.receiver}/s`, {
    type: 'read.me',
    created: 1_700_000_000,
    json: JSON.stringify({ inner: { list: [1, JSON.stringify(['deeper'])] } }),
    token: TOKEN,
    text: Buffer.from('hello "world", ‘friends’').toString('base64'),
    image: GIF,
  })
  await app.open(/read\.me/)
  await app.choice('View', 'Tree').click()
  const tree = detail.getByRole('tree')
  const value = detail.getByRole('region', { name: 'Value' })

  await test.step('a time, on hover and when it is active', async () => {
    const time = tree.getByRole('treeitem', { name: /created/ })
    await expect(time.getByTitle(/2023-11-14 22:13:20\.000 UTC\n\d+ years? before it was received/)).toHaveText(
      '1700000000',
    )
    await time.click()
    await expect(value).toContainText('Unix seconds: ')
    await expect(value).toContainText('2023-11-14 22:13:20.000 UTC')
  })

  await test.step('JSON in a string, and in a string in it', async () => {
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(tree.getByRole('treeitem', { name: /^inner/ })).toBeVisible()
    await tree.getByRole('treeitem', { name: /^1: / }).click()
    await value.getByRole('button', { name: 'Open its JSON' }).click()
    await expect(tree.getByRole('treeitem', { name: '0: "deeper"' })).toBeVisible()
    await tree.getByRole('treeitem', { name: /^json/ }).click()
    await expect(tree.getByRole('treeitem', { name: /^inner/ })).toBeHidden()
  })

  await test.step('a token, which is not said to be genuine', async () => {
    await tree.getByRole('treeitem', { name: /^token/ }).click()
    await expect(value.getByText('"sub": "user_1"')).toBeHidden()
    await value.getByRole('button', { name: 'Decode the token' }).click()
    await expect(value).toContainText('"sub": "user_1"')
    await expect(value).toContainText('its signature was not checked')
    await expect(value).toContainText('had expired when it was received')
  })

  await test.step('base64 as text, bytes and picture', async () => {
    await tree.getByRole('treeitem', { name: /^text/ }).click()
    await value.getByRole('button', { name: 'Decode the base64' }).click()
    await expect(value.getByRole('region', { name: 'Decoded' })).toHaveText('hello "world", ‘friends’')
    await app.choice('What the string holds, as', 'Hex').click()
    await expect(value.getByRole('region', { name: 'Decoded' })).toContainText('68 65 6c 6c 6f')
    await tree.getByRole('treeitem', { name: /^image/ }).click()
    await page.keyboard.press('Enter')
    await expect(value.getByRole('img', { name: 'Decoded' })).toBeVisible()
  })
})

test('authorization is decoded, with its password hidden until it is asked for', async ({ engine, app }) => {
  const { detail } = app
  const basic = Buffer.from('me:se:cret').toString('base64')
  await send(`${engine.receiver}/basic`, {
    headers: { Authorization: `Basic ${basic}`, Date: 'Tue, 14 Nov 2023 22:13:20 GMT' },
  })
  await send(`${engine.receiver}/bearer`, { headers: { Authorization: `Bearer ${TOKEN}` } })
  await app.open(/\/basic/)
  await app.tab(/^Headers/).click()
  const headers = detail.getByRole('table', { name: 'Headers' })
  await expect(headers).toContainText('user me, password ••••••')
  await expect(headers).toContainText('2023-11-14 22:13:20.000 UTC')
  await headers.getByRole('button', { name: 'show' }).click()
  await expect(headers).toContainText('password se:cret')
  await app.open(/\/bearer/)
  await expect(headers).toContainText('its signature was not checked')
  await expect(headers).toContainText('exp expires')
})

test('Ctrl F finds in every text, wherever the focus is', async ({ engine, app }) => {
  const { page, detail } = app
  await sendJson(`${engine.receiver}/s`, { type: 'find.me', needle: 1 })
  await send(`${engine.receiver}/t`, { headers: { 'Content-Type': 'text/plain' }, body: 'find plain text' })
  await send(`${engine.receiver}/large`, {
    headers: { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' },
    body: gzipSync(`${'hay '.repeat(60)}\n`.repeat(12_000).concat('needle')),
  })
  for (const [row, view] of [
    [/find\.me/, 'Pretty'],
    [/find\.me/, 'Raw'],
    [/\/t/, 'Raw'],
  ] as const) {
    await app.open(row)
    await app.choice('View', view).click()
    await expect(app.code()).toContainText('find')
    await app.row(row).click()
    await page.keyboard.press('Control+f')
    await expect(detail.locator('.find-widget.visible')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(detail.locator('.find-widget.visible')).toBeHidden()
  }
  await app.open(/\/large/)
  await expect(detail.getByRole('region', { name: 'Body, raw' })).toContainText('hay')
  await page.keyboard.press('Control+f')
  await detail.getByRole('textbox', { name: 'Find in this body' }).fill('needle')
  await expect(detail.getByRole('region', { name: 'Body, raw' }).locator('mark')).toHaveText('needle')
})
