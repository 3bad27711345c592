import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { callEngine } from '../support/call-engine.ts'
import { send } from '../support/send.ts'
import { expect, test } from './browser-test.ts'

const BODY = '{"hello":"world"}'
const KEYS = {
  ed25519: generateKeyPairSync('ed25519'),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
}

/** A sender of one's own: how it is set up by hand, and a request of it. */
interface Sender {
  readonly name: string
  /** What is done in the form; the kind is chosen before. */
  readonly kind?: string
  fill?(page: Page, form: Locator): Promise<void>
  readonly secretKind?: 'Public key'
  readonly secret: string
  headers(): Record<string, string>
}

const senders: readonly Sender[] = [
  {
    name: 'a token',
    kind: 'Token',
    secret: 'a-token-of-mine',
    headers: () => ({ 'X-Webhook-Token': 'a-token-of-mine' }),
  },
  {
    name: 'basic authentication',
    kind: 'Basic authentication',
    secret: 'user:password',
    headers: () => ({ Authorization: `Basic ${Buffer.from('user:password').toString('base64')}` }),
  },
  {
    name: 'a JWT with a shared secret',
    kind: 'JWT',
    secret: 'shared',
    headers: () => ({
      Authorization: `Bearer ${jwt('HS256', (text) => createHmac('sha256', 'shared').update(text).digest())}`,
    }),
  },
  {
    name: 'a JWT with a pasted key set',
    kind: 'JWT',
    fill: (_page, form) => form.getByLabel('Algorithms').fill('RS256'),
    secretKind: 'Public key',
    secret: JSON.stringify({ keys: [{ ...KEYS.rsa.publicKey.export({ format: 'jwk' }), kid: 'k1' }] }),
    headers: () => ({
      Authorization: `Bearer ${jwt('RS256', (text) => sign('sha256', Buffer.from(text), KEYS.rsa.privateKey), 'k1')}`,
    }),
  },
  {
    name: 'Ed25519',
    kind: 'Ed25519',
    secretKind: 'Public key',
    secret: pem(KEYS.ed25519.publicKey),
    headers: () => ({ 'X-Signature': sign(null, Buffer.from(BODY), KEYS.ed25519.privateKey).toString('hex') }),
  },
  {
    name: 'ECDSA',
    kind: 'ECDSA',
    secretKind: 'Public key',
    secret: pem(KEYS.ec.publicKey),
    headers: () => ({ 'X-Signature': sign('sha256', Buffer.from(BODY), KEYS.ec.privateKey).toString('hex') }),
  },
  {
    name: 'RSA',
    kind: 'RSA',
    secretKind: 'Public key',
    secret: pem(KEYS.rsa.publicKey),
    headers: () => ({ 'X-Signature': sign('sha256', Buffer.from(BODY), KEYS.rsa.privateKey).toString('hex') }),
  },
  {
    name: 'Standard Webhooks',
    async fill(page, form) {
      await form.getByRole('button', { name: 'Begin with…' }).click()
      await page.getByRole('menuitem', { name: 'Standard Webhooks' }).click()
    },
    secret: `whsec_${Buffer.from('a secret of 24 bytes at least').toString('base64')}`,
    headers: () => {
      const at = String(Math.floor(Date.now() / 1000))
      const key = Buffer.from('a secret of 24 bytes at least')
      const signature = createHmac('sha256', key).update(`msg_1.${at}.${BODY}`).digest('base64')
      return { 'webhook-id': 'msg_1', 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` }
    },
  },
]

for (const { name, kind, fill, secretKind, secret, headers } of senders) {
  test(`a sender who signs with ${name} is set up without code, and judged`, async ({ engine, app }) => {
    const { page } = app
    await callEngine(engine, 'endpoints.add', { slug: 'own', name: 'Own' })
    await app.endpointMenu('Own', 'Provider and secrets…')
    const dialog = app.dialog('Own')
    await dialog.getByRole('button', { name: 'Own scheme' }).click()
    const form = dialog.getByRole('form', { name: 'Own scheme' })
    if (kind !== undefined) await pick(page, form.getByRole('combobox', { name: 'Made with' }), kind)
    await fill?.(page, form)
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form.getByText('Saved', { exact: true })).toBeVisible()

    await dialog.getByRole('button', { name: 'Add a secret…' }).click()
    const adding = dialog.getByRole('form', { name: 'Add a secret' })
    if (secretKind !== undefined) await pick(page, adding.getByRole('combobox', { name: 'Kind of secret' }), secretKind)
    await adding.getByLabel(secretKind ?? 'Secret', { exact: true }).fill(secret)
    await adding.getByRole('button', { name: 'Add the secret' }).click()
    await expect(adding).toBeHidden()
    await dialog.getByRole('button', { name: 'Close' }).click()

    const ask = { 'Content-Type': 'application/json' }
    await send(`${engine.receiver}/own`, { headers: { ...ask, ...headers() }, body: BODY })
    await expect(app.row(/signature valid/)).toBeVisible()
    const [[first, value = ''] = ['', '']] = Object.entries(headers()).reverse()
    await send(`${engine.receiver}/own`, { headers: { ...ask, ...headers(), [first]: damaged(value) }, body: BODY })
    await expect(app.row(/signature invalid/)).toBeVisible()
  })
}

async function pick(page: Page, select: Locator, option: string): Promise<void> {
  await select.click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** One character in the middle of the last part is another: the last may hold no bit that counts. */
function damaged(value: string): string {
  const at = value.length - 12
  return value.slice(0, at) + (value[at]?.toLowerCase() === 'a' ? 'b' : 'a') + value.slice(at + 1)
}

function jwt(alg: string, signed: (text: string) => Buffer, kid?: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg, kid })}.${part({ iat: Math.floor(Date.now() / 1000) })}`
  return `${text}.${signed(text).toString('base64url')}`
}

function pem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }) as string
}
