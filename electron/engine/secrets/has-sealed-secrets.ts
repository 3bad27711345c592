import type { Store } from '../store/store.ts'
import { hasTunnelTokens } from '../tunnel/tunnel-secrets.ts'

/** Whether anything is kept that only this folder's key opens. */
export function hasSealedSecrets({ signing, endpoints, meta }: Pick<Store, 'signing' | 'endpoints' | 'meta'>): boolean {
  return signing.secrets().length > 0 || endpoints.hasSealedPasswords() || hasTunnelTokens(meta)
}
