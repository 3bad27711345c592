import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import { stripeWebhooks } from '../support/stripe-sdk.ts'
import { officialSdk } from './official-sdk.ts'

/** A request as the program behind the webhook has it. */
export interface Received {
  readonly url: string
  readonly path: string
  readonly body: Buffer
  header(name: string): string
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** What the program was given: the shared secret, or the public key. */
  readonly key: string
}

export interface SdkCase {
  /** As in the catalogue. */
  readonly provider: string
  readonly keys: { readonly signing: string; readonly checking: string }
  readonly contentType?: string
  /** `ahead`: seconds from now at which it is sent. */
  readonly body?: (ahead: number) => string
  /** What the provider sends beside the signature, where the SDK asks for it. */
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the provider's own code takes the request. Says false or throws where it does not. */
  readonly accepts: (received: Received) => unknown
}

/** Each SDK is called as its provider's guide says, and imported only when its turn comes: some take a while. */
export const sdkCases: readonly SdkCase[] = [
  {
    provider: 'chargily',
    keys: shared('test_sk_chargily'),
    async accepts({ body, header, key }) {
      const { verifySignature } = await officialSdk<{
        verifySignature(body: Buffer, signature: string, secret: string): boolean
      }>('@chargily/chargily-pay')
      return verifySignature(body, header('signature'), key)
    },
  },
  {
    provider: 'discord',
    keys: ed25519Keys(),
    async accepts({ body, header, key }) {
      const { verifyKey } = await officialSdk<{
        verifyKey(body: Buffer, signature: string, timestamp: string, publicKey: string): Promise<boolean>
      }>('discord-interactions')
      return verifyKey(body, header('x-signature-ed25519'), header('x-signature-timestamp'), key)
    },
  },
  {
    provider: 'dodopayments',
    keys: standardSecret(),
    async accepts({ body, headers, key }) {
      const { default: DodoPayments } = await officialSdk<{
        default: new (options: {
          bearerToken: string
        }) => {
          webhooks: { unwrap(body: string, options: { headers: Record<string, string>; key: string }): object }
        }
      }>('dodopayments')
      return new DodoPayments({ bearerToken: 'not used' }).webhooks.unwrap(body.toString(), { headers, key })
    },
  },
  {
    provider: 'github',
    keys: shared("It's a Secret to Everybody"),
    async accepts({ body, header, key }) {
      const { verify } = await officialSdk<{
        verify(secret: string, body: string, signature: string): Promise<boolean>
      }>('@octokit/webhooks-methods')
      return verify(key, body.toString(), header('x-hub-signature-256'))
    },
  },
  {
    provider: 'linear',
    keys: shared('lin_wh_a-secret-for-tests'),
    body: (ahead) => jsonBody({ webhookTimestamp: Date.now() + ahead * 1000 }),
    async accepts({ body, header, key }) {
      const { LinearWebhookClient } = await officialSdk<{
        LinearWebhookClient: new (secret: string) => { verify(body: Buffer, signature: string): boolean }
      }>('@linear/sdk/webhooks')
      return new LinearWebhookClient(key).verify(body, header('linear-signature'))
    },
  },
  {
    provider: 'liveblocks',
    keys: standardSecret(),
    body: () => jsonBody({ type: 'roomCreated' }), // It refuses types that it does not know.
    async accepts({ body, headers, key }) {
      const { WebhookHandler } = await officialSdk<{
        WebhookHandler: new (
          secret: string,
        ) => { verifyRequest(request: { headers: Record<string, string>; rawBody: string }): object }
      }>('@liveblocks/node')
      return new WebhookHandler(key).verifyRequest({ headers, rawBody: body.toString() })
    },
  },
  {
    provider: 'messagebird',
    keys: shared('a-signing-key-of-messagebird-for-tests'),
    async accepts({ url, body, header, key }) {
      const { default: jwt } = await officialSdk<{
        default: { verify(url: string, body: Buffer, jwt: string, key: object): Promise<unknown> }
      }>('messagebird/lib/webhook-signature-jwt.js')
      await jwt.verify(url, body, header('messagebird-signature-jwt'), createSecretKey(Buffer.from(key)))
      return true
    },
  },
  {
    provider: 'mux',
    keys: shared('a-secret-of-mux-for-tests'),
    async accepts({ body, headers, key }) {
      const { Mux } = await officialSdk<{
        Mux: new (options: {
          tokenId: string
          tokenSecret: string
        }) => {
          webhooks: { verifySignature(body: string, headers: Record<string, string>, secret: string): unknown }
        }
      }>('@mux/mux-node')
      const mux = new Mux({ tokenId: 'not used', tokenSecret: 'not used' })
      await mux.webhooks.verifySignature(body.toString(), headers, key)
      return true
    },
  },
  {
    provider: 'notion',
    keys: shared('secret_a-verification-token-for-tests'),
    async accepts({ body, header, key }) {
      const { verifyWebhookSignature } = await officialSdk<{
        verifyWebhookSignature(given: {
          body: string
          signature: string
          verificationToken: string
        }): boolean | Promise<boolean>
      }>('@notionhq/client')
      return verifyWebhookSignature({
        body: body.toString(),
        signature: header('x-notion-signature'),
        verificationToken: key,
      })
    },
  },
  {
    provider: 'paddle',
    keys: shared('pdl_ntfset_a_secret_for_tests'),
    async accepts({ body, header, key }) {
      const { Paddle } = await officialSdk<{
        Paddle: new (
          apiKey: string,
        ) => { webhooks: { isSignatureValid(body: string, secret: string, signature: string): Promise<boolean> } }
      }>('@paddle/paddle-node-sdk')
      return new Paddle('not used').webhooks.isSignatureValid(body.toString(), key, header('paddle-signature'))
    },
  },
  {
    provider: 'razorpay',
    keys: shared('a-secret-of-razorpay-for-tests'),
    async accepts({ body, header, key }) {
      const { default: Razorpay } = await officialSdk<{
        default: { validateWebhookSignature(body: string, signature: string, secret: string): boolean }
      }>('razorpay')
      return Razorpay.validateWebhookSignature(body.toString(), header('x-razorpay-signature'), key)
    },
  },
  {
    provider: 'resend',
    keys: standardSecret(),
    async accepts({ body, header, key }) {
      const { Resend } = await officialSdk<{
        Resend: new (
          apiKey: string,
        ) => {
          webhooks: {
            verify(given: {
              payload: string
              headers: { id: string; timestamp: string; signature: string }
              webhookSecret: string
            }): object
          }
        }
      }>('resend')
      return new Resend('re_not_used').webhooks.verify({
        payload: body.toString(),
        headers: { id: header('svix-id'), timestamp: header('svix-timestamp'), signature: header('svix-signature') },
        webhookSecret: key,
      })
    },
  },
  {
    provider: 'sanity',
    keys: shared('a-secret-of-sanity-for-tests'),
    async accepts({ body, header, key }) {
      const { isValidSignature } = await officialSdk<{
        isValidSignature(body: string, signature: string, secret: string): Promise<boolean>
      }>('@sanity/webhook')
      return isValidSignature(body.toString(), header('sanity-webhook-signature'), key)
    },
  },
  {
    provider: 'sendgrid',
    keys: ecKeys('P-256', 'der'),
    async accepts({ body, header, key }) {
      const { EventWebhook } = await officialSdk<{
        EventWebhook: new () => {
          convertPublicKeyToECDSA(key: string): object
          verifySignature(key: object, body: Buffer, signature: string, timestamp: string): boolean
        }
      }>('@sendgrid/eventwebhook')
      const webhook = new EventWebhook()
      return webhook.verifySignature(
        webhook.convertPublicKeyToECDSA(key),
        body,
        header('x-twilio-email-event-webhook-signature'),
        header('x-twilio-email-event-webhook-timestamp'),
      )
    },
  },
  {
    provider: 'shopify',
    keys: shared('shpss_a-secret-for-tests'),
    headers: {
      'X-Shopify-Topic': 'orders/paid',
      'X-Shopify-Shop-Domain': 'test-shop.myshopify.com',
      'X-Shopify-API-Version': '2026-01',
      'X-Shopify-Webhook-Id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
    },
    async accepts({ body, headers, path, key }) {
      await officialSdk('@shopify/shopify-api/adapters/node')
      const { shopifyApi } = await officialSdk<{
        shopifyApi(config: object): {
          webhooks: {
            validate(given: { rawBody: string; rawRequest: object; rawResponse: object }): Promise<{ valid: boolean }>
          }
        }
      }>('@shopify/shopify-api')
      const shopify = shopifyApi({
        apiKey: 'not used',
        apiSecretKey: key,
        apiVersion: '2026-01',
        hostName: 'hooks.example.test',
        isEmbeddedApp: false,
        logger: { log: () => undefined },
      })
      const rawRequest = { method: 'POST', url: path, headers }
      const { valid } = await shopify.webhooks.validate({ rawBody: body.toString(), rawRequest, rawResponse: {} })
      return valid
    },
  },
  {
    provider: 'slack',
    keys: shared('8f742231b10e8888abcd99yyyzzz85a5'),
    async accepts({ body, header, key }) {
      const { isValidSlackRequest } = await officialSdk<{
        isValidSlackRequest(given: { signingSecret: string; body: string; headers: object }): boolean
      }>('@slack/bolt/dist/receivers/verify-request.js')
      return isValidSlackRequest({
        signingSecret: key,
        body: body.toString(),
        headers: {
          'x-slack-signature': header('x-slack-signature'),
          'x-slack-request-timestamp': Number(header('x-slack-request-timestamp')),
        },
      })
    },
  },
  standardWebhooks('standard-webhooks', 'standardwebhooks'),
  {
    provider: 'stripe',
    keys: shared('whsec_a-secret-of-stripe-for-tests'),
    async accepts({ body, header, key }) {
      return (await stripeWebhooks()).constructEvent(body, header('stripe-signature'), key)
    },
  },
  standardWebhooks('svix', 'svix'),
  {
    provider: 'truelayer',
    keys: ecKeys('P-521', 'pem'),
    async accepts({ body, headers, header, path, key }) {
      const { default: truelayer } = await officialSdk<{ default: { verify(given: object): void } }>(
        'truelayer-signing',
      )
      const signature = header('tl-signature')
      truelayer.verify({
        publicKeyPem: key,
        signature,
        method: 'POST',
        path,
        headers,
        body: body.toString(),
        requiredHeaders: ['X-Tl-Webhook-Timestamp'],
      })
      return true
    },
  },
  {
    provider: 'twilio',
    keys: shared('an-auth-token-of-twilio-for-tests'),
    contentType: 'application/x-www-form-urlencoded',
    body: () => 'From=%2B15551230001&To=%2B15551230002&Body=Z%C3%BCrich+paid',
    async accepts({ url, body, header, key }) {
      const { default: twilio } = await officialSdk<{
        default: { validateRequest(token: string, signature: string, url: string, form: object): boolean }
      }>('twilio')
      const form = Object.fromEntries(new URLSearchParams(body.toString()))
      return twilio.validateRequest(key, header('x-twilio-signature'), url, form)
    },
  },
  {
    provider: 'upstash-qstash',
    keys: shared('sig_a-current-key-for-tests'),
    async accepts({ url, body, header, key }) {
      const { Receiver } = await officialSdk<{
        Receiver: new (keys: {
          currentSigningKey: string
          nextSigningKey: string
        }) => { verify(given: { signature: string; body: string; url: string }): Promise<boolean> }
      }>('@upstash/qstash')
      const receiver = new Receiver({ currentSigningKey: key, nextSigningKey: 'sig_the-next-key' })
      return receiver.verify({ signature: header('upstash-signature'), body: body.toString(), url })
    },
  },
  {
    provider: 'workos',
    keys: shared('a-secret-of-workos-for-tests'),
    async accepts({ body, header, key }) {
      const { WorkOS } = await officialSdk<{
        WorkOS: new (
          apiKey: string,
        ) => {
          webhooks: { verifyHeader(given: { payload: unknown; sigHeader: string; secret: string }): Promise<boolean> }
        }
      }>('@workos-inc/node')
      return new WorkOS('sk_not_used').webhooks.verifyHeader({
        payload: JSON.parse(body.toString()),
        sigHeader: header('workos-signature'),
        secret: key,
      })
    },
  },
]

/** Beyond ASCII, since that is where bytes and text part. */
export function jsonBody(fields: Readonly<Record<string, unknown>> = {}): string {
  const data = { name: 'Zoë Müller 東京', status: 'paid' }
  return JSON.stringify({ id: 'evt_1', type: 'order.updated', data, ...fields })
}

function standardWebhooks(provider: string, sdk: string): SdkCase {
  return {
    provider,
    keys: standardSecret(),
    async accepts({ body, headers, key }) {
      const { Webhook } = await officialSdk<{
        Webhook: new (secret: string) => { verify(body: Buffer, headers: Record<string, string>): unknown }
      }>(sdk)
      return new Webhook(key).verify(body, headers)
    },
  }
}

function shared(secret: string): SdkCase['keys'] {
  return { signing: secret, checking: secret }
}

function standardSecret(): SdkCase['keys'] {
  return shared(`whsec_${Buffer.from('a secret that only the tests know').toString('base64')}`)
}

/** Discord shows the 32 bytes of the public key in hexadecimal. */
function ed25519Keys(): SdkCase['keys'] {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  return {
    signing: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    checking: Buffer.from(x, 'base64url').toString('hex'),
  }
}

function ecKeys(namedCurve: string, publicAs: 'der' | 'pem'): SdkCase['keys'] {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
  return {
    signing: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    checking:
      publicAs === 'pem'
        ? publicKey.export({ type: 'spki', format: 'pem' }).toString()
        : publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}
