import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { MadeKeyType } from '../../../shared/endpoint/endpoint-secret.ts'

export interface KeyPair {
  /** PKCS #8, PEM. */
  readonly privateKey: string
  /** SPKI, PEM. */
  readonly publicKey: string
}

const generate = promisify(generateKeyPair)

const PEM = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const

export function makeKeyPair(type: MadeKeyType): Promise<KeyPair> {
  switch (type) {
    case 'ed25519':
      return generate('ed25519', PEM)
    case 'ec-p256':
      return generate('ec', { namedCurve: 'P-256', ...PEM })
    case 'rsa-2048':
      return generate('rsa', { modulusLength: 2048, ...PEM })
  }
}
