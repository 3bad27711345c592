import type { Handlers } from '../../../shared/contract/contract.ts'
import type { signatureCalls } from '../../../shared/contract/signature-calls.ts'
import type { Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { providers } from '../../../shared/signature/catalogue/catalogue.ts'
import { summarizeProvider } from '../../../shared/signature/provider-summary.ts'
import type { SigningService } from '../signature/signing-service.ts'

export interface SignatureHandlerOptions {
  readonly signing: SigningService
  /** As it is now; throws `AppError` if there is none. */
  endpoint(slug: string): Endpoint
  /** What is shown of an endpoint changed. */
  endpointChanged(): void
}

export function signatureHandlers({
  signing,
  endpoint,
  endpointChanged,
}: SignatureHandlerOptions): Pick<Handlers, keyof typeof signatureCalls> {
  return {
    'endpoints.setSigning': async ({ slug, signing: changes }) => {
      await signing.setSigning(slug, changes)
      endpointChanged()
      return endpoint(slug)
    },
    'secrets.list': (input) => signing.listSecrets(input.endpoint),
    'secrets.add': (input) => signing.addSecret(input),
    'secrets.makeKey': (input) => signing.makeKey(input.endpoint, input.name, input.type),
    'secrets.change': ({ id, changes }) => signing.changeSecret(id, changes),
    'secrets.delete': async ({ id }) => {
      await signing.removeSecret(id)
      return {}
    },
    'secrets.reveal': ({ id }) => ({ value: signing.revealSecret(id) }),
    'signature.providers': () => summaries,
    'signature.check': (input) => signing.report(input),
    'signature.snippet': ({ captureId, provider, language }) => signing.verdicts.snippet(captureId, provider, language),
    'handshakes.confirm': async ({ captureId }) => {
      await signing.confirmSubscription(captureId)
      return {}
    },
    'handshakes.keepSecret': ({ captureId }) => signing.keepOfferedSecret(captureId),
    'signature.recheck': async (input) => {
      await signing.recheck(input.endpoint)
      return {}
    },
  }
}

const summaries = providers.map(summarizeProvider).sort((left, right) => left.name.localeCompare(right.name))
