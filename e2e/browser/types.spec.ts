import { readFile } from 'node:fs/promises'
import { githubWebhook } from '../support/github-examples.ts'
import { send, sendGithub, sendJson } from '../support/send.ts'
import { PAYMENT_INTENT, stripeEvent } from '../support/stripe-events.ts'
import { expect, test } from './browser-test.ts'

test('types of an event come from all its captures, in three languages, and grow as more arrive', async ({
  engine,
  app,
}) => {
  const { page } = app
  for (let number = 0; number < 12; number++) {
    const intent = { ...PAYMENT_INTENT, customer: number % 2 === 0 ? null : 'cus_1', amount: 100 + number }
    await send(`${engine.receiver}/hook`, {
      headers: { 'Content-Type': 'application/json' },
      body: stripeEvent('payment_intent.succeeded', intent, number),
    })
  }
  await sendGithub(`${engine.receiver}/hook`, githubWebhook('push'))
  await app.open('payment_intent.succeeded')
  await page.keyboard.press('Shift+T')
  const dialog = app.dialog('Types of events')
  const code = dialog.locator('.monaco-editor .view-lines')
  await expect(dialog.getByText('From 12 captures of payment_intent.succeeded', { exact: true })).toBeVisible()
  await expect(code).toContainText('export interface PaymentIntentSucceeded')
  await expect(code).toContainText("object: 'event'")

  await test.step('live', async () => {
    await sendJson(`${engine.receiver}/hook`, { type: 'payment_intent.succeeded', id: 'evt_x' })
    await expect(dialog.getByText('From 13 captures of payment_intent.succeeded', { exact: true })).toBeVisible()
    await expect(code).toContainText('In 12 of 13.')
  })

  await test.step('JSON Schema and Zod, copied and saved', async () => {
    await app.choice('Language', 'JSON Schema').click()
    await expect(code).toContainText('https://json-schema.org/draft/2020-12/schema')
    await dialog.getByRole('button', { name: 'Copy types' }).click()
    const schema: unknown = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
    expect(schema).toMatchObject({ title: 'PaymentIntentSucceeded', type: 'object' })
    await app.choice('Language', 'Zod').click()
    await expect(code).toContainText("import { z } from 'zod'")
    const downloading = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Save' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('payment_intent.succeeded.zod.ts')
    expect(await readFile(await download.path(), 'utf8')).toContain('export const paymentIntentSucceededSchema')
  })

  await test.step('anew, without what was deleted', async () => {
    await page.keyboard.press('Escape')
    await app.row('payment_intent.succeeded').first().click()
    await page.keyboard.press('x')
    await expect(page.getByText('1 capture deleted')).toBeVisible()
    await app.open('payment_intent.succeeded')
    await page.keyboard.press('Shift+T')
    await expect(dialog.getByText('From 13 captures of payment_intent.succeeded', { exact: true })).toBeVisible()
    await dialog.getByRole('button', { name: 'Learn anew' }).click()
    await expect(dialog.getByText('From 12 captures of payment_intent.succeeded', { exact: true })).toBeVisible()
  })

  await test.step('of another event, from the palette', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('types of events')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('From 12 captures of payment_intent.succeeded', { exact: true })).toBeVisible()
    await dialog.getByRole('combobox', { name: 'Event' }).click()
    await page.getByRole('option', { name: /^push · default · 1/ }).click()
    await expect(dialog.getByText('From 1 capture of push', { exact: true })).toBeVisible()
    await expect(code).toContainText('headCommitSchema')
  })
})

test('without captures it says what will be there', async ({ app }) => {
  await app.page.keyboard.press('ControlOrMeta+k')
  await app.page.keyboard.type('types of events')
  await app.page.keyboard.press('Enter')
  await expect(app.dialog('Types of events').getByRole('heading', { name: 'No types yet' })).toBeVisible()
})

test('a capture whose shape is new for its event type is marked, says what changed, and is accepted', async ({
  engine,
  app,
}) => {
  const { page } = app
  const paid = (number: number, more: object = {}) =>
    sendJson(`${engine.receiver}/hook`, { type: 'order.paid', id: `o_${number}`, amount: number, ...more })
  for (let number = 0; number < 20; number++) await paid(number)
  await paid(20, { amount: 'twenty', note: 'gift' })
  const marked = app.row(/new shape/)
  await expect(marked).toHaveCount(1)
  // As the one before, so the mark says something.
  await paid(21, { amount: 'more', note: 'gift' })
  await expect(app.row('order.paid')).toHaveCount(22)
  await marked.click()
  const news = app.detail.getByRole('region', { name: 'New shape' })
  await expect(news.getByRole('listitem')).toHaveText([
    '/amount is a string now. In 20 before it was an integer.',
    '/note is new: a string. None of 20 before had it.',
  ])

  await test.step('is found', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('is:drift')
    await expect(app.row('order.paid')).toHaveCount(1)
    await page.keyboard.press('Escape')
  })

  await test.step('compared with the one before', async () => {
    await news.getByRole('button', { name: 'Compare with the previous' }).click()
    const dialog = page.getByRole('dialog', { name: 'Compare', exact: true })
    await expect(dialog.getByRole('option', { name: '/note' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('accepted', async () => {
    await news.getByRole('button', { name: 'Accept' }).click()
    await expect(news).toBeHidden()
    await expect(app.row(/new shape/)).toHaveCount(0)
  })
})
