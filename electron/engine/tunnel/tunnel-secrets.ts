import { type TunnelKindId, type TunnelSecretKind, tunnelSecretKind } from '../../../shared/tunnel/tunnel-kind.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import type { MetaStore } from '../store/meta-store.ts'
import type { Store } from '../store/store.ts'

/** The tokens of tunnels, sealed, with the captures. */
export class TunnelSecrets {
  private readonly store: Pick<Store, 'meta' | 'queue'>
  private readonly box: SecretBox

  constructor(store: Pick<Store, 'meta' | 'queue'>, box: SecretBox) {
    this.store = store
    this.box = box
  }

  has(kind: TunnelKindId): boolean {
    return sealedToken(this.store.meta, kind) !== null
  }

  /** Throws `AppError` if it cannot be unsealed. */
  get(kind: TunnelKindId): string | null {
    return unsealTunnelToken(this.store.meta, this.box, kind)
  }

  async set(kind: TunnelSecretKind, secret: string | null): Promise<void> {
    const sealed = secret === null ? '' : Buffer.from(this.box.seal(secret, placeOf(kind))).toString('base64')
    await this.store.queue.write(() => this.store.meta.set(placeOf(kind), sealed))
  }
}

export function hasTunnelTokens(meta: Pick<MetaStore, 'get'>): boolean {
  return tunnelSecretKind.options.some((kind) => sealedToken(meta, kind) !== null)
}

/** Null if there is none. Throws `AppError` if it cannot be unsealed. */
export function unsealTunnelToken(
  meta: Pick<MetaStore, 'get'>,
  box: Pick<SecretBox, 'unseal'>,
  kind: TunnelKindId,
): string | null {
  const sealed = sealedToken(meta, kind)
  return sealed === null ? null : box.unseal(Buffer.from(sealed, 'base64'), placeOf(kind))
}

function sealedToken(meta: Pick<MetaStore, 'get'>, kind: TunnelKindId): string | null {
  return meta.get(placeOf(kind)) || null
}

function placeOf(kind: TunnelKindId): string {
  return `tunnel.${kind}.token`
}
