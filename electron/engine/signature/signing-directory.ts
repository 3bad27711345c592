import { AppError } from '../../../shared/contract/errors.ts'
import {
  DEFAULT_SIGNING,
  type EndpointSigning,
  type EndpointSigningChange,
} from '../../../shared/endpoint/endpoint-signing.ts'
import { providerById } from '../../../shared/signature/catalogue/catalogue.ts'
import type { Store } from '../store/store.ts'

/** How each endpoint's senders sign, in memory; the store follows. */
export class SigningDirectory {
  private known: Map<string, EndpointSigning>
  private readonly store: Pick<Store, 'queue' | 'signing'>

  constructor(store: Pick<Store, 'queue' | 'signing'>) {
    this.store = store
    this.known = store.signing.signing()
  }

  of(slug: string): EndpointSigning {
    return this.known.get(slug) ?? DEFAULT_SIGNING
  }

  /** Inside a transaction: what an import says of an endpoint that it makes. Call what it answers once that is on disk. */
  addImported(slug: string, provider: EndpointSigning['provider']): () => void {
    const isKnown = provider.kind !== 'known' || providerById(provider.id) !== undefined
    if (isKnown) this.store.signing.saveSigning(slug, { ...DEFAULT_SIGNING, provider })
    return () => {
      this.known = this.store.signing.signing()
    }
  }

  /** Whether another provider, or scheme, is now meant. */
  async change(slug: string, changes: EndpointSigningChange): Promise<{ readonly signsAnew: boolean }> {
    const { provider } = changes
    if (provider?.kind === 'known' && providerById(provider.id) === undefined) {
      throw new AppError('invalid-input', `No provider ${provider.id} is known. Choose one of the list, or a scheme.`)
    }
    const before = this.of(slug)
    await this.store.queue.write(() =>
      this.store.signing.saveSigning(slug, changed(this.store.signing.signing().get(slug) ?? DEFAULT_SIGNING, changes)),
    )
    this.known = this.store.signing.signing()
    return { signsAnew: JSON.stringify(before.provider) !== JSON.stringify(this.of(slug).provider) }
  }
}

function changed(before: EndpointSigning, changes: EndpointSigningChange): EndpointSigning {
  return {
    provider: changes.provider ?? before.provider,
    handshakes: changes.handshakes ?? before.handshakes,
    confirmSubscriptions: changes.confirmSubscriptions ?? before.confirmSubscriptions,
  }
}
