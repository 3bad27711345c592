import { tunnelSecretKind } from '../../../shared/tunnel/tunnel-kind.ts'
import { EndpointPasswords } from '../endpoints/endpoint-passwords.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import { unsealSecret } from '../signature/endpoint-secrets.ts'
import type { EndpointStore } from '../store/endpoint-store.ts'
import type { MetaStore } from '../store/meta-store.ts'
import type { SigningStore } from '../store/signing-store.ts'
import { unsealTunnelToken } from '../tunnel/tunnel-secrets.ts'

/** The values of everything that Hookbench keeps secret. Only for looking for them; they go to no other process. */
export interface SavedSecrets {
  readonly values: ReadonlyArray<string>
  /** How many could not be opened. */
  readonly unreadable: number
}

export interface SecretStores {
  readonly signing: Pick<SigningStore, 'secrets'>
  readonly endpoints: Pick<EndpointStore, 'all' | 'sealedPassword' | 'setSealedPassword'>
  readonly meta: Pick<MetaStore, 'get'>
}

/** Keys and tokens of endpoints, passwords of their basic auth, their path tokens, and tokens of tunnels. */
export function savedSecrets(stores: SecretStores, box: SecretBox): SavedSecrets {
  const values: string[] = []
  let unreadable = 0
  const add = (open: () => string | null): void => {
    try {
      const value = open()
      if (value !== null && value !== '') values.push(value)
    } catch {
      // Its key is missing or another one: whoever asked is told how many there are.
      unreadable++
    }
  }
  for (const secret of stores.signing.secrets()) {
    if (secret.kind !== 'public-key') add(() => unsealSecret(box, secret))
  }
  const passwords = new EndpointPasswords(stores, box)
  for (const { slug, access } of stores.endpoints.all()) {
    add(() => passwords.get(slug))
    add(() => access.pathToken)
  }
  for (const kind of tunnelSecretKind.options) add(() => unsealTunnelToken(stores.meta, box, kind))
  return { values, unreadable }
}
