import { afterEach, expect, test } from 'vitest'
import { startAnyHost } from '../signature/testing/any-host.ts'
import { signedBySns } from '../signature/testing/signed-by-sns.ts'
import { signingCertificate } from '../signature/testing/signing-certificate.ts'
import { startTestEngine, type TestEngine, temporaryFolder, until } from '../testing/test-engine.ts'

const CERTIFICATE_PATH = '/SimpleNotificationService-9c6465fa7f48f5cacd23014631ec1136.pem'
const HOST = 'sns.eu-west-1.amazonaws.com'
const CONFIRM_PATH =
  '/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:MyTopic&Token=2336412f37fb687f5d51e6e241d09c805a'

let engine: TestEngine | null = null
afterEach(() => engine?.close())

test.each(['1', '2'] as const)(
  'a notification that is signed by version %s is valid, and one that was changed is not',
  async (version) => {
    const { asked } = await open()
    await post(notification(version))
    expect(await verdict(1)).toEqual({ verdict: 'valid', provider: 'aws-sns', reason: null })
    await post(notification(version).replace('world', 'World'))
    expect(await verdict(2)).toEqual({ verdict: 'invalid', provider: 'aws-sns', reason: 'signature-mismatch' })
    // Fetched once, and kept.
    expect(asked).toEqual([`${HOST} ${CERTIFICATE_PATH}`])
  },
)

test('a certificate at another host is never asked for, and the request is called forged', async () => {
  const { asked } = await open()
  await post(notification('2', `https://${HOST}.evil.example${CERTIFICATE_PATH}`))
  expect(await verdict(1)).toMatchObject({ verdict: 'invalid', reason: 'key-url-untrusted' })
  expect(asked).toEqual([])
})

test('a certificate that another made is no certificate of Amazon’s key', async () => {
  await open()
  await post(notification('2').replace(/"Signature":"[^"]+"/, `"Signature":"${'A'.repeat(342)}=="`))
  expect(await verdict(1)).toMatchObject({ verdict: 'invalid' })
})

test('a subscription is confirmed by the button, and that is still known after a restart', async () => {
  const { asked, dataFolder, connection } = await open()
  const { id } = await post(confirmation())
  expect(await verdict(1)).toMatchObject({ verdict: 'valid' })
  await kindIs(id, 'aws-sns')
  expect(asked).not.toContain(`${HOST} ${CONFIRM_PATH}`)
  await theEngine().handlers['handshakes.confirm']({ captureId: id })
  expect(asked).toContain(`${HOST} ${CONFIRM_PATH}`)
  await kindIs(id, 'aws-sns-confirmed')
  await theEngine().close()
  engine = await startTestEngine({ dataFolder, trustedConnection: connection })
  await kindIs(id, 'aws-sns-confirmed')
})

test('a subscription is confirmed by itself where the endpoint says so, but not a forged one', async () => {
  const { asked } = await open()
  await theEngine().handlers['endpoints.setSigning']({ slug: 'default', signing: { confirmSubscriptions: true } })
  const forged = await post(confirmation().replace('MessageId":"1', 'MessageId":"2'))
  await until(() => (theEngine().logged.some((line) => line.includes('was not confirmed')) ? true : null))
  expect(asked).not.toContain(`${HOST} ${CONFIRM_PATH}`)
  const { id } = await post(confirmation())
  await kindIs(id, 'aws-sns-confirmed')
  expect(asked.filter((one) => one === `${HOST} ${CONFIRM_PATH}`)).toHaveLength(1)
  await kindIs(forged.id, 'aws-sns')
})

/** An engine whose every way to a trusted host leads to this machine. */
async function open() {
  const host = await startAnyHost((request, response) => {
    response.end(request.url === CERTIFICATE_PATH ? signingCertificate.cert : '<ConfirmSubscriptionResponse/>')
  })
  const dataFolder = temporaryFolder()
  engine = await startTestEngine({ dataFolder, trustedConnection: host.connection })
  return { ...host, dataFolder }
}

function theEngine(): TestEngine {
  if (engine === null) throw new Error('No engine is open')
  return engine
}

async function post(body: string): Promise<{ id: string }> {
  const { Type, MessageId } = JSON.parse(body) as Record<string, string>
  const before = await newest()
  await fetch(`http://127.0.0.1:${theEngine().port}/`, {
    method: 'POST',
    headers: {
      'Content-Type': 'text/plain; charset=UTF-8',
      'User-Agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-type': Type ?? '',
      'x-amz-sns-message-id': MessageId ?? '',
    },
    body,
  })
  return until(async () => {
    const capture = await newest()
    return capture === undefined || capture.id === before?.id ? null : capture
  })
}

async function newest() {
  const { captures } = await theEngine().handlers['captures.list']({ limit: 1 })
  return captures[0]
}

/** Of the newest capture, once there are so many. */
async function verdict(count: number) {
  return until(async () => {
    const { captures } = await theEngine().handlers['captures.list']({ limit: 10 })
    const [capture] = captures
    // While the certificate is fetched it is not known yet.
    if (captures.length < count || capture?.verdict == null || capture.verdictReason === 'key-not-fetched') return null
    return { verdict: capture.verdict, provider: capture.provider, reason: capture.verdictReason }
  })
}

async function kindIs(id: string, kind: string): Promise<void> {
  await until(async () => ((await theEngine().handlers['captures.get']({ id })).handshake === kind ? true : null))
}

function notification(version: '1' | '2', certificate = `https://${HOST}${CERTIFICATE_PATH}`): string {
  const fields = {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: 'arn:aws:sns:eu-west-1:123456789012:MyTopic',
    Subject: 'My First Message',
    Message: 'Hello world! Zoë\n',
    Timestamp: '2026-11-21T09:00:00.000Z',
  }
  return signedBySns(fields, version, certificate)
}

function confirmation(): string {
  const fields = {
    Type: 'SubscriptionConfirmation',
    MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
    Token: '2336412f37fb687f5d51e6e241d09c805a',
    TopicArn: 'arn:aws:sns:eu-west-1:123456789012:MyTopic',
    Message: 'You have chosen to subscribe to the topic.\nTo confirm the subscription, visit the SubscribeURL.',
    SubscribeURL: `https://${HOST}${CONFIRM_PATH}`,
    Timestamp: '2026-11-21T09:00:00.000Z',
  }
  return signedBySns(fields, '1', `https://${HOST}${CERTIFICATE_PATH}`)
}
