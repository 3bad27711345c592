import { expect, test } from 'vitest'
import type { SignatureReport } from '../../../shared/signature/signature-report.ts'
import { startAnyHost } from '../signature/testing/any-host.ts'
import { confirmSubscription } from './sns-confirmation.ts'

const URL_GIVEN = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37'
const ID = '019c0000-0000-7000-8000-000000000001'

test('calls the URL that was signed, once the signature is right', async () => {
  const { connection, asked } = await startAnyHost((_request, response) => response.end('<ok/>'))
  expect(await confirm({ connection })).toBe(7)
  expect(asked).toEqual(['sns.eu-west-1.amazonaws.com /?Action=ConfirmSubscription&Token=2336412f37'])
})

test.each(['invalid', 'not-checkable'] as const)('calls nobody where the signature is %s', async (verdict) => {
  const { connection, asked } = await startAnyHost((_request, response) => response.end())
  await expect(confirm({ connection, verdict })).rejects.toThrow(/signature is not right/)
  expect(asked).toEqual([])
})

test.each([
  'http://sns.eu-west-1.amazonaws.com/?Token=1',
  'https://sns.eu-west-1.amazonaws.com.evil.com/',
  'https://evil.com/?sns.eu-west-1.amazonaws.com',
  'https://sns.eu-west-1.amazonaws.com:8443/',
  'https://sns.eu-west-1.amazonaws.com@evil.com/',
  'https://x:y@sns.eu-west-1.amazonaws.com/',
  'https://sns.eu-west-1.amazonaws.com\\.evil.com/',
  'https://sns.eu.west.amazonaws.com/',
  'https://sns..amazonaws.com/',
  'https://s3.eu-west-1.amazonaws.com/',
  'https://169.254.169.254/latest/meta-data/',
  ' https://sns.eu-west-1.amazonaws.com/',
  'https://sns.eu-west-1.amazonaws.com/\r\nX: y',
  '',
])('calls nobody for %j, though it were signed', async (url) => {
  const { connection, asked } = await startAnyHost((_request, response) => response.end())
  await expect(confirm({ connection, url })).rejects.toThrow(/not at https:\/\/sns|no request to confirm/)
  expect(asked).toEqual([])
})

test('China is Amazon’s, too', async () => {
  const { connection, asked } = await startAnyHost((_request, response) => response.end())
  await confirm({ connection, url: 'https://sns.cn-north-1.amazonaws.com.cn/?Token=1' })
  expect(asked).toHaveLength(1)
})

test('follows no redirect, and says that it was not taken', async () => {
  const { connection, asked } = await startAnyHost((_request, response) =>
    response.writeHead(301, { Location: 'https://evil.com/' }).end(),
  )
  await expect(confirm({ connection })).rejects.toThrow(/redirect/)
  expect(asked).toHaveLength(1)
})

test.each(['', '{}', '[1]', '{"Type":"Notification","SubscribeURL":"https://sns.eu-west-1.amazonaws.com/"}'])(
  'a body of %j asks for nothing',
  async (body) => {
    await expect(confirm({ body })).rejects.toThrow(/no request to confirm/)
  },
)

interface Case {
  readonly connection?: Parameters<typeof confirmSubscription>[1]['connection']
  readonly verdict?: SignatureReport['verdict']
  readonly url?: string
  readonly body?: string
}

function confirm({ connection, verdict = 'valid', url = URL_GIVEN, body }: Case): Promise<number> {
  const text = body ?? JSON.stringify({ Type: 'SubscriptionConfirmation', SubscribeURL: url })
  return confirmSubscription(ID, {
    ...(connection === undefined ? {} : { connection }),
    readRequest: async (id) => ({
      id,
      seq: 7,
      endpoint: 'default',
      method: 'POST',
      target: '/',
      httpVersion: '1.1',
      via: null,
      pathToken: null,
      headers: [],
      trailers: [],
      body: Buffer.from(text),
    }),
    report: async (captureId) => ({
      captureId,
      verdict,
      provider: null,
      judgedAt: 0,
      reason: null,
      explanation: null,
      workings: [],
      causes: [],
      publicUrl: null,
    }),
  })
}
