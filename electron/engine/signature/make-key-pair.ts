import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { MadeKeyType } from '../../../shared/endpoint/endpoint-secret.ts'

export interface KeyPair {
  /** PKCS #8, PEM. */
  readonly privateKey: string
  /** SPKI, PEM. */
  readonly publicKey: string
}

const generate = promisify(generateKeyPair)

export async function makeKeyPair(type: MadeKeyType): Promise<KeyPair> {
  const { privateKey, publicKey } = await generated(type)
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

function generated(type: MadeKeyType): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  switch (type) {
    case 'ed25519':
      return generate('ed25519')
    case 'ec-p256':
      return generate('ec', { namedCurve: 'P-256' })
    case 'rsa-2048':
      return generate('rsa', { modulusLength: 2048 })
  }
}
