import { jsonAt } from '../json-at.ts'
import type { HandshakeStep } from './handshake.ts'
import { emptyAnswer, jsonAnswer, textAnswer, textAt } from './handshake-answers.ts'
import type { HandshakeViews } from './handshake-views.ts'
import { computed, type Recogniser } from './recogniser.ts'

/** Handshakes that only whoever has the endpoint's secret, key or token can answer, or ask. */
export const secretRecognisers: ReadonlyArray<Recogniser> = [
  {
    kind: 'meta',
    providers: ['facebook', 'messenger', 'instagram', 'whatsapp'],
    tells: 'perhaps',
    step: ({ method, query }) => {
      // With a topic it is WebSub, some hubs of which have a verify token, too.
      if (method !== 'GET' || query('hub.mode') !== 'subscribe' || query('hub.topic') !== null) return null
      const token = query('hub.verify_token')
      const challenge = query('hub.challenge')
      if (token === null || challenge === null) return null
      const answer = textAnswer(challenge)
      return answer === null ? { needs: 'refusal', why: 'value-not-echoed' } : { needs: 'verify-token', token, answer }
    },
  },
  {
    kind: 'x',
    providers: ['x'],
    tells: 'perhaps',
    step: ({ method, query }) => (method === 'GET' ? computed('x-crc', query('crc_token')) : null),
  },
  {
    kind: 'zoom',
    providers: ['zoom'],
    tells: 'perhaps',
    step: ({ json }) =>
      textAt(json(), '/event') === 'endpoint.url_validation'
        ? computed('zoom-validation', textAt(json(), '/payload/plainToken'))
        : null,
  },
  {
    kind: 'braintree',
    providers: ['braintree'],
    tells: 'perhaps',
    step: ({ method, query }) =>
      method === 'GET' ? computed('braintree-challenge', query('bt_challenge'), /^[a-f0-9]{20,32}$/) : null,
  },
  {
    kind: 'ebay',
    providers: ['ebay'],
    tells: 'perhaps',
    step: ({ method, query }) => (method === 'GET' ? computed('ebay-challenge', query('challenge_code')) : null),
  },
  {
    kind: 'discord',
    providers: ['discord'],
    tells: 'little',
    step: discordStep,
  },
  {
    // Four deliveries with right and wrong signatures; the endpoint has to tell them apart.
    kind: 'xero',
    providers: ['xero'],
    tells: 'little',
    step: ({ json }) => {
      const events = jsonAt(json(), '/events')
      if (!Array.isArray(events) || events.length > 0) return null
      return { needs: 'signature', valid: emptyAnswer(200), invalid: emptyAnswer(401) }
    },
  },
  {
    kind: 'aws-sns',
    providers: ['aws-sns'],
    tells: 'who',
    step: ({ header }) =>
      header('x-amz-sns-message-type') === 'SubscriptionConfirmation' ? { needs: 'confirmation' } : null,
  },
]

/** Interactions ask with type 1, webhook events with type 0. Both try whether a wrong signature is refused. */
function discordStep({ json, header }: HandshakeViews): HandshakeStep | null {
  if (header('x-signature-ed25519') === null) return null
  const type = jsonAt(json(), '/type')
  const invalid = emptyAnswer(401)
  const pong = jsonAnswer({ type: 1 })
  if (type === 1 && pong !== null) return { needs: 'signature', valid: pong, invalid }
  if (type !== 0) return null
  const { status, headers, body } = emptyAnswer(204)
  const valid = { status, headers: [['Content-Type', 'application/json'] as const, ...headers], body }
  return { needs: 'signature', valid, invalid }
}
