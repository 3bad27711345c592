import { createHmac } from 'node:crypto'
import type { Asked } from './handshake-engine.ts'

/** The secret that the endpoints of these tests have. */
export const SECRET = 'handshake_secret_0a1b2c3d4e5f'

type AskedSigned = Required<Pick<Asked, 'headers' | 'body'>>

export function slack(challenge: string, now = Date.now(), key = SECRET): AskedSigned {
  const body = JSON.stringify({ token: 't', challenge, type: 'url_verification' })
  const at = String(Math.floor(now / 1000))
  const signature = `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`
  return { headers: { 'X-Slack-Signature': signature, 'X-Slack-Request-Timestamp': at }, body }
}

export function twitch(challenge: string, key: string): AskedSigned {
  const body = JSON.stringify({ challenge })
  const [id, at] = ['e76c6bd4', new Date().toISOString()]
  const headers = {
    'Twitch-Eventsub-Message-Id': id,
    'Twitch-Eventsub-Message-Timestamp': at,
    'Twitch-Eventsub-Message-Type': 'webhook_callback_verification',
    'Twitch-Eventsub-Message-Signature': `sha256=${createHmac('sha256', key)
      .update(id + at + body)
      .digest('hex')}`,
  }
  return { headers, body }
}

export function front(challenge: string, key: string): AskedSigned {
  const body = '{}'
  const at = String(Date.now())
  const signature = createHmac('sha256', key).update(`${at}:${body}`).digest('base64')
  return {
    headers: { 'X-Front-Challenge': challenge, 'X-Front-Request-Timestamp': at, 'X-Front-Signature': signature },
    body,
  }
}

export function zoom(plainToken: string, key = SECRET, now = Date.now()): AskedSigned {
  const body = JSON.stringify({ payload: { plainToken }, event_ts: now, event: 'endpoint.url_validation' })
  const at = String(Math.floor(now / 1000))
  const signature = `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`
  return { headers: { 'x-zm-signature': signature, 'x-zm-request-timestamp': at }, body }
}
