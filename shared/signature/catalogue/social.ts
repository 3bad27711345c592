import type { Provider } from '../provider.ts'
import { header, json } from './places.ts'
import { hmacIn, hmacPairs, rsaIn, timeIn } from './scheme-families.ts'

/** Published in Kick's documentation. */
const KICK_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAq/+l1WnlRrGSolDMA+A8
6rAhMbQGmQ2SapVcGM3zq8ANXjnhDWocMqfWcTd95btDydITa10kDvHzw9WQOqp2
MZI7ZyrfzJuz5nhTPCiJwTwnEtWft7nV14BYRDHvlfqPUaZ+1KR4OCaO/wWIk/rQ
L/TjY0M70gse8rlBkbo2a8rKhu69RQTRsoaf4DVhDPEeSeI5jVrRDGAMGL3cGuyY
6CLKGdjVEM78g3JfYOvDU/RvfqD7L89TZ3iN94jrmWdGz34JNlEI5hqK8dd7C5EF
BEbZ5jgB8s8ReQV8H+MkuffjdAj3ajDDX3DOJMIut1lBrUVD1AaSrGCKHooWoL2e
twIDAQAB
-----END PUBLIC KEY-----`

export const social: ReadonlyArray<Provider> = [
  {
    id: 'facebook',
    name: 'Meta Graph API (Facebook Pages)',
    category: 'social',
    docsUrl: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
    detect: { headers: ['x-hub-signature-256'], userAgent: 'facebookexternalua', generic: true },
    schemes: [
      hmacIn('X-Hub-Signature-256', { name: 'sha256', prefix: 'sha256=' }),
      hmacIn('X-Hub-Signature', { name: 'sha1', hash: 'sha1', prefix: 'sha1=' }),
    ],
    secret: { format: 'app secret, UTF-8' },
    handshake: {
      method: 'GET',
      when: 'query hub.mode=subscribe, hub.verify_token, hub.challenge',
      answer: 'hub.challenge as plain text when verify_token matches',
    },
    eventId: [],
    eventType: [json('/entry/0/changes/0/field')],
    attempt: [],
    ackTimeoutSeconds: null,
    retryPolicy: 'immediate retries then decreasing frequency over 36 h',
    notes:
      'Meta signs the body with non-ASCII escaped as \\u; hashing the bytes as received works; legacy X-Hub-Signature is SHA-1',
    confidence: {
      scheme: 'sdk-read',
      events: 'general-knowledge',
      handshake: 'sdk-read',
      delivery: 'general-knowledge',
    },
    sources: [
      "fbsamples/graph-api-webhooks-samples heroku/index.js@030e9050 (Meta's own sample)",
      'a public repository (multi-provider verifier crate, Provider enum docs)',
      'triggerdotdev/api-reference@cbf46e28 src/instagram-http-endpoint.ts',
      'Yizack/nuxt-webhook-validators@b45ae632 src/runtime/server/lib/validators/meta.ts',
    ],
  },
  {
    id: 'messenger',
    name: 'Facebook Messenger',
    category: 'social',
    docsUrl: 'https://developers.facebook.com/docs/messenger-platform/webhooks',
    detect: {
      headers: ['x-hub-signature-256'],
      userAgent: 'facebookexternalua',
      body: [json('/entry/0/messaging/0/sender/id')],
    },
    schemes: [
      hmacIn('X-Hub-Signature-256', { name: 'sha256', prefix: 'sha256=' }),
      hmacIn('X-Hub-Signature', { name: 'sha1', hash: 'sha1', prefix: 'sha1=' }),
    ],
    secret: { format: 'app secret, UTF-8' },
    handshake: {
      method: 'GET',
      when: 'query hub.mode=subscribe, hub.verify_token, hub.challenge',
      answer: 'hub.challenge as plain text when verify_token matches',
    },
    eventId: [],
    eventType: [json('/object')],
    attempt: [],
    ackTimeoutSeconds: null,
    retryPolicy: null,
    notes:
      'Meta signs the body with non-ASCII escaped as \\u; hashing the bytes as received works; legacy X-Hub-Signature is SHA-1',
    confidence: { scheme: 'sdk-read', events: 'sdk-read', handshake: 'sdk-read', delivery: null },
    sources: [
      "fbsamples/graph-api-webhooks-samples heroku/index.js@030e9050 (Meta's own sample)",
      "fbsamples/original-coast-clothing app.js@022b387e (Meta's own Messenger sample)",
      'a public repository (multi-provider verifier crate, Provider enum docs)',
      'Yizack/nuxt-webhook-validators@b45ae632 src/runtime/server/lib/validators/meta.ts',
    ],
  },
  {
    id: 'instagram',
    name: 'Instagram',
    category: 'social',
    docsUrl: 'https://developers.facebook.com/docs/instagram-platform/webhooks',
    detect: { headers: ['x-hub-signature-256'], userAgent: 'facebookexternalua' },
    schemes: [
      hmacIn('X-Hub-Signature-256', { name: 'sha256', prefix: 'sha256=' }),
      hmacIn('X-Hub-Signature', { name: 'sha1', hash: 'sha1', prefix: 'sha1=' }),
    ],
    secret: { format: 'app secret, UTF-8' },
    handshake: {
      method: 'GET',
      when: 'query hub.mode=subscribe, hub.verify_token, hub.challenge',
      answer: 'hub.challenge as plain text when verify_token matches',
    },
    eventId: [],
    eventType: [json('/entry/0/messaging/0')],
    attempt: [],
    ackTimeoutSeconds: null,
    retryPolicy: null,
    notes:
      'Meta signs the body with non-ASCII escaped as \\u; hashing the bytes as received works; legacy X-Hub-Signature is SHA-1',
    confidence: { scheme: 'sdk-read', events: 'sdk-read', handshake: 'sdk-read', delivery: null },
    sources: [
      "fbsamples/graph-api-webhooks-samples heroku/index.js@030e9050 (Meta's own sample)",
      "fbsamples/original-coast-clothing-ig app.js@287d6e28 (Meta's own Instagram sample)",
      'triggerdotdev/api-reference@cbf46e28 src/instagram-http-endpoint.ts',
      'a public repository (multi-provider verifier crate, Provider enum docs)',
    ],
  },
  {
    id: 'x',
    name: 'X (Twitter)',
    category: 'social',
    docsUrl: 'https://docs.x.com/x-api/webhooks/introduction',
    detect: { headers: ['x-twitter-webhooks-signature-oauth2', 'x-twitter-webhooks-signature'] },
    schemes: [
      hmacIn('X-Twitter-Webhooks-Signature-OAuth2', { name: 'oauth2', encoding: 'base64', prefix: 'sha256=' }),
      hmacIn('x-twitter-webhooks-signature', { name: 'oauth1', encoding: 'base64', prefix: 'sha256=' }),
    ],
    secret: { format: 'OAuth 2.0 client secret, or OAuth 1.0 consumer secret (API secret key), UTF-8' },
    handshake: {
      method: 'GET',
      when: 'query crc_token',
      answer:
        'JSON {"response_token":"sha256=" + base64 HMAC-SHA256(OAuth 2.0 client secret, or consumer secret for OAuth 1.0 apps, crc_token)}; asked on creation, on PUT, and every 30 min unless validated in the last 24 h; a wrong token, a 3xx or a TLS error makes the webhook invalid',
    },
    eventId: [],
    eventType: [],
    attempt: [],
    ackTimeoutSeconds: 10,
    retryPolicy: null,
    notes: 'a newer x-twitter-webhooks-signature-oauth2 header name is seen in code',
    confidence: { scheme: 'documented', events: null, handshake: 'documented', delivery: 'documented' },
    sources: [
      'xdevplatform/docs x-api/webhooks/introduction.mdx@08f1925a',
      'xdevplatform/docs x-api/webhooks/quickstart.mdx@0bfed9f0 (consumer secret only) ; x-api/webhooks/introduction.mdx@08f1925a (both)',
      'a public repository (multi-provider verifier crate, Provider enum docs)',
      'a public repository',
    ],
  },
  {
    id: 'tiktok',
    name: 'TikTok for Developers',
    category: 'social',
    docsUrl: 'https://developers.tiktok.com/doc/webhooks-verification',
    detect: { headers: ['tiktok-signature'] },
    schemes: [hmacPairs('TikTok-Signature', { keys: ['s'] })],
    secret: { format: 'client secret, UTF-8' },
    handshake: null,
    eventId: [],
    eventType: [json('/event')],
    attempt: [],
    ackTimeoutSeconds: null,
    retryPolicy: null,
    notes: null,
    confidence: { scheme: 'documented', events: 'general-knowledge', handshake: null, delivery: null },
    sources: ['https://developers.tiktok.com/doc/webhooks-verification'],
  },
  {
    id: 'twitch',
    name: 'Twitch EventSub',
    category: 'social',
    docsUrl: 'https://dev.twitch.tv/docs/eventsub/handling-webhook-events/',
    detect: {
      headers: ['twitch-eventsub-message-id', 'twitch-eventsub-message-signature', 'twitch-eventsub-message-type'],
    },
    schemes: [
      hmacIn('Twitch-Eventsub-Message-Signature', {
        prefix: 'sha256=',
        content: '{id}{timestamp}{body}',
        id: { in: 'header', name: 'Twitch-Eventsub-Message-Id' },
        timestamp: timeIn('Twitch-Eventsub-Message-Timestamp', 'iso', 600),
      }),
    ],
    secret: { format: '10-100 ASCII chars' },
    handshake: {
      method: 'POST',
      when: 'Twitch-Eventsub-Message-Type: webhook_callback_verification',
      answer: 'raw challenge text, 200',
    },
    eventId: [header('Twitch-Eventsub-Message-Id')],
    eventType: [header('Twitch-Eventsub-Subscription-Type')],
    attempt: [header('Twitch-Eventsub-Message-Retry')],
    ackTimeoutSeconds: null,
    retryPolicy:
      'at least once; answer within a few seconds; too many slow or failed answers revoke the subscription (notification_failures_exceeded)',
    notes: '10 minute replay window and id de-duplication are recommended by Twitch (general knowledge)',
    confidence: { scheme: 'sdk-read', events: 'sdk-read', handshake: 'documented', delivery: 'documented' },
    sources: [
      "twitchdev/twitch-cli internal/events/trigger/forward_event.go@1e7b72ef (Twitch's own sender)",
      'https://dev.twitch.tv/docs/eventsub/handling-webhook-events; https://dev.twitch.tv/docs/eventsub/',
      'Yizack/nuxt-webhook-validators@b45ae632 src/runtime/server/lib/validators/twitch.ts',
      'a public repository (multi-provider verifier crate, Provider enum docs)',
      'a public repository (webhook provider catalogue of an SDK)',
    ],
  },
  {
    id: 'kick',
    name: 'Kick',
    category: 'social',
    docsUrl: 'https://docs.kick.com/events/webhook-security',
    detect: { headers: ['kick-event-message-id', 'kick-event-signature', 'kick-event-message-timestamp'] },
    schemes: [
      {
        ...rsaIn('Kick-Event-Signature', {
          content: '{id}.{timestamp}.{body}',
          id: { in: 'header', name: 'Kick-Event-Message-Id' },
          timestamp: timeIn('Kick-Event-Message-Timestamp', 'iso'),
        }),
        publishedKey: KICK_KEY,
      },
    ],
    secret: { format: 'nothing to enter: the public key is published and known here' },
    handshake: null,
    eventId: [header('Kick-Event-Message-Id')],
    eventType: [header('Kick-Event-Type')],
    attempt: [],
    ackTimeoutSeconds: null,
    retryPolicy: '3 attempts until a 200; webhooks are unsubscribed after too many errors',
    notes: null,
    confidence: { scheme: 'documented', events: 'secondhand', handshake: null, delivery: 'documented' },
    sources: [
      'KickEngineering/KickDevDocs events/webhook-security.md@5fb92a5a',
      'Yizack/nuxt-webhook-validators@b45ae632 src/runtime/server/lib/validators/kick.ts',
    ],
  },
  {
    id: 'youtube-websub',
    name: 'YouTube / WebSub hub',
    category: 'social',
    docsUrl: 'https://developers.google.com/youtube/v3/guides/push_notifications',
    detect: { headers: ['x-hub-signature'] },
    schemes: [
      ...(['sha1', 'sha256', 'sha384', 'sha512'] as const).map((hash) =>
        hmacIn('X-Hub-Signature', { name: hash, hash, prefix: `${hash}=` }),
      ),
    ],
    secret: { format: 'hub.secret, UTF-8' },
    handshake: {
      method: 'GET',
      when: 'query hub.mode=subscribe|unsubscribe, hub.topic, hub.challenge, hub.lease_seconds',
      answer: 'hub.challenge as text, 200',
    },
    eventId: [],
    eventType: [],
    attempt: [],
    ackTimeoutSeconds: null,
    retryPolicy: null,
    notes: 'WebSub allows sha1/sha256/sha384/sha512; the prefix names the method; body is Atom XML',
    confidence: { scheme: 'documented', events: null, handshake: 'secondhand', delivery: null },
    sources: [
      'https://www.w3.org/TR/websub/ (W3C Recommendation, authenticated content distribution)',
      'triggerdotdev/api-reference@cbf46e28 src/youtube-http-endpoint.ts',
      'general knowledge',
    ],
  },
  {
    id: 'patreon',
    name: 'Patreon',
    category: 'social',
    docsUrl: 'https://docs.patreon.com/#webhooks',
    detect: { headers: ['x-patreon-signature', 'x-patreon-event'] },
    schemes: [hmacIn('X-Patreon-Signature', { hash: 'md5' })],
    secret: { format: 'UTF-8' },
    handshake: null,
    eventId: [],
    eventType: [header('X-Patreon-Event')],
    attempt: [],
    ackTimeoutSeconds: null,
    retryPolicy:
      '1 h, 3 h, 1 day, 3 days, then 3 times a week apart; then by hand; a later successful call may bring the backlog',
    notes: 'HMAC-MD5',
    confidence: { scheme: 'documented', events: 'general-knowledge', handshake: null, delivery: 'documented' },
    sources: ['Patreon/platform-documentation source/includes/_webhooks.md@05a60c7e', 'general knowledge'],
  },
]
