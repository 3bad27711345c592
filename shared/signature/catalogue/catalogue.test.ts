import { expect, test } from 'vitest'
import { formScheme } from '../scheme.ts'
import { providerById, providers } from './catalogue.ts'

test('knows the schemes of more than two hundred providers', () => {
  expect(providers.filter(({ schemes }) => schemes.length > 0).length).toBeGreaterThan(205)
})

test('gives every provider an id of its own', () => {
  expect(new Set(providers.map(({ id }) => id)).size).toBe(providers.length)
  expect(providerById('stripe')?.name).toBe('Stripe')
  expect(providerById('constructor')).toBeUndefined()
})

test('says why, where there is no scheme, and nowhere else', () => {
  for (const { id, schemes, unsigned, unknown } of providers) {
    expect(schemes.length === 0, id).toBe((unsigned ?? unknown) !== undefined)
  }
})

test.each(providers.flatMap(({ id, schemes }) => schemes.map((scheme, index) => ({ id, scheme, index }))))(
  '$id scheme $index is of the form that users write theirs in',
  ({ scheme }) => {
    if (scheme.kind === 'custom') return
    expect(formScheme.safeParse(scheme).error?.message).toBeUndefined()
  },
)

test('names variants apart', () => {
  for (const { id, schemes } of providers) {
    if (schemes.length < 2) continue
    const names = schemes.map(({ name }) => name)
    expect(names, id).not.toContain(undefined)
    expect(new Set(names).size, id).toBe(names.length)
  }
})

test('detects by names in lower case, as they are looked up', () => {
  for (const { id, detect } of providers) {
    for (const name of [...detect.headers, ...(detect.values ?? []).map(({ header }) => header)]) {
      expect(name, id).toBe(name.toLowerCase())
      expect(name, id).toMatch(/^[a-z0-9-]+$/)
    }
  }
})

test('gives a source for every fact', () => {
  for (const { id, sources, docsUrl } of providers) {
    expect(sources.length, id).toBeGreaterThan(0)
    expect(docsUrl, id).toMatch(/^https:\/\//)
  }
})

/** Those that people use most, by what integrations, guides and questions name. */
const MOST_USED = `stripe paypal square shopify github gitlab bitbucket slack discord telegram whatsapp facebook instagram
  messenger x twilio sendgrid mailgun postmark resend mailchimp brevo hubspot salesforce zendesk intercom linear jira trello asana notion airtable
  clickup monday calendly typeform zoom dropbox box docusign okta auth0 clerk svix standard-webhooks adyen mollie razorpay
  paddle lemonsqueezy braintree plaid gocardless quickbooks xero aws-sns pagerduty sentry vercel netlify circleci openai
  twitch bigcommerce woocommerce workos microsoft-graph azure-event-grid google-pubsub line tiktok paystack squarespace`

test('how the most used providers sign was read in their documentation or SDK', () => {
  const known = MOST_USED.split(/\s+/).flatMap((id) => providers.find((provider) => provider.id === id) ?? [])
  expect(known.length).toBeGreaterThanOrEqual(60)
  const unsure = known.filter(({ confidence }) => ['secondhand', 'general-knowledge'].includes(confidence.scheme))
  expect(unsure.map(({ id }) => id)).toEqual([])
})
