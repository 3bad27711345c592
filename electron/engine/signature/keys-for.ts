import type { Signer } from '../../../shared/signature/check-signature.ts'
import { keyKind } from '../../../shared/signature/key-kind.ts'
import type { SignatureKey } from '../../../shared/signature/signature-request.ts'
import type { OpenSecret } from './endpoint-secrets.ts'

/**
 * The keys that a request is checked with. A public key is known to everybody, so it is never handed to a scheme that
 * would take its text for a secret: whoever has it could sign then.
 */
export function checkingKeys(signer: Signer, secrets: ReadonlyArray<OpenSecret>): SignatureKey[] {
  const schemes = 'scheme' in signer ? [signer.scheme] : signer.provider.schemes
  const takesPublicKeys = schemes.every((scheme) => ['public-key', 'none'].includes(keyKind(scheme)))
  return secrets.flatMap((secret) => {
    if (secret.kind === 'secret') return [keyOf(secret, secret.value)]
    if (!takesPublicKeys || secret.kind === 'verify-token') return []
    return [keyOf(secret, secret.kind === 'private-key' ? (secret.publicKey ?? '') : secret.value)]
  })
}

export function keyOf({ name, keyId, audience }: OpenSecret, value: string): SignatureKey {
  return { name, value, id: keyId ?? undefined, audience: audience ?? undefined }
}
