import { jsonAt } from '../json-at.ts'
import type { ComputedAnswer, HandshakeAnswer, HandshakeKind, HandshakeStep } from './handshake.ts'
import { emptyAnswer, headerAnswer, jsonAnswer, textAnswer, textAt } from './handshake-answers.ts'
import type { HandshakeViews } from './handshake-views.ts'

/** How one kind of handshake is told, and answered. */
interface Recogniser {
  readonly kind: HandshakeKind
  /** Ids of the catalogue that ask so. */
  readonly providers: ReadonlyArray<string>
  /** It needs no secret and cannot be anything else, so that it is answered where no provider is set, too. */
  readonly detectable: boolean
  step(request: HandshakeViews): HandshakeStep | null
}

/** Whoever computes with a secret does it only for tokens that can be no signed content of anybody's. */
export const COMPUTED_TOKEN = /^[A-Za-z0-9_-]{1,128}$/

function echoed(answer: HandshakeAnswer | null): HandshakeStep | null {
  return answer === null ? null : { needs: 'nothing', answer }
}

function computed(compute: ComputedAnswer, token: string | null): HandshakeStep | null {
  return token !== null && COMPUTED_TOKEN.test(token) ? { needs: 'secret', compute, token } : null
}

function orNull(value: string | null, answer: (value: string) => HandshakeAnswer | null): HandshakeStep | null {
  return value === null ? null : echoed(answer(value))
}

/** Every handshake that is known. */
export const recognisers: ReadonlyArray<Recogniser> = [
  {
    kind: 'slack',
    providers: ['slack'],
    detectable: true,
    step: (request) => {
      if (request.header('x-slack-signature') === null || textAt(request.json(), '/type') !== 'url_verification') {
        return null
      }
      return orNull(textAt(request.json(), '/challenge'), textAnswer)
    },
  },
  {
    kind: 'lark',
    providers: ['lark'],
    detectable: true,
    step: ({ json }) => {
      if (textAt(json(), '/type') !== 'url_verification' || textAt(json(), '/token') === null) return null
      return orNull(textAt(json(), '/challenge'), (challenge) => jsonAnswer({ challenge }))
    },
  },
  {
    // The token is the secret of what follows, and has to be pasted at Notion: the user reads it in the capture.
    kind: 'notion',
    providers: ['notion'],
    detectable: true,
    step: ({ json }) =>
      hasOnly(json(), 'verification_token') && textAt(json(), '/verification_token') !== null ? SUCCESS : null,
  },
  {
    kind: 'meta',
    providers: ['facebook', 'messenger', 'instagram', 'whatsapp'],
    detectable: false,
    step: ({ method, query }) => {
      if (method !== 'GET' || query('hub.mode') !== 'subscribe') return null
      const token = query('hub.verify_token')
      const answer = textAnswer(query('hub.challenge') ?? '')
      return token === null || answer === null ? null : { needs: 'verify-token', token, answer }
    },
  },
  {
    kind: 'websub',
    providers: ['youtube-websub'],
    detectable: true,
    step: ({ method, query }) => {
      const mode = query('hub.mode')
      if (method !== 'GET' || (mode !== 'subscribe' && mode !== 'unsubscribe') || query('hub.topic') === null)
        return null
      return orNull(query('hub.challenge'), textAnswer)
    },
  },
  {
    kind: 'twitch',
    providers: ['twitch'],
    detectable: true,
    step: (request) => {
      if (request.header('twitch-eventsub-message-type') !== 'webhook_callback_verification') return null
      return orNull(textAt(request.json(), '/challenge'), textAnswer)
    },
  },
  {
    kind: 'asana',
    providers: ['asana'],
    detectable: true,
    step: ({ method, header }) =>
      method === 'POST' ? orNull(header('x-hook-secret'), (value) => headerAnswer('X-Hook-Secret', value)) : null,
  },
  {
    kind: 'okta',
    providers: ['okta'],
    detectable: true,
    step: ({ method, header }) =>
      method === 'GET'
        ? orNull(header('x-okta-verification-challenge'), (verification) => jsonAnswer({ verification }))
        : null,
  },
  {
    kind: 'microsoft-graph',
    providers: ['microsoft-graph'],
    detectable: true,
    step: ({ method, query }) => (method === 'POST' ? orNull(query('validationToken'), textAnswer) : null),
  },
  {
    kind: 'azure-event-grid',
    providers: ['azure-event-grid'],
    detectable: true,
    step: eventGridStep,
  },
  {
    kind: 'front',
    providers: ['front'],
    detectable: true,
    step: ({ header }) => orNull(header('x-front-challenge'), textAnswer),
  },
  {
    kind: 'worldline',
    providers: ['worldline'],
    detectable: true,
    step: ({ method, header }) =>
      method === 'GET' ? orNull(header('x-gcs-webhooks-endpoint-verification'), textAnswer) : null,
  },
  {
    kind: 'adobe-sign',
    providers: ['adobe-sign'],
    detectable: true,
    step: ({ method, header }) =>
      method === 'GET'
        ? orNull(header('x-adobesign-clientid'), (value) => headerAnswer('X-AdobeSign-ClientId', value))
        : null,
  },
  {
    kind: 'challenge',
    providers: ['dropbox', 'nylas', 'adobe-io'],
    detectable: true,
    step: ({ method, query }) => (method === 'GET' ? orNull(query('challenge'), textAnswer) : null),
  },
  {
    // Behind those that a header tells: others have a challenge in their body, too.
    kind: 'monday',
    providers: ['monday'],
    detectable: true,
    step: ({ method, json }) => {
      const challenge = method === 'POST' && hasOnly(json(), 'challenge') ? textAt(json(), '/challenge') : null
      return orNull(challenge, (value) => jsonAnswer({ challenge: value }))
    },
  },
  {
    kind: 'x',
    providers: ['x'],
    detectable: false,
    step: ({ method, query }) => (method === 'GET' ? computed('x-crc', query('crc_token')) : null),
  },
  {
    kind: 'zoom',
    providers: ['zoom'],
    detectable: false,
    step: ({ json }) =>
      textAt(json(), '/event') === 'endpoint.url_validation'
        ? computed('zoom-validation', textAt(json(), '/payload/plainToken'))
        : null,
  },
  {
    kind: 'braintree',
    providers: ['braintree'],
    detectable: false,
    step: ({ method, query }) => {
      const token = query('bt_challenge')
      if (method !== 'GET' || token === null || !/^[a-f0-9]{20,32}$/.test(token)) return null
      return computed('braintree-challenge', token)
    },
  },
  {
    kind: 'ebay',
    providers: ['ebay'],
    detectable: false,
    step: ({ method, query }) => (method === 'GET' ? computed('ebay-challenge', query('challenge_code')) : null),
  },
  {
    kind: 'discord',
    providers: ['discord'],
    detectable: false,
    step: discordStep,
  },
  {
    // Four deliveries with right and wrong signatures; the endpoint has to tell them apart.
    kind: 'xero',
    providers: ['xero'],
    detectable: false,
    step: ({ json }) => {
      const events = jsonAt(json(), '/events')
      if (!Array.isArray(events) || events.length > 0) return null
      return { needs: 'signature', valid: emptyAnswer(200), invalid: emptyAnswer(401) }
    },
  },
  {
    kind: 'aws-sns',
    providers: ['aws-sns'],
    detectable: true,
    step: ({ header }) =>
      header('x-amz-sns-message-type') === 'SubscriptionConfirmation' ? { needs: 'confirmation' } : null,
  },
  {
    kind: 'ping',
    providers: ['trello', 'intercom', 'mandrill'],
    detectable: false,
    step: ({ method }) => (method === 'HEAD' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['mailchimp'],
    detectable: false,
    step: ({ method }) => (method === 'GET' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['github'],
    detectable: true,
    step: ({ header }) => (header('x-github-event') === 'ping' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['google-channels'],
    detectable: true,
    step: ({ header }) => (header('x-goog-resource-state') === 'sync' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['line'],
    detectable: false,
    step: ({ json }) => {
      const events = jsonAt(json(), '/events')
      return Array.isArray(events) && events.length === 0 ? SUCCESS : null
    },
  },
  {
    kind: 'ping',
    providers: ['viber'],
    detectable: false,
    step: ({ json }) => (textAt(json(), '/event') === 'webhook' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['figma'],
    detectable: false,
    step: ({ json }) => (textAt(json(), '/event_type') === 'PING' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['terraform'],
    detectable: false,
    step: ({ json }) => (textAt(json(), '/notifications/0/trigger') === 'verification' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['woocommerce'],
    detectable: false,
    step: ({ text }) => (/^webhook_id=\d+$/.test(text()) ? SUCCESS : null),
  },
]

const SUCCESS: HandshakeStep = { needs: 'success' }

/** Event Grid's own schema asks by an event, that of CloudEvents by OPTIONS. */
function eventGridStep({ method, header, json }: HandshakeViews): HandshakeStep | null {
  if (method === 'OPTIONS') {
    const origin = header('webhook-request-origin')
    const answer = origin === null ? null : headerAnswer('WebHook-Allowed-Origin', origin)
    if (answer === null) return null
    const headers = [...answer.headers, ['WebHook-Allowed-Rate', '120'] as const, ['Allow', 'POST'] as const]
    return { needs: 'nothing', answer: { ...answer, headers } }
  }
  if (header('aeg-event-type') !== 'SubscriptionValidation') return null
  return orNull(textAt(json(), '/0/data/validationCode'), (validationResponse) => jsonAnswer({ validationResponse }))
}

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

function hasOnly(json: unknown, key: string): boolean {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false
  const keys = Object.keys(json)
  return keys.length === 1 && keys[0] === key
}
