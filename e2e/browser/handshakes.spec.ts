import { createHmac } from 'node:crypto'
import { callEngine } from '../support/call-engine.ts'
import { send } from '../support/send.ts'
import { expect, test } from './browser-test.ts'

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5'

test('a question that is signed wrongly is not answered, and its capture says so', async ({ engine, app }) => {
  await callEngine(engine, 'endpoints.add', { slug: 'slack', name: 'Slack' })
  await callEngine(engine, 'secrets.add', { endpoint: 'slack', name: 'Signing secret', kind: 'secret', value: SECRET })
  const body = JSON.stringify({ token: 'x', challenge: 'echo-me', type: 'url_verification' })
  const at = String(Math.floor(Date.now() / 1000))
  const asked = (key: string) =>
    send(`${engine.receiver}/slack`, {
      headers: {
        'Content-Type': 'application/json',
        'X-Slack-Request-Timestamp': at,
        'X-Slack-Signature': `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`,
      },
      body,
    })
  expect((await asked('a stranger’s')).body).not.toContain('echo-me')
  await app.open(/handshake.*signature invalid|signature invalid.*handshake/)
  await expect(app.detail).toContainText('A handshake, not answered as it asks. Its own signature is wrong.')
  expect((await asked(SECRET)).body).toBe('echo-me')
  await app.open(/signature valid/)
  await expect(app.detail).toContainText('A handshake: Slack asked whether this URL is yours, and Hookbench answered.')
})

test('a subscription that Amazon did not sign offers no button', async ({ engine, app }) => {
  const message = {
    Type: 'SubscriptionConfirmation',
    MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
    Token: '2336412f37',
    TopicArn: 'arn:aws:sns:us-west-2:123456789012:MyTopic',
    Message: 'You have chosen to subscribe to the topic.',
    SubscribeURL: 'https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37',
    Timestamp: '2026-04-26T20:45:04.751Z',
    SignatureVersion: '1',
    Signature:
      'EXAMPLEpH+DcEwjAPg8O9mY8dReBSwksfg2S7WKQcikcNKWLQjwu6A4VbeS0QHVCkhRS7fUQvi2egU3N858fiTDN6bkkOxYDVrY0Ad8L10Hs',
    SigningCertURL: 'https://sns.attacker.example/SimpleNotificationService.pem',
  }
  await send(`${engine.receiver}/`, {
    headers: { 'x-amz-sns-message-type': 'SubscriptionConfirmation' },
    body: JSON.stringify(message),
  })
  await app.open(/handshake.*signature invalid/)
  await expect(app.detail).toContainText('its signature is wrong, so it cannot be confirmed')
  await expect(app.detail.getByRole('button', { name: 'Confirm the subscription' })).toHaveCount(0)
})

test('who may have asked is named where the provider is not set, and answered once it is', async ({ engine, app }) => {
  const { page, detail } = app
  const ask = () => send(`${engine.receiver}/?challenge=dbx`, { method: 'GET' })
  expect((await ask()).body).not.toBe('dbx')
  await app.open(/handshake/)
  await expect(detail).toContainText('This may be Dropbox, Nylas v3 or Adobe I/O Events asking')
  await detail.getByRole('button', { name: 'Settings of default…' }).click()
  const dialog = app.dialog('default')
  await dialog.getByRole('button', { name: 'Provider', exact: true }).click()
  await dialog.getByRole('combobox', { name: 'Provider', exact: true }).fill('dropbox')
  await page
    .getByRole('option', { name: /^Dropbox/ })
    .first()
    .click()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect.poll(async () => (await ask()).body).toBe('dbx')
})
