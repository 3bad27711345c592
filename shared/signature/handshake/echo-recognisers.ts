import type { HandshakeStep } from './handshake.ts'
import { headerAnswer, jsonAnswer, textAnswer, textAt } from './handshake-answers.ts'
import type { HandshakeViews } from './handshake-views.ts'
import { echoed, hasOnly, type Recogniser } from './recogniser.ts'

/** Handshakes that want back what they brought, and need no secret for that. */
export const echoRecognisers: ReadonlyArray<Recogniser> = [
  {
    kind: 'slack',
    providers: ['slack'],
    tells: 'who',
    step: ({ header, json }) => {
      const asks = header('x-slack-signature') !== null && textAt(json(), '/type') === 'url_verification'
      return asks ? echoed(textAt(json(), '/challenge'), textAnswer) : null
    },
  },
  {
    kind: 'lark',
    providers: ['lark'],
    tells: 'who',
    step: ({ json }) => {
      if (textAt(json(), '/type') !== 'url_verification' || textAt(json(), '/token') === null) return null
      return echoed(textAt(json(), '/challenge'), (challenge) => jsonAnswer({ challenge }))
    },
  },
  {
    kind: 'websub',
    providers: ['youtube-websub'],
    tells: 'who',
    step: ({ method, query }) => {
      const mode = query('hub.mode')
      const asks = method === 'GET' && (mode === 'subscribe' || mode === 'unsubscribe') && query('hub.topic') !== null
      return asks ? echoed(query('hub.challenge'), textAnswer) : null
    },
  },
  {
    kind: 'twitch',
    providers: ['twitch'],
    tells: 'who',
    step: ({ header, json }) =>
      header('twitch-eventsub-message-type') === 'webhook_callback_verification'
        ? echoed(textAt(json(), '/challenge'), textAnswer)
        : null,
  },
  {
    kind: 'asana',
    providers: ['asana'],
    tells: 'who',
    step: ({ method, header }) =>
      method === 'POST' ? echoed(header('x-hook-secret'), (value) => headerAnswer('X-Hook-Secret', value)) : null,
  },
  {
    kind: 'okta',
    providers: ['okta'],
    tells: 'who',
    step: ({ method, header }) =>
      method === 'GET'
        ? echoed(header('x-okta-verification-challenge'), (verification) => jsonAnswer({ verification }))
        : null,
  },
  {
    kind: 'microsoft-graph',
    providers: ['microsoft-graph'],
    tells: 'who',
    step: ({ method, query }) => (method === 'POST' ? echoed(query('validationToken'), textAnswer) : null),
  },
  {
    kind: 'azure-event-grid',
    providers: ['azure-event-grid'],
    tells: 'who',
    step: eventGridStep,
  },
  {
    kind: 'front',
    providers: ['front'],
    tells: 'who',
    step: ({ header }) => echoed(header('x-front-challenge'), textAnswer),
  },
  {
    kind: 'worldline',
    providers: ['worldline'],
    tells: 'who',
    step: ({ method, header }) =>
      method === 'GET' ? echoed(header('x-gcs-webhooks-endpoint-verification'), textAnswer) : null,
  },
  {
    kind: 'adobe-sign',
    providers: ['adobe-sign'],
    tells: 'who',
    step: ({ method, header }) =>
      method === 'GET'
        ? echoed(header('x-adobesign-clientid'), (value) => headerAnswer('X-AdobeSign-ClientId', value))
        : null,
  },
  {
    kind: 'challenge',
    providers: ['dropbox', 'nylas', 'adobe-io'],
    tells: 'perhaps',
    step: ({ method, query }) => (method === 'GET' ? echoed(query('challenge'), textAnswer) : null),
  },
  {
    kind: 'monday',
    providers: ['monday'],
    tells: 'perhaps',
    step: ({ method, json }) => {
      const challenge = method === 'POST' && hasOnly(json(), 'challenge') ? textAt(json(), '/challenge') : null
      return echoed(challenge, (value) => jsonAnswer({ challenge: value }))
    },
  },
]

/** Event Grid's own schema asks by an event, that of CloudEvents by OPTIONS. */
function eventGridStep({ method, header, json }: HandshakeViews): HandshakeStep | null {
  if (method === 'OPTIONS') return cloudEventsStep(header('webhook-request-origin'))
  if (header('aeg-event-type') !== 'SubscriptionValidation') return null
  return echoed(textAt(json(), '/0/data/validationCode'), (validationResponse) => jsonAnswer({ validationResponse }))
}

function cloudEventsStep(origin: string | null): HandshakeStep | null {
  return echoed(origin, (value) => {
    const answer = headerAnswer('WebHook-Allowed-Origin', value)
    if (answer === null) return null
    const headers = [...answer.headers, ['WebHook-Allowed-Rate', '120'] as const, ['Allow', 'POST'] as const]
    return { ...answer, headers }
  })
}
