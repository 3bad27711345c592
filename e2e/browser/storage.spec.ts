import { sendJson } from '../support/send.ts'
import { expect, test } from './browser-test.ts'

test('the data folder is backed up on screen, and a backup brings back what there was', async ({ engine, app }) => {
  const { page } = app
  await sendJson(`${engine.receiver}/x`, { type: 'before.backup' })
  await expect(app.row(/before\.backup/)).toBeVisible()
  const openStorage = async () => {
    await page.keyboard.press('ControlOrMeta+,')
    const dialog = app.dialog('Settings')
    await dialog.getByRole('tab', { name: 'Storage' }).click()
    return dialog
  }

  const dialog = await openStorage()
  const parts = dialog.getByRole('table', { name: 'What takes space' })
  await expect(parts.getByRole('row', { name: /Bodies of captures/ })).toBeVisible()
  await expect(dialog.getByText('There are no backups yet.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Back up now' }).click()
  const restore = dialog.getByRole('button', { name: /^Restore hookbench-.*\.db$/ })
  await expect(restore).toBeVisible()
  await expect(parts.getByRole('row', { name: /Backups/ })).toBeVisible()
  await expect(page.getByText(/^Backed up: /)).toBeVisible()
  await page.keyboard.press('Escape')

  await sendJson(`${engine.receiver}/x`, { type: 'after.backup' })
  await expect(app.row(/after\.backup/)).toBeVisible()
  await (await openStorage()).getByRole('button', { name: /^Restore / }).click()
  const confirm = page.getByRole('alertdialog', { name: 'Restore this backup?' })
  await expect(confirm).toContainText('set aside, not deleted')
  await confirm.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText(/^Restored\. What was there is kept as captures\.db\.replaced-/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(app.row(/after\.backup/)).toHaveCount(0)
  await expect(app.row(/before\.backup/)).toBeVisible()
  // The same screen and the same port go on.
  await sendJson(`${engine.receiver}/x`, { type: 'since.restored' })
  await expect(app.row(/since\.restored/)).toBeVisible()

  const last = await openStorage()
  await last.getByRole('button', { name: /^Delete captures\.db\.replaced-/ }).click()
  await page.getByRole('alertdialog', { name: 'Delete this file?' }).getByRole('button', { name: 'Delete' }).click()
  await expect(last.getByRole('button', { name: /^Delete captures/ })).toHaveCount(0)
})
