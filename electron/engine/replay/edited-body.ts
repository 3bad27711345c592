import { AppError } from '../../../shared/contract/errors.ts'
import type { EditedBody } from '../../../shared/delivery/replay-request.ts'
import { encodeBody } from './encode-body.ts'

/** The bytes of an edited body. Throws `AppError` if what was uploaded is gone. */
export async function editedBodyBytes(
  body: EditedBody,
  readUpload: (uploadId: string) => Promise<Uint8Array | null>,
): Promise<Uint8Array> {
  if (body.kind === 'text') return encodeBody(body.text, body.charset)
  const bytes = await readUpload(body.uploadId)
  if (bytes === null) throw new AppError('not-found', 'The file for the body is no longer here. Choose it again.')
  return bytes
}
