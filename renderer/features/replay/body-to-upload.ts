import { AppError } from '../../../shared/contract/errors.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { type DraftBody, isEdited } from './replay-draft.ts'

const MIB = 1024 * 1024
/** Longer texts would make the call that carries them slow, or too long to be taken. */
const CALL_BYTES = 4 * MIB
/** A text of another charset is encoded by the engine, so it has to travel in the call. */
const ENCODED_CALL_BYTES = 8 * MIB

/** What is handed to the engine before sending: a file, or a text too long for a call. Null: the call carries the body. */
export function bodyToUpload(body: DraftBody): Blob | null {
  if (body.kind === 'file') return body.file
  if (body.kind === 'captured' || !isEdited(body)) return null
  const bytes = new Blob([body.text])
  if (bytes.size <= CALL_BYTES) return null
  if (/^utf-?8$/i.test(body.charset)) return wellFormed(body.text, bytes)
  if (bytes.size <= ENCODED_CALL_BYTES) return null
  throw new AppError(
    'invalid-input',
    `The edited body is too long to be sent as ${body.charset}: ${formatBytes(bytes.size)}, and at most ${formatBytes(ENCODED_CALL_BYTES)} can be. Save it as a file in that charset and choose the file.`,
  )
}

/** A Blob would put a replacement in the place of half a character, and say nothing. */
function wellFormed(text: string, bytes: Blob): Blob {
  if (text.isWellFormed()) return bytes
  throw new AppError(
    'invalid-input',
    'The edited body has half a character (a lone surrogate), which UTF-8 cannot encode. Remove it, or send a file.',
  )
}
