import { createHash } from 'node:crypto'
import type { RunningDigest } from '../../../shared/export/write-bundle.ts'

/** The digest that a bundle says at its end, of its lines. */
export function bundleDigest(): RunningDigest {
  const hash = createHash('sha256')
  return {
    update: (piece) => void (typeof piece === 'string' ? hash.update(piece, 'utf8') : hash.update(piece)),
    hex: () => hash.digest('hex'),
  }
}
