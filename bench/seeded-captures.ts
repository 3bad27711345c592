/** A capture as a provider would have sent it: about 1 KB of JSON, different each time and the same in every run. */
export interface SeededCapture {
  readonly endpoint: string
  readonly target: string
  readonly headers: ReadonlyArray<string>
  readonly body: Buffer
  /** Its own id, somewhere in the body. */
  readonly id: string
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const WORDS =
  `order payment invoice customer refund shipping address street city country berlin london paris tokyo amount total
  subtotal tax discount coupon product description blue red green large small wooden metal chair table lamp desk phone
  case cable premium basic enterprise monthly yearly trial active canceled pending failed succeeded created updated`.split(
    /\s+/,
  )
/** Of a thousand captures one has such a word. */
const RARE_WORDS = ['chargeback', 'zeppelin', 'quarantine']
const BODY_BYTES = 1024

/** Captures of four providers, one after the other. */
export function seededCaptures(seed: number): () => SeededCapture {
  const random = mulberry32(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const pick = <Value>(values: ReadonlyArray<Value>) => values[below(values.length)] as Value
  const letters = (length: number) => Array.from({ length }, () => LETTERS[below(LETTERS.length)]).join('')
  const words = (count: number) => Array.from({ length: count }, () => pick(WORDS)).join(' ')
  let time = 1_763_726_671
  const shapes: ReadonlyArray<(id: string) => [endpoint: string, agent: string, body: object]> = [
    (id) => [
      'stripe',
      'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      {
        id: `evt_1${letters(23)}`,
        object: 'event',
        created: time,
        type: pick(['payment_intent.succeeded', 'charge.refunded', 'invoice.paid', 'customer.created']),
        data: {
          object: {
            id,
            amount: below(100_000),
            currency: 'eur',
            customer: `cus_${letters(14)}`,
            description: words(20),
          },
        },
      },
    ],
    (id) => [
      'github',
      'GitHub-Hookshot/044aadd',
      {
        ref: `refs/heads/${pick(WORDS)}`,
        after: id,
        repository: { id: below(1e9), full_name: `octo/${pick(WORDS)}-${pick(WORDS)}` },
        pusher: { name: pick(WORDS), email: `${pick(WORDS)}@users.noreply.github.com` },
        commits: [
          {
            id,
            message: words(12),
            timestamp: new Date(time * 1000).toISOString(),
            modified: [`src/${pick(WORDS)}.ts`],
          },
        ],
      },
    ],
    (id) => [
      'shopify',
      'Shopify-Captain-Hook',
      {
        id: below(1e13),
        token: id,
        contact_email: `${pick(WORDS)}.${below(10_000)}@example.org`,
        created_at: new Date(time * 1000).toISOString(),
        total_price: (random() * 500).toFixed(2),
        line_items: [{ id: below(1e13), title: words(8), sku: `SKU-${letters(8)}`, quantity: 1 + below(5) }],
        customer: { id: below(1e13), first_name: pick(WORDS), last_name: pick(WORDS) },
      },
    ],
    (id) => [
      'slack',
      'Slackbot 1.0 (+https://api.slack.com/robots)',
      {
        token: letters(24),
        team_id: `T${letters(9)}`,
        event: {
          type: 'message',
          channel: `C${letters(9)}`,
          user: `U${letters(9)}`,
          text: words(25),
          client_msg_id: id,
        },
        type: 'event_callback',
        event_time: time,
      },
    ],
  ]
  return () => {
    time++
    const id = `pi_3${letters(23)}`
    const [endpoint, agent, shape] = pick(shapes)(id)
    const rare = below(1000) === 0 ? `${pick(RARE_WORDS)} ` : ''
    const text = JSON.stringify({ ...shape, note: rare })
    const missing = Math.max(0, BODY_BYTES - text.length)
    const body = Buffer.from(JSON.stringify({ ...shape, note: `${rare}${words(200)}`.slice(0, rare.length + missing) }))
    const headers = [
      ...['Host', '127.0.0.1:4665', 'User-Agent', agent, 'Content-Type', 'application/json'],
      ...['Content-Length', String(body.length), 'X-Signature', `t=${time},v1=${letters(64)}`],
    ]
    return { endpoint, target: `/${endpoint}`, headers, body, id }
  }
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
