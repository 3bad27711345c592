import { createHmac } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { callEngine } from '../support/call-engine.ts'
import { startHandler } from '../support/local-server.ts'
import { send, sendJson } from '../support/send.ts'
import type { ServedEngine } from '../support/served-engine.ts'
import { stripeEvent } from '../support/stripe-events.ts'
import { stripeWebhooks } from '../support/stripe-sdk.ts'
import { expect, test } from './browser-test.ts'
import type { Screen } from './screen.ts'

const SECRET = 'whsec_5f9c1d7be0f243cfa1e2b3c4d5e6f708'

test('a damaged body is explained; edited and signed again, it is accepted by the Stripe SDK', async ({
  engine,
  app,
}) => {
  const { page, detail, editor } = app
  const stripe = await stripeWebhooks()
  const refusals: string[] = []
  const handler = await startHandler(({ headers, body }, response) => {
    const signature = headers.find(([name]) => name.toLowerCase() === 'stripe-signature')?.[1] ?? ''
    try {
      response.end(`accepted ${stripe.constructEvent(body, signature, SECRET).type}`)
    } catch (error) {
      refusals.push(error instanceof Error ? error.message : String(error))
      response.writeHead(400).end('refused')
    }
  })
  await callEngine(engine, 'endpoints.add', { slug: 'stripe', name: 'Stripe' })
  const body = stripeEvent('invoice.paid', { object: 'invoice', amount_due: 1099 }, 1)
  await sendStripe(engine, body, `${body}\n`)

  await test.step('without a secret it asks for one, and takes it', async () => {
    await app.open(/invoice\.paid/)
    await expect(app.row(/signature not checked: no secret for Stripe/)).toBeVisible()
    await app.tab('Signature').click()
    const form = detail.getByRole('form', { name: 'Add a secret' })
    await expect(form).toContainText('begins with whsec_')
    await form.getByLabel('Secret', { exact: true }).fill(SECRET)
    await form.getByRole('button', { name: 'Add the secret' }).click()
    await expect(form).toBeHidden()
  })

  await test.step('the cause is named with its evidence', async () => {
    await expect(app.row(/signature invalid: it does not fit what came/)).toBeVisible()
    await expect(detail.getByRole('button', { name: /signature invalid/ })).toContainText('a newline was added')
    const causes = detail.getByRole('region', { name: 'Causes' })
    await expect(causes).toContainText('The body was changed after it was signed')
    await expect(causes).toContainText('proven')
    const working = detail.getByRole('region', { name: 'The working' })
    await expect(working).toContainText('HMAC-SHA256')
    await expect(working).toContainText('header Stripe-Signature')
    await expect(working).toContainText('Signing secret')
    await expect(working.getByRole('region', { name: 'Signed content' })).toContainText('}\\n')
    await expect(working.getByRole('region', { name: 'Computed and received' })).toContainText('differs from here')
    await expect(detail.getByRole('region', { name: 'How sure this is' })).toContainText('official library of Stripe')
  })

  await test.step('code that verifies it can be copied', async () => {
    const code = detail.getByRole('region', { name: 'Verify it in your code' })
    for (const [language, word] of [
      ['Python', 'import hmac'],
      ['Ruby', 'OpenSSL'],
      ['Go', 'crypto/hmac'],
      ['PHP', 'hash_hmac'],
      ['Node', 'createHmac'],
    ] as const) {
      await code.getByRole('button', { name: language, exact: true }).click()
      await expect(code.locator('pre')).toContainText(word)
    }
    await code.getByRole('button', { name: 'Copy code' }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('stripe-signature')
  })

  await test.step('replayed as captured it is refused; edited and signed again, accepted', async () => {
    await detail.getByRole('button', { name: 'Edit', exact: true }).click()
    await editor.getByRole('combobox', { name: 'Target' }).fill(`${handler.url}/*`)
    await editor.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(editor.getByRole('region', { name: 'Delivery' })).toContainText('400')
    expect(refusals).toHaveLength(1)

    await typeBody(page, app, body.replace('1099', '42'))
    await app.choice('Signature', 'Re-sign').click()
    await editor.getByRole('button', { name: 'Send', exact: true }).click()
    const delivery = editor.getByRole('region', { name: 'Delivery' })
    await expect(delivery).toContainText('200')
    await expect(delivery).toContainText('accepted invoice.paid')
    await app.choice('Part of the delivery', /^Changes/).click()
    await expect(delivery).toContainText('Signed again with the secret')
  })
  await test.step('broken on purpose, it is refused for that', async () => {
    await app.choice('Signature', 'Break').click()
    await editor.getByRole('combobox', { name: 'How it is broken' }).click()
    await page.getByRole('option', { name: 'Timestamp of yesterday' }).click()
    await editor.getByRole('button', { name: 'Send', exact: true }).click()
    await expect.poll(() => refusals.length).toBe(2)
    expect(refusals[1]).toMatch(/tolerance/)
    await app.choice('Signature', 'Strip').click()
    await editor.getByRole('button', { name: 'Send', exact: true }).click()
    await expect.poll(() => refusals.length).toBe(3)
    expect(handler.received.at(-1)?.headers.map(([name]) => name.toLowerCase())).not.toContain('stripe-signature')
  })
  await handler.close()
})

test('an edit that makes the kept signature wrong is said at once, with the way out', async ({ engine, app }) => {
  const { page, detail, editor } = app
  await callEngine(engine, 'endpoints.add', { slug: 'stripe', name: 'Stripe' })
  await addSecret(engine)
  const body = stripeEvent('invoice.paid', { object: 'invoice', amount_due: 1099 }, 1)
  await sendStripe(engine, body)
  await app.open(/invoice\.paid/)
  await expect(app.row(/signature valid/)).toBeVisible()
  await detail.getByRole('button', { name: 'Edit', exact: true }).click()
  const warning = editor.getByText(/makes the kept signature wrong/)
  await expect(editor.getByRole('button', { name: 'Keep' })).toHaveAttribute('aria-pressed', 'true')
  await typeBody(page, app, body.replace('1099', '1'))
  await expect(warning).toBeVisible()
  await typeBody(page, app, body)
  await expect(warning).toBeHidden()
  await typeBody(page, app, body.replace('1099', '1'))
  await editor.getByRole('button', { name: 'Re-sign instead' }).click()
  await expect(app.choice('Signature', 'Re-sign')).toHaveAttribute('aria-pressed', 'true')
  await expect(warning).toBeHidden()
})

test('a lost body and a misnamed header are explained, with what is sure and what is not', async ({ engine, app }) => {
  const { detail } = app
  const causes = detail.getByRole('region', { name: 'Causes' })
  const sign = (body: string) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`
  await callEngine(engine, 'endpoints.add', { slug: 'hub', name: 'Hub' })
  await callEngine(engine, 'endpoints.setSigning', {
    slug: 'hub',
    signing: { provider: { kind: 'known', id: 'github' } },
  })
  await callEngine(engine, 'secrets.add', {
    endpoint: 'hub',
    name: 'Hub secret',
    kind: 'secret',
    value: SECRET,
    keyId: null,
    audience: null,
    provider: null,
  })
  const github = { 'Content-Type': 'application/json', 'X-GitHub-Event': 'push' }
  const body = '{"ref":"refs/heads/main"}'

  await send(`${engine.receiver}/hub`, { headers: { ...github, 'X-Hub-Signature-256': sign(body) }, body: '' })
  await app.open(/signature invalid/)
  await app.tab('Signature').click()
  await expect(causes).toContainText('either a body was lost on its way, or the secret is another')
  await expect(causes).toContainText('Sure is: none of the saved secrets (“Hub secret”)')

  await send(`${engine.receiver}/hub`, { headers: { ...github, 'X-Signature-256': sign(body) }, body })
  await app.open(/signature invalid: there is no signature/)
  await expect(causes).toContainText('X-Signature-256 (should be X-Hub-Signature-256)')
  await expect(causes).toContainText('Read from there, the signature is right')
})

test('a request that nobody known sent is marked as not checked, in the list and in the detail', async ({
  engine,
  app,
}) => {
  await sendJson(`${engine.receiver}/plain`, { type: 'a.b' })
  await app.open(/a\.b/)
  await expect(app.row(/signature not checked: nothing says who sent it/)).toBeVisible()
  await expect(app.detail.getByRole('button', { name: /signature not checked/ })).toBeVisible()
  await app.tab('Signature').click()
  await expect(app.detail.getByRole('button', { name: 'Choose the provider of default…' })).toBeVisible()
})

test('a Slack handshake is answered by an endpoint that was set up on the screen alone', async ({ engine, app }) => {
  const { page, sidebar } = app
  await sidebar.getByRole('button', { name: 'New endpoint' }).click()
  const create = page.getByRole('dialog', { name: 'New endpoint' })
  await create.getByRole('textbox', { name: 'Name' }).fill('Slack')
  await create.getByRole('button', { name: /^(Create|Add)/ }).click()
  await expect(create).toBeHidden()
  const dialog = await openSigning(app, 'Slack')
  await dialog.getByRole('button', { name: 'Provider' }).click()
  await dialog.getByRole('combobox', { name: 'Provider', exact: true }).fill('slack')
  await page
    .getByRole('option', { name: /^Slack/ })
    .first()
    .click()
  await dialog.getByRole('button', { name: 'Add a secret…' }).click()
  const secret = '8f742231b10e8888abcd99yyyzzz85a5'
  await dialog.getByLabel('Secret', { exact: true }).fill(secret)
  await dialog.getByRole('button', { name: 'Add the secret' }).click()
  await expect(dialog.getByRole('list', { name: 'Secrets' })).toContainText('Signing secret')
  await dialog.getByRole('button', { name: 'Close' }).click()

  const challenge = '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P'
  const body = JSON.stringify({ token: 'x', challenge, type: 'url_verification' })
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  const answer = await send(`${engine.receiver}/slack`, {
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'X-Slack-Request-Timestamp': timestamp,
      'X-Slack-Signature': `v0=${signature}`,
    },
    body,
  })
  expect(answer).toMatchObject({ status: 200, body: challenge })
  await expect(app.row(/handshake.*signature valid/)).toBeVisible()

  await openSigning(app, 'Slack')
  await dialog.getByRole('switch', { name: /Answer when a provider asks/ }).click()
  await expect(dialog.getByRole('switch', { name: /Answer when a provider asks/ })).not.toBeChecked()
  await dialog.getByRole('button', { name: 'Close' }).click()
  const silent = await sendJson(`${engine.receiver}/slack`, { token: 'x', challenge, type: 'url_verification' })
  expect(silent.body).not.toContain(challenge)
})

test('a secret that Asana hands over is kept when the user says so', async ({ engine, app }) => {
  await callEngine(engine, 'endpoints.add', { slug: 'asana', name: 'Asana' })
  const handed = 'b537207f20cbfa02357cf448134da559'
  const answer = await send(`${engine.receiver}/asana`, { headers: { 'X-Hook-Secret': handed } })
  expect(answer.headers).toContain(handed)
  await app.open(/handshake/)
  await app.detail.getByRole('button', { name: 'Keep the secret' }).click()
  await expect(app.page.getByText(/^Kept as Asana/)).toBeVisible()
  expect(await callEngine(engine, 'secrets.list', { endpoint: 'asana' })).toMatchObject([{ kind: 'secret' }])
  await expect(app.detail.getByRole('button', { name: 'Done' })).toBeDisabled()
})

test('a secret is on the page only while it is shown', async ({ engine, app }) => {
  const { page } = app
  const replies: string[] = []
  page.on('response', async (response) => {
    if (!response.url().includes('/api/') || response.url().includes('/events')) return
    // A reply that the page left behind has no text, and then nothing was told.
    replies.push(await response.text().catch(() => ''))
  })
  await callEngine(engine, 'endpoints.add', { slug: 'stripe', name: 'Stripe' })
  const dialog = await openSigning(app, 'Stripe')
  await dialog.getByRole('button', { name: 'Add a secret…' }).click()
  await dialog.getByLabel('Secret', { exact: true }).fill(SECRET)
  await dialog.getByRole('button', { name: 'Add the secret' }).click()
  const row = dialog.getByRole('list', { name: 'Secrets' }).getByRole('listitem')
  await expect(row).toContainText('••••f708')
  const body = stripeEvent('invoice.paid', { object: 'invoice' }, 1)
  await sendStripe(engine, body)
  // The list is behind the window, and so are its roles.
  await expect(page.getByText('signature valid', { exact: true })).toBeAttached()
  expect(await page.content()).not.toContain(SECRET)
  expect(replies.join('\n')).not.toContain(SECRET)

  await row.getByRole('button', { name: 'Show Signing secret' }).click()
  await expect(row).toContainText(SECRET)
  await row.getByRole('button', { name: 'Hide Signing secret' }).click()
  await expect(row).not.toContainText(SECRET)
  expect(await page.content()).not.toContain(SECRET)
})

test('secrets are renamed, deleted and brought back; a key pair is made for handlers', async ({ engine, app }) => {
  const { page } = app
  await callEngine(engine, 'endpoints.add', { slug: 'stripe', name: 'Stripe' })
  await addSecret(engine)
  const dialog = await openSigning(app, 'Stripe')
  const rows = dialog.getByRole('list', { name: 'Secrets' }).getByRole('listitem')
  await dialog.getByRole('button', { name: 'Change Signing secret' }).click()
  await dialog.getByRole('textbox', { name: 'New name' }).fill('Live')
  await page.keyboard.press('Enter')
  await expect(rows).toContainText('Live')
  await dialog.getByRole('button', { name: 'Delete Live' }).click()
  await expect(dialog.getByText('None. With the secret')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(rows).toContainText('Live')

  await dialog.getByRole('button', { name: 'Make a key pair…' }).click()
  await dialog.getByRole('button', { name: 'Make the key pair' }).click()
  await expect(dialog.getByText('-----BEGIN PUBLIC KEY-----')).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(rows.filter({ hasText: 'Private key' })).toHaveCount(1)
  const [listed] = (await callEngine(engine, 'secrets.list', { endpoint: 'stripe' })).filter(
    ({ kind }) => kind === 'private-key',
  )
  await dialog.getByRole('button', { name: 'Copy public key of Test key' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(listed?.publicKey)
})

test('a scheme of one’s own is set up with the newest capture in view', async ({ engine, app }) => {
  const { page } = app
  await callEngine(engine, 'endpoints.add', { slug: 'own', name: 'Own' })
  await callEngine(engine, 'secrets.add', { endpoint: 'own', name: 'Mine', kind: 'secret', value: 'topsecret' })
  const body = '{"hello":"world"}'
  const signature = createHmac('sha1', 'topsecret').update(`POST./own.${body}`).digest('base64')
  await send(`${engine.receiver}/own`, { headers: { 'X-Mine': `sig ${signature}` }, body })
  const dialog = await openSigning(app, 'Own')
  await dialog.getByRole('button', { name: 'Own scheme' }).click()
  await choose(page, dialog, 'Hash', 'SHA-1')
  await choose(page, dialog, 'Encoding', 'Base64')
  await dialog.getByRole('textbox', { name: 'Header', exact: true }).fill('X-Mine')
  await dialog.getByRole('textbox', { name: 'Prefix', exact: true }).fill('sig ')
  const template = dialog.getByRole('textbox', { name: 'What is signed' })
  await template.fill('{methods}')
  await expect(dialog.getByText('There is no {methods}')).toBeVisible()
  await template.fill('{method}.{path}.{body}')
  const preview = dialog.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText(signature)
  await expect(preview.getByRole('region', { name: 'Signed content' })).toContainText(`POST./own.${body}`)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('Saved', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(app.row(/signature valid/)).toBeVisible()
})

test('a time that stands in the body is written anew where it is signed again, and that is said before and after', async ({
  engine,
  app,
}) => {
  const { detail, editor } = app
  const secret = 'lin_wh_a-secret-for-tests'
  const handler = await startHandler((_request, response) => response.end('ok'))
  await callEngine(engine, 'endpoints.add', { slug: 'linear', name: 'Linear' })
  await callEngine(engine, 'secrets.add', { endpoint: 'linear', name: 'Signing secret', kind: 'secret', value: secret })
  const sentAt = Date.now() - 1000
  const body = JSON.stringify({ action: 'create', type: 'Issue', webhookTimestamp: sentAt })
  await send(`${engine.receiver}/linear`, {
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Linear-Webhook',
      'Linear-Signature': createHmac('sha256', secret).update(body).digest('hex'),
    },
    body,
  })
  await app.open(/Issue/)
  await expect(app.row(/signature valid/)).toBeVisible()
  await detail.getByRole('button', { name: 'Edit', exact: true }).click()
  const note = editor.getByText(/In the body stands the time/)
  await expect(note).toBeHidden()
  await expect(editor).toContainText('sent byte for byte')
  await app.choice('Signature', 'Re-sign').click()
  await expect(note).toContainText('JSON field /webhookTimestamp')
  await expect(editor).toContainText('as captured, but for what signing writes into it')
  await expect(editor).not.toContainText('byte for byte')
  await editor.getByRole('combobox', { name: 'Target' }).fill(`${handler.url}/*`)
  await editor.getByRole('button', { name: 'Send', exact: true }).click()
  const delivery = editor.getByRole('region', { name: 'Delivery' })
  await expect(delivery).toContainText('200')
  await app.choice('Part of the delivery', /^Changes/).click()
  await expect(delivery).toContainText('timestamp in the body')
  await expect(delivery).toContainText(String(sentAt))
  const [received] = handler.received
  const text = Buffer.from(received?.body ?? '').toString()
  expect(JSON.parse(text)).toMatchObject({ action: 'create', type: 'Issue' })
  expect((JSON.parse(text) as { webhookTimestamp: number }).webhookTimestamp).toBeGreaterThan(sentAt)
  const signature = received?.headers.find(([name]) => name.toLowerCase() === 'linear-signature')?.[1]
  expect(signature).toBe(createHmac('sha256', secret).update(text).digest('hex'))
  await handler.close()
})

function sendStripe(engine: ServedEngine, signed: string, sent = signed) {
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', SECRET).update(`${timestamp}.${signed}`).digest('hex')
  return send(`${engine.receiver}/stripe`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'Stripe-Signature': `t=${timestamp},v1=${signature}`,
    },
    body: sent,
  })
}

function addSecret(engine: ServedEngine) {
  return callEngine(engine, 'secrets.add', {
    endpoint: 'stripe',
    name: 'Signing secret',
    kind: 'secret',
    value: SECRET,
  })
}

async function openSigning(app: Screen, name: string): Promise<Locator> {
  await app.endpointMenu(name, 'Provider and secrets…')
  const dialog = app.dialog(name)
  await expect(dialog.getByRole('tab', { name: 'Signature' })).toHaveAttribute('aria-selected', 'true')
  return dialog
}

async function choose(page: Page, dialog: Locator, label: string, option: string): Promise<void> {
  await dialog.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** Pasted: typing would have the editor close quotes and brackets by itself. */
async function typeBody(page: Page, app: Screen, text: string): Promise<void> {
  await app.choice('Body', 'Text').click()
  const field = app.editor.getByRole('textbox', { name: 'Body to send' })
  await field.press('ControlOrMeta+A')
  await page.evaluate((value) => navigator.clipboard.writeText(value), text)
  await field.press('ControlOrMeta+V')
}
