import { AppError } from '../../../shared/contract/errors.ts'
import { headerValue } from '../../../shared/http/header-pairs.ts'
import { parseJson } from '../../../shared/parse-json.ts'
import { textAt } from '../../../shared/signature/handshake/handshake-answers.ts'
import type { StoredRequest } from '../store/delivery-record.ts'

export interface OfferedSecret {
  readonly name: string
  readonly provider: string
  readonly value: string
}

/** In bytes. What hands over a secret holds little else. */
const MOST_BODY = 64 * 1024

/**
 * The secret that a provider handed over in its handshake. It is saved only when the user says so: whoever knows the URL can
 * send one, and what it signs would count as valid from then on.
 */
export function offeredSecret({ id, headers, body }: StoredRequest): OfferedSecret {
  const asana = headerValue(headers, 'x-hook-secret')
  if (asana !== undefined && asana !== '') return { name: `Asana ${id.slice(-6)}`, provider: 'asana', value: asana }
  const json = body.length > MOST_BODY ? undefined : parseJson(Buffer.from(body).toString('utf8'))
  const notion = textAt(json, '/verification_token')
  if (notion !== null && notion !== '') return { name: `Notion ${id.slice(-6)}`, provider: 'notion', value: notion }
  throw new AppError('invalid-input', 'No provider hands over a secret in this capture.')
}
