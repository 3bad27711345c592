import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { send, sendJson, sendRaw } from '../support/send.ts'
import { expect, test } from './browser-test.ts'

test('JSON is shown indented, as a tree, as it came and as bytes', async ({ engine, app }) => {
  const { detail } = app
  const body = '{"type":"a.b","amount":12345678901234567890, "tag":"\\u00e9"}'
  await send(`${engine.receiver}/json`, { headers: { 'Content-Type': 'application/json' }, body })
  await app.open(/a\.b/)
  await expect(app.code()).toContainText('"amount": 12345678901234567890')
  await app.choice('View', 'Raw').click()
  await expect(app.code()).toHaveText(body)
  await app.choice('View', 'Hex').click()
  const hex = detail.getByRole('region', { name: 'Body, hex' })
  await expect(hex).toContainText('7b 22 74 79 70 65 22')
  await app.choice('View', 'Tree').click()
  const tree = detail.getByRole('tree')
  await expect(tree.getByRole('treeitem', { name: /amount/ })).toContainText('12345678901234567890')
  await tree.getByRole('treeitem', { name: /amount/ }).hover()
  await tree.getByRole('button', { name: 'Copy path' }).last().click()
  await expect(app.page.getByText('Path copied')).toBeVisible()
})

const ENCODINGS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync } as const

test('compressed bodies are decoded to be read, and kept as they came', async ({ engine, app }) => {
  for (const [encoding, compress] of Object.entries(ENCODINGS)) {
    const body = compress(Buffer.from(JSON.stringify({ type: `packed.${encoding}`, text: 'x'.repeat(500) })))
    await send(`${engine.receiver}/${encoding}`, {
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': encoding },
      body,
    })
    await app.open(new RegExp(`/${encoding}|packed\\.${encoding}`))
    await expect(app.code()).toContainText(`"type": "packed.${encoding}"`)
    await app.choice('Content encoding', new RegExp(`^${encoding} ${body.length} B`)).click()
    const firstBytes = [...body.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    await expect(app.detail.getByRole('region', { name: 'Body, hex' })).toContainText(firstBytes)
    await app.choice('Content encoding', 'Decoded').click()
  }
})

test('a decompression bomb stops at its limit and says so', async ({ engine, app }) => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 9 })
  await send(`${engine.receiver}/bomb`, {
    headers: { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' },
    body: bomb,
  })
  await app.open(/bomb/)
  await expect(app.detail.getByText('Only the first 67,108,864 bytes are shown')).toBeVisible({ timeout: 20_000 })
  await sendJson(`${engine.receiver}/after`, { type: 'after.bomb' })
  await expect(app.row(/after\.bomb/)).toBeVisible()
})

test('form fields, multipart parts, pictures and bytes have views of their own', async ({ engine, app }) => {
  const { detail } = app
  await test.step('form', async () => {
    await send(`${engine.receiver}/form`, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'name=J%C3%BCrgen+K&a=1&a=2&payload=%7B%22type%22%3A%22x%22%7D&empty',
    })
    await app.open(/\/form/)
    await expect(app.pair('Form fields', 'name')).toContainText('Jürgen K')
    expect((await app.pairs('Form fields')).map(([name]) => name)).toEqual(['name', 'a', 'a', 'payload', 'empty'])
    await expect(app.pair('Form fields', 'name')).toContainText('J%C3%BCrgen+K')
  })
  await test.step('multipart', async () => {
    const lines = [
      '--cut',
      'Content-Disposition: form-data; name="note"',
      '',
      'hello\nworld',
      '--cut',
      'Content-Disposition: form-data; name="upload"; filename="pixel.png"',
      'Content-Type: image/png',
      '',
      PIXEL.toString('latin1'),
      '--cut--',
      '',
    ]
    await send(`${engine.receiver}/multipart`, {
      headers: { 'Content-Type': 'multipart/form-data; boundary=cut' },
      body: Buffer.from(lines.join('\r\n'), 'latin1'),
    })
    await app.open(/\/multipart/)
    const parts = detail.getByRole('list', { name: 'Parts' }).getByRole('listitem')
    await expect(parts).toHaveCount(2)
    await expect(parts.first()).toContainText('hello')
    await expect(parts.last()).toContainText('pixel.png')
    await expect(parts.last().getByRole('figure')).toContainText('image/png · 1 × 1')
  })
  await test.step('picture', async () => {
    await send(`${engine.receiver}/picture`, { headers: { 'Content-Type': 'image/png' }, body: PIXEL })
    await app.open(/\/picture/)
    await expect(detail.getByRole('figure')).toContainText('image/png · 1 × 1')
  })
  await test.step('bytes', async () => {
    await send(`${engine.receiver}/bytes`, {
      headers: { 'Content-Type': 'application/octet-stream' },
      body: Buffer.from([0, 255, 254, 1, 2, 3]),
    })
    await app.open(/\/bytes/)
    await expect(detail.getByRole('region', { name: 'Body, hex' })).toContainText('00 ff fe 01 02 03')
  })
  await test.step('none', async () => {
    await send(`${engine.receiver}/none`, { method: 'DELETE' })
    await app.open(/\/none/)
    await expect(detail.getByText('It was sent without one.')).toBeVisible()
  })
})

test('what the parser rejects is kept and shown, and said to be malformed', async ({ engine, app }) => {
  const { detail } = app
  const answer = await sendRaw(engine.receiver, 'NOT HTTP AT ALL <b>\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  await app.open(/malformed/)
  await expect(detail.getByText('malformed', { exact: true }).first()).toBeVisible()
  await expect(app.code()).toContainText('NOT HTTP AT ALL <b>')
  await expect(detail.getByRole('button', { name: 'Replay', exact: true })).toBeDisabled()
  await app.tab('Raw').click()
  await expect(detail.getByRole('region', { name: 'Raw request' })).toContainText('NOT HTTP AT ALL <b>')
})

test('hostile content is text: nothing runs, and nothing is fetched', async ({ engine, app }) => {
  const { page, detail } = app
  const script = '<script>window.__pwned=1</script><img/src=x/onerror=window.__pwned=2>'
  const html = `<!doctype html><title>x</title>${script}<img src="https://evil.example/pixel.png"><iframe src="javascript:parent.__pwned=3"></iframe>`
  const target = `/${script.replaceAll(' ', '/')}?${script}`
  const body = { type: script, $schema: 'https://evil.example/schema.json', url: 'https://evil.example/', html }
  const raw = JSON.stringify(body)
  const request = [
    `POST ${target} HTTP/1.1`,
    'Host: h',
    `X-Evil: ${script}`,
    `X-GitHub-Event: ${script}`,
    `Cookie: a=${script}; b=javascript:window.__pwned=4`,
    'Content-Type: application/json',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(raw)}`,
    '',
    raw,
  ].join('\r\n')
  expect(await sendRaw(engine.receiver, request)).toMatch(/^HTTP\/1\.1 200 /)
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" onload="window.__pwned=5"><script>window.__pwned=6</script></svg>'
  await send(`${engine.receiver}/page`, { headers: { 'Content-Type': 'text/html' }, body: html })
  await send(`${engine.receiver}/svg`, { headers: { 'Content-Type': 'image/svg+xml' }, body: svg })
  await send(`${engine.receiver}/form`, {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `${encodeURIComponent(script)}=${encodeURIComponent(script)}`,
  })
  await expect(app.rows()).toHaveCount(4)

  await app.row(/pwned/).click()
  await expect(detail.getByRole('heading', { level: 2 }).first()).toContainText('<script>window.__pwned=1</script>')
  await expect(app.code()).toContainText('<script>window.__pwned=1</script>')
  await app.choice('View', 'Tree').click()
  await expect(detail.getByRole('tree')).toContainText('<script>')
  await app.tab(/^Headers/).click()
  await expect(app.pair('Headers', 'X-Evil')).toHaveText(script)
  await app.tab(/^Query/).click()
  await expect(detail.getByRole('table', { name: 'Query' })).toContainText('<script>')
  await app.tab('Raw').click()
  await expect(detail.getByRole('region', { name: 'Raw request' })).toContainText(`X-Evil: ${script}`)
  await page.keyboard.press('e')
  await expect(app.editor.getByRole('textbox', { name: 'Value of X-Evil' })).toHaveValue(script)
  await app.choice('Body', 'Text').click()
  await expect(app.editor.locator('.monaco-editor .view-lines')).toContainText('<script>')
  await app.editor.getByRole('button', { name: 'Back to the capture' }).click()
  await app.tab('Body').click()

  await app.open(/\/page/)
  await expect(app.code()).toContainText('<iframe src="javascript:parent.__pwned=3">')
  await app.open(/\/svg/)
  await expect(app.code()).toContainText('<script>window.__pwned=6</script>')
  await app.open(/\/form/)
  await expect(detail.getByRole('table', { name: 'Form fields' })).toContainText('<script>')

  expect(await page.evaluate(() => '__pwned' in window)).toBe(false)
  expect(page.frames()).toHaveLength(1)
})

test('a 20 MB JSON body opens without freezing the page', async ({ engine, app }) => {
  const { page, detail } = app
  const item = { id: 'evt_1', text: 'lorem ipsum dolor sit amet '.repeat(6), nested: { a: [1, 2, 3], b: null } }
  const body = JSON.stringify({ type: 'big.one', items: Array.from({ length: 100_000 }, () => item) })
  expect(body.length).toBeGreaterThan(20_000_000)
  await sendJson(`${engine.receiver}/warm`, { type: 'warm.up' })
  await app.open(/warm\.up/)
  await expect(app.code()).toContainText('"type": "warm.up"')
  await send(`${engine.receiver}/big`, { headers: { 'Content-Type': 'application/json' }, body })
  await expect(app.row(/big/)).toBeVisible()

  await observeLongTasks(page)
  const started = performance.now()
  await app.row(/big/).click()
  const pretty = detail.getByRole('region', { name: 'Body, pretty' })
  await expect(pretty).toContainText('"id": "evt_1"')
  const openedMs = Math.round(performance.now() - started)
  await pretty.press('ControlOrMeta+End')
  await pretty.press('End')
  await app.choice('View', 'Raw').click()
  await expect(detail.getByRole('region', { name: 'Body, raw' })).toContainText('"type":"big.one"')
  await app.choice('View', 'Pretty').click()
  await expect(pretty).toContainText('"id": "evt_1"')
  const longest = Math.round(Math.max(0, ...(await longTasks(page))))
  const figure = `20 MB of JSON: shown after ${openedMs} ms, ${longest === 0 ? 'no task of the page over 50 ms' : `longest task of the page ${longest} ms`}`
  test.info().annotations.push({ type: 'figure', description: figure })
  console.log(figure)
  expect(longest).toBeLessThan(500)
})

/** Notes every task of the page that takes more than 50 ms, once it is sure that such a task is noted. */
async function observeLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tasks: number[] = []
    Object.assign(window, { longTasks: tasks })
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
      entryTypes: ['longtask'],
    })
    setTimeout(() => {
      for (const end = performance.now() + 80; performance.now() < end; );
    })
  })
  await expect.poll(() => longTasks(page)).not.toEqual([])
  await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0))
}

function longTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks)
}

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('bytes and texts are found in the hex view, one after the other', async ({ engine, app }) => {
  const { page, detail } = app
  const bytes = new Uint8Array(40_000)
  bytes.set([0x0a, 0x0d], 15)
  bytes.set(new TextEncoder().encode('Needle'), 39_000)
  bytes.set([0x0a, 0x0d], 39_900)
  await send(`${engine.receiver}/bytes`, { headers: { 'Content-Type': 'application/octet-stream' }, body: bytes })
  await app.open(/bytes/)
  const hex = detail.getByRole('region', { name: 'Body, hex' })
  await expect(hex).toContainText('0a')
  await page.keyboard.press('Control+f')
  const field = page.getByRole('textbox', { name: 'Find in this body' })
  await expect(field).toBeFocused()
  await field.fill('0a 0d')
  await expect(page.getByText('as bytes', { exact: true })).toBeVisible()
  await expect(hex.locator('mark')).toHaveText(['0a', '.', '0d', '.'])
  await page.keyboard.press('Enter')
  await expect(hex).toContainText('00009bd0')
  await expect(hex.locator('mark')).toHaveText(['0a 0d', '..'])
  await page.keyboard.press('Shift+Enter')
  await expect(hex).toContainText('00000000')
  await field.fill('needle')
  await expect(hex.locator('mark').last()).toHaveText('Needle')
  await field.fill('0d 0a')
  await expect(page.getByText('Nothing found as bytes')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()
})

test('a line of 195 KiB is broken to the width of the window, unless that is switched off', async ({ engine, app }) => {
  const { page, detail } = app
  const text = 'word '.repeat(39_900)
  await sendJson(`${engine.receiver}/long`, { type: 'long.line', text: `${text}the very end` })
  await app.open(/long\.line/)
  const body = detail.getByRole('region', { name: 'Body, pretty' })
  const hidden = () => body.evaluate((node) => node.scrollWidth - node.clientWidth)
  await expect(body).toContainText('"text": "word word')
  await expect.poll(hidden).toBe(0)
  await page.setViewportSize({ width: 1000, height: 800 })
  await expect.poll(hidden).toBe(0)
  await page.keyboard.press('ControlOrMeta+f')
  await detail.getByRole('textbox', { name: 'Find in this body' }).fill('the very end')
  await expect.poll(async () => (await body.locator('mark').allTextContents()).join('')).toBe('the very end')
  await detail.getByRole('button', { name: 'Wrap long lines' }).click()
  await expect.poll(hidden).toBeGreaterThan(100)
  await expect.poll(async () => (await body.locator('mark').allTextContents()).join('')).toBe('the very end')
  await page.reload()
  await app.open(/long\.line/)
  await expect(body).toContainText('"text": "word word')
  await expect.poll(hidden).toBeGreaterThan(100)
})
