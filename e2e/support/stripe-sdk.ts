import { officialSdk } from '../sdk/official-sdk.ts'

interface StripeWebhooks {
  /** Throws unless the signature is right and fresh. */
  constructEvent(payload: Buffer, header: string, secret: string): { readonly id: string; readonly type: string }
}

/** The webhook half of Stripe's own SDK. */
export async function stripeWebhooks(): Promise<StripeWebhooks> {
  const { default: Stripe } = await officialSdk<{
    default: new (key: string) => { readonly webhooks: StripeWebhooks }
  }>('stripe')
  return new Stripe('sk_test_not_used').webhooks
}
