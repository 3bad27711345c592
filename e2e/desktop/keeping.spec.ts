import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator } from '@playwright/test'
import { Screen } from '../browser/screen.ts'
import { type DesktopApp, postWebhook, test } from './desktop-app.ts'

test('captures are found and compared in the window', async ({ app }) => {
  const screen = new Screen(app.page)
  const { page, filter } = screen
  for (const amount of [500, 1500]) {
    await postWebhook(`${app.receiverUrl}/shop`, JSON.stringify({ type: 'order.paid', data: { amount } }))
  }
  await postWebhook(`${app.receiverUrl}/shop`, '{"type":"order.voided"}')
  await expect(screen.rows()).toHaveCount(3)
  await filter.fill('body.data.amount:>1000 status:0xx')
  await expect(page.getByText('Expected a class of statuses from 1xx to 9xx, found "0xx".')).toBeVisible()
  await filter.fill('body.data.amount:>1000')
  await expect(screen.rows()).toHaveCount(1)
  await filter.press('Escape')
  await expect(screen.rows()).toHaveCount(3)

  await screen.rows().nth(2).click()
  await page.keyboard.press('m')
  await screen.rows().nth(1).click()
  await page.keyboard.press('d')
  const compare = page.getByRole('dialog', { name: 'Compare', exact: true })
  const differences = compare.getByRole('listbox', { name: 'Differences of the bodies' })
  await expect(differences.getByRole('option', { name: '/data/amount' })).toContainText('1500')
  await page.keyboard.press('i')
  await expect(compare.getByText('no difference but 1 ignored')).toBeVisible()
  expect(await app.call('ignoreRules.list', {})).toEqual([{ endpoint: 'default', rules: ['/data/amount'] }])
  await screen.choice('How the bodies are compared', 'Pretty text').click()
  await expect(compare.locator('.monaco-diff-editor .view-lines').last()).toContainText('1500')
  await compare.getByRole('button', { name: 'Copy as JSON Patch' }).click()
  await expect(page.getByText('JSON Patch copied')).toBeVisible()
})

test('a bundle is saved where the person says, and comes back in from there', async ({ app }) => {
  const screen = new Screen(app.page)
  const { page } = screen
  await postWebhook(`${app.receiverUrl}/shop`, '{"type":"order.kept","n":9007199254740993}')
  await expect(screen.rows()).toHaveCount(1)
  const file = join(app.dataFolder, 'told.hookbench')
  await page.keyboard.press('Shift+E')
  const exporting = screen.dialog('Export captures')
  await exporting.getByRole('switch', { name: 'Redact' }).click()
  const name = await savedAs(app, file, () => exporting.getByRole('button', { name: 'Export', exact: true }).click())
  expect(name).toMatch(/\.hookbench$/)
  await expect(exporting.getByText(/^Saved as/)).toContainText('1 capture')
  await expect.poll(async () => (await stat(file)).size).toBeGreaterThan(100)
  await page.keyboard.press('Escape')

  await screen.rows().first().click()
  await page.keyboard.press('x')
  await expect(screen.rows()).toHaveCount(0)
  await importFile(screen, file)
  await expect(screen.row(/order\.kept/)).toBeVisible()
  const [capture] = (await app.call('captures.list', {})).captures
  expect(await app.page.evaluate(async (url) => (await fetch(url)).text(), `/captures/${capture?.id}/body`)).toBe(
    '{"type":"order.kept","n":9007199254740993}',
  )
})

test('what is no export is refused by name, and nothing comes in', async ({ app }) => {
  const screen = new Screen(app.page)
  const file = join(app.dataFolder, 'no-export.har')
  await writeFile(file, '{"log":{"entries":[{"request":')
  const dialog = await chooseFile(screen, file)
  await expect(
    dialog
      .getByRole('alert')
      .or(dialog.getByText(/cannot be read|is no|ends too early/i))
      .first(),
  ).toBeVisible()
  expect((await app.call('captures.list', {})).captures).toEqual([])
})

test('a body and types are saved as files', async ({ app }) => {
  const screen = new Screen(app.page)
  const { page } = screen
  await postWebhook(`${app.receiverUrl}/shop`, '{"type":"order.typed"}')
  await screen.open(/order\.typed/)
  const body = join(app.dataFolder, 'body.json')
  await savedAs(app, body, () => screen.detail.getByRole('button', { name: 'Save the body as a file' }).click())
  await expect.poll(async () => readFile(body, 'utf8')).toBe('{"type":"order.typed"}')
  await page.keyboard.press('Shift+T')
  const types = screen.dialog('Types of events')
  await expect(types).toContainText('order.typed')
  const code = join(app.dataFolder, 'types.ts')
  await savedAs(app, code, () => types.getByRole('button', { name: /^Save/ }).click())
  await expect.poll(async () => readFile(code, 'utf8')).toContain('interface OrderTyped')
})

test('the database is backed up and restored while the window is open', async ({ app }) => {
  const screen = new Screen(app.page)
  const { page } = screen
  await postWebhook(`${app.receiverUrl}/x`, '{"type":"before.backup"}')
  await expect(screen.row(/before\.backup/)).toBeVisible()
  const settings = await screen.openSettings('Storage')
  await settings.getByRole('button', { name: 'Back up now' }).click()
  await expect(settings.getByRole('button', { name: /^Restore hookbench-/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await postWebhook(`${app.receiverUrl}/x`, '{"type":"after.backup"}')
  await expect(screen.row(/after\.backup/)).toBeVisible()

  const again = await screen.openSettings('Storage')
  await again.getByRole('button', { name: /^Restore hookbench-/ }).click()
  await page.getByRole('alertdialog', { name: 'Restore this backup?' }).getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText(/^Restored\./)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(screen.row(/after\.backup/)).toHaveCount(0)
  await expect(screen.row(/before\.backup/)).toBeVisible()
  // The same port goes on.
  await postWebhook(`${app.receiverUrl}/x`, '{"type":"since.restored"}')
  await expect(screen.row(/since\.restored/)).toBeVisible()
})

test('pages of deleted captures are given back to the disk', async ({ app }) => {
  const screen = new Screen(app.page)
  await postWebhook(`${app.receiverUrl}/x`, 'x'.repeat(8_000_000))
  await expect(screen.rows()).toHaveCount(1)
  await app.call('captures.clear', { includePinned: true })
  await expect(screen.rows()).toHaveCount(0)
  const settings = await screen.openSettings('Storage')
  const compact = settings.getByRole('button', { name: 'Compact now' })
  await compact.click()
  await expect(screen.page.getByText(/given back/i).first()).toBeVisible()
  await expect(compact).toBeDisabled()
})

/** Does what saves a file, as if the person chose this path in the system's dialog. Answers the name that it offers. */
async function savedAs({ electron }: DesktopApp, path: string, save: () => Promise<void>): Promise<string> {
  const offered = electron.evaluate(
    ({ BrowserWindow }, chosen) =>
      new Promise<string>((resolve) => {
        const session = BrowserWindow.getAllWindows()[0]?.webContents.session
        session?.once('will-download', (_event, item) => {
          item.setSavePath(chosen)
          item.once('done', () => resolve(item.getFilename()))
        })
      }),
    path,
  )
  await save()
  return offered
}

async function importFile(screen: Screen, file: string): Promise<void> {
  const dialog = await chooseFile(screen, file)
  await dialog.getByRole('button', { name: /^Import/ }).click()
  await expect(dialog.getByText(/1 capture/).first()).toBeVisible()
  await screen.page.keyboard.press('Escape')
}

/** As in the system's dialog. */
async function chooseFile({ page }: Screen, file: string): Promise<Locator> {
  await page.keyboard.press('Shift+I')
  const dialog = page.getByRole('dialog', { name: 'Import captures' })
  const choosing = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: /file/i }).first().click()
  await (await choosing).setFiles(file)
  return dialog
}
