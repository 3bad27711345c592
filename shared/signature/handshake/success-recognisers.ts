import { jsonAt } from '../json-at.ts'
import { textAt } from './handshake-answers.ts'
import { hasOnly, type Recogniser, SUCCESS } from './recogniser.ts'

/** Handshakes that any answer of success will do for. */
export const successRecognisers: ReadonlyArray<Recogniser> = [
  {
    // The token is the secret of what follows, and has to be pasted at Notion: the user reads it in the capture.
    kind: 'notion',
    providers: ['notion'],
    tells: 'who',
    step: ({ json }) =>
      hasOnly(json(), 'verification_token') && textAt(json(), '/verification_token') !== null ? SUCCESS : null,
  },
  {
    kind: 'ping',
    providers: ['trello', 'intercom', 'mandrill'],
    tells: 'nothing',
    step: ({ method }) => (method === 'HEAD' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['mailchimp'],
    tells: 'nothing',
    step: ({ method }) => (method === 'GET' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['github'],
    tells: 'who',
    step: ({ header }) => (header('x-github-event') === 'ping' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['google-channels'],
    tells: 'who',
    step: ({ header }) => (header('x-goog-resource-state') === 'sync' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['line'],
    tells: 'little',
    step: ({ json }) => {
      const events = jsonAt(json(), '/events')
      return Array.isArray(events) && events.length === 0 ? SUCCESS : null
    },
  },
  {
    kind: 'ping',
    providers: ['viber'],
    tells: 'little',
    step: ({ json }) => (textAt(json(), '/event') === 'webhook' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['figma'],
    tells: 'little',
    step: ({ json }) => (textAt(json(), '/event_type') === 'PING' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['terraform'],
    tells: 'little',
    step: ({ json }) => (textAt(json(), '/notifications/0/trigger') === 'verification' ? SUCCESS : null),
  },
  {
    kind: 'ping',
    providers: ['woocommerce'],
    tells: 'little',
    step: ({ text }) => (/^webhook_id=\d+$/.test(text()) ? SUCCESS : null),
  },
]
