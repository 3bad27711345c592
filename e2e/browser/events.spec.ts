import { send } from '../support/send.ts'
import { expect, test } from './browser-test.ts'

const STRIPE = { 'Content-Type': 'application/json', 'Stripe-Signature': 't=1,v1=00' }

test('attempts to deliver an event are told apart and stepped through', async ({ engine, app }) => {
  const { page } = app
  const attempt = (pending: number) =>
    send(`${engine.receiver}/hook`, {
      headers: STRIPE,
      body: `{"id":"evt_1QabR","type":"invoice.paid","pending_webhooks":${pending}}`,
    })
  await attempt(1)
  await expect(app.row(/invoice\.paid/)).toHaveCount(1)
  await attempt(2)
  await expect(app.row(/invoice\.paid.*2nd attempt/)).toHaveCount(1)
  await send(`${engine.receiver}/hook`, { headers: STRIPE, body: '{"id":"evt_2","type":"invoice.paid"}' })
  // A row that comes while another is clicked moves it from below the pointer.
  await expect(app.rows()).toHaveCount(3)

  await test.step('the first, while it is shown, hears of the others', async () => {
    await app.rows().last().click()
    await expect(app.detail.getByText('evt_1QabR')).toBeVisible()
    await expect(app.detail.getByRole('button', { name: '1st of 2 attempts' })).toBeVisible()
    await attempt(3)
    await expect(app.detail.getByRole('button', { name: '1st of 3 attempts' })).toBeVisible()
    await expect(app.detail.getByRole('button', { name: 'Attempt before' })).toBeDisabled()
  })

  await test.step('by key', async () => {
    await page.keyboard.press(']')
    await expect(app.detail.getByRole('button', { name: /^2nd attempt, .+ after the first$/ })).toBeVisible()
    await expect(app.row(/2nd attempt/)).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press(']')
    await expect(app.detail.getByRole('button', { name: /^3rd attempt/ })).toBeVisible()
    await page.keyboard.press('[')
    await expect(app.detail.getByRole('button', { name: /^2nd attempt/ })).toBeVisible()
  })

  await test.step('by the palette', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('attempt before')
    await page.keyboard.press('Enter')
    await expect(app.detail.getByRole('button', { name: '1st of 3 attempts' })).toBeVisible()
  })

  await test.step('by the list of them, with the gaps between', async () => {
    await app.detail.getByRole('button', { name: '1st of 3 attempts' }).click()
    await expect(page.getByRole('menuitem', { name: /^2nd · .+ later · answered 200$/ })).toBeVisible()
    await page.getByRole('menuitem', { name: /^3rd/ }).click()
    await expect(app.detail.getByRole('button', { name: /^3rd attempt/ })).toBeVisible()
  })

  await test.step('what is deleted is no longer among them, and is back when undone', async () => {
    await app.rows().last().click()
    await page.keyboard.press('x')
    await expect(page.getByText('1 capture deleted')).toBeVisible()
    await app.row(/3rd attempt/).click()
    await expect(app.detail.getByRole('button', { name: /^3rd attempt, .+ after the one before$/ })).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(app.detail.getByRole('button', { name: /^3rd attempt, .+ after the first$/ })).toBeVisible()
  })
})

test('another event with the same bytes is marked as a duplicate', async ({ engine, app }) => {
  for (const delivery of ['a', 'b']) {
    await send(`${engine.receiver}/hook`, {
      headers: { 'Content-Type': 'application/json', 'X-GitHub-Event': 'star', 'X-GitHub-Delivery': delivery },
      body: '{"action":"created"}',
    })
    await expect(app.row(/star\.created/).first()).toBeVisible()
  }
  await app.row(/star\.created.*duplicate/).click()
  await app.detail.getByRole('button', { name: 'same bytes as an earlier one' }).click()
  await expect(app.detail.getByText('a', { exact: true })).toBeVisible()
  await expect(app.rows().last()).toHaveAttribute('aria-selected', 'true')
})

test('a sender that gives no event id is known by the same bytes', async ({ engine, app }) => {
  for (let times = 0; times < 2; times++) await send(`${engine.receiver}/hook?n=1`, { body: '{"type":"ping"}' })
  await expect(app.row(/ping.*2nd attempt/)).toHaveCount(1)
  await expect(app.row(/ping/)).toHaveCount(2)
})
