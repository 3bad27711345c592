/** An event as Stripe sends it, made up: indented as theirs are. */
export function stripeEvent(type: string, object: Record<string, unknown>, number: number): string {
  const id = `evt_1QabR${String(number).padStart(3, '0')}LkdIwHu7ix3fGzTq`
  const event = {
    id,
    object: 'event',
    api_version: '2026-09-30',
    created: 1_763_726_671 + number,
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  }
  return JSON.stringify(event, null, 2)
}

export const STRIPE_HEADERS = {
  Accept: '*/*; q=0.5, application/xml',
  'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  'Content-Type': 'application/json; charset=utf-8',
  'Stripe-Signature':
    't=1763726671,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd,v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39',
} as const

export const PAYMENT_INTENT = {
  id: 'pi_3QabR1LkdIwHu7ix0JyKd2mE',
  object: 'payment_intent',
  amount: 1099,
  amount_received: 1099,
  currency: 'eur',
  customer: null,
  latest_charge: 'ch_3QabR1LkdIwHu7ix0Zx81uQa',
  metadata: { order: '6735' },
  status: 'succeeded',
} as const
