import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { AppError } from '../../../shared/contract/errors.ts'
import type { Log } from '../log/log.ts'
import { createSecretKey, readSecretKey, secretKeyFile } from './secret-key.ts'

/** Keeps secrets unreadable at rest, with a key that lies beside them in a file of its own, for its owner alone. */
export interface SecretBox {
  /**
   * `context` names the place that the secret belongs to ("tunnel.ngrok.token"). It is not kept, and what is sealed opens
   * nowhere else, so that nobody who can write to the database can move a secret to where it would be shown or sent.
   */
  seal(text: string, context: string): Uint8Array
  unseal(sealed: Uint8Array, context: string): string
}

export interface SecretBoxOptions {
  /** Whether anything sealed is kept. A new key is not made then: it would open none of it, and hide that one is missing. */
  readonly hasSealed: () => boolean
  readonly log: Log
}

/** Version, which key, nonce, then the text and its tag. */
const VERSION = 1
const KEY_ID_BYTES = 4
const NONCE_BYTES = 12
const TAG_BYTES = 16
const NONCE_AT = 1 + KEY_ID_BYTES
const TEXT_AT = NONCE_AT + NONCE_BYTES

/** The key is read, or made, when the first secret asks for it: an engine without secrets leaves no file. */
export function openSecretBox(dataFolder: string, { hasSealed, log }: SecretBoxOptions): SecretBox {
  const file = secretKeyFile(dataFolder)
  let known: Buffer | null = null

  const existingKey = (): Buffer | null => {
    known ??= readSecretKey(file, log)
    return known
  }
  const keyForSealing = (): Buffer => {
    const existing = existingKey()
    if (existing !== null) return existing
    if (hasSealed()) throw missingKey(file)
    known = createSecretKey(file)
    return known
  }

  return {
    seal: (text, context) => seal(keyForSealing(), text, context),
    unseal(sealed, context) {
      const key = existingKey()
      if (key === null) throw missingKey(file)
      return unseal(key, Buffer.from(sealed), context, file)
    },
  }
}

function seal(key: Buffer, text: string, context: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(boundTo(context))
  const head = [Buffer.of(VERSION), keyId(key), nonce]
  return Buffer.concat([...head, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

function unseal(key: Buffer, sealed: Buffer, context: string, file: string): string {
  if (sealed.length < TEXT_AT + TAG_BYTES) throw damaged()
  if (sealed[0] !== VERSION) {
    throw new AppError('unavailable', 'A saved secret was written by a newer Hookbench. Update, or enter it again.')
  }
  if (!sealed.subarray(1, NONCE_AT).equals(keyId(key))) {
    throw new AppError(
      'unavailable',
      `A saved secret was sealed with another key than the one in ${file}. Put that file back from a backup, or enter the secret again.`,
    )
  }
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(NONCE_AT, TEXT_AT), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(boundTo(context))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    const text = decipher.update(sealed.subarray(TEXT_AT, -TAG_BYTES))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch (error) {
    throw damaged(error)
  }
}

function boundTo(context: string): Buffer {
  return Buffer.concat([Buffer.of(VERSION), Buffer.from(context, 'utf8')])
}

/** Tells a replaced key file from a damaged secret, and says nothing of the key. */
function keyId(key: Buffer): Buffer {
  return createHmac('sha256', key).update('hookbench key id').digest().subarray(0, KEY_ID_BYTES)
}

function missingKey(file: string): AppError {
  return new AppError(
    'unavailable',
    `${file} is missing, so saved secrets cannot be read. Put it back from a backup; without one, remove the saved secrets and enter them again.`,
  )
}

function damaged(cause?: unknown): AppError {
  return new AppError('unavailable', 'A saved secret is damaged or not in its place. Enter it again.', { cause })
}
