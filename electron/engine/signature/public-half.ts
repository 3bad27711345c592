import { createPublicKey } from 'node:crypto'
import { AppError } from '../../../shared/contract/errors.ts'
import { readPrivateKey } from './private-key.ts'

/** The public key of a private one, as PEM. Throws `AppError` for what is no private key. */
export function publicHalf(privateKey: string): string {
  const read = readPrivateKey(privateKey)
  if (read.kind === 'unusable') throw new AppError('invalid-input', read.why)
  return createPublicKey(read.key).export({ type: 'spki', format: 'pem' }).toString()
}
