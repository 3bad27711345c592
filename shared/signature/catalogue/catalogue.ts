import type { Provider } from '../provider.ts'
import { artificialIntelligence } from './artificial-intelligence.ts'
import { banking } from './banking.ts'
import { billing } from './billing.ts'
import { cloud } from './cloud.ts'
import { commerce } from './commerce.ts'
import { content } from './content.ts'
import { cryptoCurrencies } from './crypto-currencies.ts'
import { email } from './email.ts'
import { identity } from './identity.ts'
import { infrastructure } from './infrastructure.ts'
import { marketing } from './marketing.ts'
import { meetings } from './meetings.ts'
import { messaging } from './messaging.ts'
import { monitoring } from './monitoring.ts'
import { paymentPlatforms } from './payment-platforms.ts'
import { paymentProcessors } from './payment-processors.ts'
import { projects } from './projects.ts'
import { shipping } from './shipping.ts'
import { social } from './social.ts'
import { sourceControl } from './source-control.ts'
import { support } from './support.ts'

/** Every provider that is known. */
export const providers: ReadonlyArray<Provider> = [
  ...paymentProcessors,
  ...paymentPlatforms,
  ...billing,
  ...banking,
  ...cryptoCurrencies,
  ...messaging,
  ...social,
  ...meetings,
  ...email,
  ...marketing,
  ...support,
  ...sourceControl,
  ...infrastructure,
  ...cloud,
  ...projects,
  ...monitoring,
  ...commerce,
  ...shipping,
  ...identity,
  ...artificialIntelligence,
  ...content,
]

const byId: ReadonlyMap<string, Provider> = new Map(providers.map((provider) => [provider.id, provider]))

export function providerById(id: string): Provider | undefined {
  return byId.get(id)
}
