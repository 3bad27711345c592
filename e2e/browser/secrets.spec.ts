import { createHmac, verify } from 'node:crypto'
import { callEngine } from '../support/call-engine.ts'
import { startHandler } from '../support/local-server.ts'
import { send } from '../support/send.ts'
import type { ServedEngine } from '../support/served-engine.ts'
import { stripeEvent } from '../support/stripe-events.ts'
import { expect, test } from './browser-test.ts'

const STRIPE_SECRET = 'whsec_5f9c1d7be0f243cfa1e2b3c4d5e6f708'
/** GitHub's have no prefix by which they could be told. */
const GITHUB_SECRET = 'correct horse battery staple'

test('an endpoint that several providers share has a secret for each, and none judges the others’ requests', async ({
  engine,
  app,
}) => {
  const { page, detail } = app
  await sendGithub(engine)
  await app.open(/push/)
  await test.step('a secret that is added at a capture is its provider’s', async () => {
    await app.tab('Signature').click()
    const form = detail.getByRole('form', { name: 'Add a secret' })
    await expect(form.getByRole('combobox', { name: 'Whose secret it is' })).toHaveValue('GitHub')
    await form.getByLabel('Secret', { exact: true }).fill(GITHUB_SECRET)
    await form.getByRole('button', { name: 'Add the secret' }).click()
    await expect(app.row(/push.*signature valid/)).toBeVisible()
  })

  await test.step('a request of another provider says whose secret is missing', async () => {
    await sendStripe(engine)
    await expect(app.row(/signature not checked: no secret for Stripe/)).toBeVisible()
    await app.open(/invoice\.paid/)
    await expect(detail).toContainText('The endpoint has no secret for Stripe.')
  })

  await app.endpointMenu('default', 'Provider and secrets…')
  const dialog = app.dialog('default')
  const secrets = dialog.getByRole('list', { name: 'Secrets' }).getByRole('listitem')
  await test.step('in the settings it is for any provider that fits, unless one is chosen', async () => {
    await expect(secrets).toContainText('GitHub')
    await dialog.getByRole('button', { name: 'Add a secret…' }).click()
    const whose = dialog.getByRole('combobox', { name: 'Whose secret it is' })
    await expect(whose).toHaveValue('Any provider that fits')
    await whose.fill('stripe')
    await page.getByRole('option', { name: /^Stripe/ }).click()
    await expect(dialog.getByRole('form', { name: 'Add a secret' })).toContainText('begins with whsec_')
    await dialog.getByLabel('Secret', { exact: true }).fill(STRIPE_SECRET)
    await dialog.getByRole('button', { name: 'Add the secret' }).click()
    await expect(secrets).toHaveCount(2)
    await expect(secrets.nth(1)).toContainText('Stripe')
  })

  await test.step('whose it is can be changed, and everything is checked again', async () => {
    const captures = async () => (await callEngine(engine, 'captures.list', { limit: 10 })).captures
    const verdicts = async () => (await captures()).map(({ provider, verdict }) => `${provider} ${verdict}`)
    await expect.poll(verdicts).toEqual(['stripe valid', 'github valid'])
    await secrets
      .nth(1)
      .getByRole('button', { name: /^Change / })
      .click()
    const form = dialog.getByRole('form', { name: /^Change / })
    await form.getByRole('combobox', { name: 'Whose secret it is' }).fill('slack')
    await page
      .getByRole('option', { name: /^Slack/ })
      .first()
      .click()
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(secrets.nth(1)).toContainText('Slack')
    await expect.poll(verdicts).toEqual(['stripe not-checkable', 'github valid'])
  })

  await test.step('where only one sends, those of others are said not to be used', async () => {
    await dialog.getByRole('button', { name: 'Provider', exact: true }).click()
    await dialog.getByRole('combobox', { name: 'Provider', exact: true }).fill('stripe')
    await page.getByRole('option', { name: /^Stripe/ }).click()
    await expect(secrets.nth(0)).toContainText('GitHub, not used here')
    await expect(dialog.getByRole('region', { name: 'Provider' })).toContainText('Signs by HMAC.')
  })
})

test('a key pair that was made signs a replay, and a handler with its public half accepts it', async ({
  engine,
  app,
}) => {
  const { page, editor, detail } = app
  let publicKey = ''
  const handler = await startHandler(({ headers, body }, response) => {
    const header = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''
    const content = Buffer.concat([Buffer.from(header('x-signature-timestamp')), body])
    const signature = Buffer.from(header('x-signature-ed25519'), 'hex')
    response.end(verify(null, content, publicKey, signature) ? 'accepted' : 'refused')
  })
  await callEngine(engine, 'endpoints.add', { slug: 'discord', name: 'Discord' })
  const headers = { 'X-Signature-Ed25519': '00'.repeat(64), 'X-Signature-Timestamp': '1767225600' }
  await send(`${engine.receiver}/discord`, { headers, body: '{"type":2,"id":"1"}' })
  await app.endpointMenu('Discord', 'Provider and secrets…')
  const dialog = app.dialog('Discord')
  await dialog.getByRole('button', { name: 'Make a key pair…' }).click()
  await dialog.getByRole('button', { name: 'Make the key pair' }).click()
  await dialog.getByRole('button', { name: /^copy public key$/i }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('BEGIN PUBLIC KEY')
  publicKey = await page.evaluate(() => navigator.clipboard.readText())
  await dialog.getByRole('button', { name: 'Close' }).click()

  await app.open(/signature invalid/)
  await detail.getByRole('button', { name: 'Edit', exact: true }).click()
  await editor.getByRole('combobox', { name: 'Target' }).fill(`${handler.url}/*`)
  const delivery = editor.getByRole('region', { name: 'Delivery' })
  await editor.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(delivery).toContainText('refused')
  await app.choice('Signature', 'Re-sign').click()
  await expect(editor).toContainText('Nothing differs from the capture but its signature')
  await expect(editor.getByRole('combobox', { name: 'Secret to sign with' })).toContainText('With Test key')
  await editor.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(delivery).toContainText('accepted')
  await handler.close()
})

function sendGithub(engine: ServedEngine) {
  const body = '{"ref":"refs/heads/main"}'
  return send(`${engine.receiver}/`, {
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'GitHub-Hookshot/044aadd',
      'X-GitHub-Event': 'push',
      'X-Hub-Signature-256': `sha256=${createHmac('sha256', GITHUB_SECRET).update(body).digest('hex')}`,
    },
    body,
  })
}

function sendStripe(engine: ServedEngine) {
  const body = stripeEvent('invoice.paid', { object: 'invoice', amount_due: 1099 }, 1)
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', STRIPE_SECRET).update(`${timestamp}.${body}`).digest('hex')
  return send(`${engine.receiver}/`, {
    headers: { 'Content-Type': 'application/json', 'Stripe-Signature': `t=${timestamp},v1=${signature}` },
    body,
  })
}
