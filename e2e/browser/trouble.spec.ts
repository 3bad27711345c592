import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sendJson } from '../support/send.ts'
import { serve } from '../support/served-engine.ts'
import { expect, test } from './browser-test.ts'

test('an engine that dies is missed, with what still works; its next link lets the same tab in again', async ({
  engine,
  app,
}) => {
  const { page, detail } = app
  await sendJson(`${engine.receiver}/x`, { type: 'before.death' })
  await app.open(/before\.death/)
  await expect(app.code()).toContainText('"type": "before.death"')
  await engine.kill()
  const banner = page.getByRole('alert').filter({ hasText: /engine|link/ })
  await expect(banner).toContainText('The engine cannot be reached')
  await expect(banner).toContainText('What is on screen can still be read and copied')
  await expect(app.code()).toContainText('"type": "before.death"')
  await detail.getByRole('button', { name: 'Copy body' }).click()
  await expect(page.getByText('Body copied')).toBeVisible()

  const again = await serve(engine.dataFolder, {
    port: Number(new URL(engine.receiver).port),
    uiPort: Number(new URL(engine.origin).port),
  })
  try {
    expect(again.token).not.toBe(engine.token)
    await expect(banner).toContainText('open the one that it printed in its terminal')
    // Pasted into the address bar of the same tab, which changes no more than the fragment.
    await page.goto(again.ui)
    await expect(banner).toHaveCount(0)
    await expect(app.row(/before\.death/)).toBeVisible()
    await sendJson(`${again.receiver}/x`, { type: 'after.death' })
    await expect(app.row(/after\.death/)).toBeVisible()
  } finally {
    await again.stop()
  }
})

test('a store that cannot be written to is shown, and goes on by itself', async ({ engine, app }) => {
  const { page } = app
  await sendJson(`${engine.receiver}/x`, { type: 'first.kept' })
  await expect(app.row(/first\.kept/)).toBeVisible()
  const other = new Database(join(engine.dataFolder, 'captures.db'))
  try {
    other.exec('BEGIN EXCLUSIVE')
    const refused = await sendJson(`${engine.receiver}/x`, { type: 'not.kept' })
    expect(refused.status).toBe(503)
    expect(refused.headers.map((text) => text.toLowerCase())).toContain('retry-after')
    const banner = page.getByRole('alert').filter({ hasText: 'Captures' })
    await expect(banner).toContainText('Captures cannot be kept since')
    await expect(banner).toContainText(engine.dataFolder)
    await expect(app.row(/first\.kept/)).toBeVisible()
    other.exec('ROLLBACK')
    await expect(banner).toHaveCount(0)
  } finally {
    other.close()
  }
  expect((await sendJson(`${engine.receiver}/x`, { type: 'kept.again' })).status).toBe(200)
  await expect(app.row(/kept\.again/)).toBeVisible()
  await expect(app.row(/not\.kept/)).toHaveCount(0)
})

test('a body viewer that could not be loaded says so, and the next body has one that works', async ({
  engine,
  app,
}) => {
  const { page, detail } = app
  await sendJson(`${engine.receiver}/x`, { type: 'one.body' })
  await sendJson(`${engine.receiver}/x`, { type: 'other.body' })
  await page.route(/body-worker/, (route) => route.abort())
  await app.open(/one\.body/)
  const problem = detail.getByText('The body viewer could not start.')
  await expect(problem).toBeVisible()
  await page.unroute(/body-worker/)
  await app.open(/other\.body/)
  await expect(app.code()).toContainText('"type": "other.body"')
  await app.open(/one\.body/)
  await expect(app.code()).toContainText('"type": "one.body"')
})

test('a comparison that could not be loaded says so, and can be tried again', async ({ engine, app }) => {
  const { page } = app
  await sendJson(`${engine.receiver}/x`, { type: 'one', n: 1 })
  await sendJson(`${engine.receiver}/x`, { type: 'one', n: 2 })
  await app.open(/one/)
  await page.route(/compare-worker/, (route) => route.abort())
  await page.keyboard.press('b')
  const dialog = page.getByRole('dialog', { name: 'Compare' })
  await expect(dialog.getByText('The comparison could not start.')).toBeVisible()
  await page.unroute(/compare-worker/)
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog).toContainText('1 changed')
})
