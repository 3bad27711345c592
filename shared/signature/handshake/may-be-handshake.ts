/** Bodies of handshakes are short; longer ones are not looked at for what only the body says: that takes microseconds. */
const SHORT_BODY = 512
/** With a header that only handshakes, or few other requests, have. */
const LONGEST_BODY = 64 * 1024

/** Headers that say it by being there, or by their value. In lower case. */
const MARKS: ReadonlyMap<string, string | null> = new Map([
  ['x-hook-secret', null],
  ['x-front-challenge', null],
  ['aeg-event-type', 'SubscriptionValidation'],
  ['twitch-eventsub-message-type', 'webhook_callback_verification'],
  ['x-amz-sns-message-type', 'SubscriptionConfirmation'],
  ['x-goog-resource-state', 'sync'],
  ['x-github-event', 'ping'],
  // Discord's PING carries whoever set the application up, so that it is not short.
  ['x-signature-ed25519', null],
])

const MARK_LENGTHS: ReadonlySet<number> = new Set([...MARKS.keys()].map((name) => name.length))

const SAID_IN_BODY =
  /challenge|verification_token|plainToken|"type" *: *[01]\b|"events" *: *\[ *\]|"event" *: *"webhook"|PING|"verification"|^webhook_id=/

/**
 * Whether a request is worth looking at: nearly all are not, and for those this costs next to nothing. `flatHeaders` as
 * `node:http` gives them; `bodyText` is asked for short bodies only.
 */
export function mayBeHandshake(
  method: string | undefined,
  target: string,
  flatHeaders: ReadonlyArray<string>,
  bodySize: number,
  bodyText: () => string,
): boolean {
  if (method !== 'POST') return (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') && bodySize === 0
  if (bodySize > LONGEST_BODY) return false
  if (target.includes('validationToken=') || isMarked(flatHeaders)) return true
  return bodySize > 0 && bodySize <= SHORT_BODY && SAID_IN_BODY.test(bodyText())
}

function isMarked(flatHeaders: ReadonlyArray<string>): boolean {
  for (let index = 0; index + 1 < flatHeaders.length; index += 2) {
    const name = flatHeaders[index] as string
    if (!MARK_LENGTHS.has(name.length)) continue
    const value = MARKS.get(name.toLowerCase())
    if (value === null || (value !== undefined && value === flatHeaders[index + 1])) return true
  }
  return false
}
