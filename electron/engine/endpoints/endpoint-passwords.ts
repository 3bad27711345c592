import type { SecretBox } from '../secrets/secret-box.ts'
import type { Store } from '../store/store.ts'

type Stored = { readonly endpoints: Pick<Store['endpoints'], 'sealedPassword' | 'setSealedPassword'> }

/** The passwords of endpoints' basic auth: sealed in the store, unsealed only to be compared with. */
export class EndpointPasswords {
  private readonly store: Stored
  private readonly box: SecretBox

  constructor(store: Stored, box: SecretBox) {
    this.store = store
    this.box = box
  }

  has(slug: string): boolean {
    return this.store.endpoints.sealedPassword(slug) !== null
  }

  /** Throws `AppError` if it cannot be unsealed. Null if there is none. */
  get(slug: string): string | null {
    const sealed = this.store.endpoints.sealedPassword(slug)
    return sealed === null ? null : this.box.unseal(sealed, placeOf(slug))
  }

  /** Runs inside a transaction. */
  set(slug: string, password: string | null): void {
    this.store.endpoints.setSealedPassword(slug, password === null ? null : this.box.seal(password, placeOf(slug)))
  }
}

function placeOf(slug: string): string {
  return `endpoint.${slug}.basic-auth`
}
