import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

interface StripeWebhooks {
  /** Throws unless the signature is right and fresh. */
  constructEvent(payload: Buffer, header: string, secret: string): { readonly id: string; readonly type: string }
}

const PACKAGE = new URL('../sdk/package.json', import.meta.url)

/** The webhook half of Stripe's own SDK. */
export function stripeWebhooks(): StripeWebhooks {
  const sdk = createRequire(PACKAGE)
  if (!existsSync(new URL('node_modules/stripe', PACKAGE))) {
    throw new Error(
      `Stripe's SDK is not installed. Run npm ci in ${fileURLToPath(new URL('.', PACKAGE))}, or npm test.`,
    )
  }
  const Stripe = sdk('stripe') as new (key: string) => { readonly webhooks: StripeWebhooks }
  return new Stripe('sk_test_not_used').webhooks
}
