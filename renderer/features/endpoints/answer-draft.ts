import { type EndpointAnswer, endpointAnswer, headerName } from '../../../shared/endpoint/endpoint.ts'
import { type HeaderRow, rowPairs, rowsFromPairs } from './header-rows.tsx'

/** An answer while it is being written. */
export interface AnswerDraft {
  readonly status: string
  readonly delayMs: string
  readonly headers: readonly HeaderRow[]
  readonly body: EndpointAnswer['body']
}

export type DraftErrors = Partial<Record<'status' | 'delayMs' | 'headers' | 'body', string>>

export function draftOfAnswer(answer: EndpointAnswer): AnswerDraft {
  return {
    status: String(answer.status),
    delayMs: String(answer.delayMs),
    headers: rowsFromPairs(answer.headers),
    body: answer.body,
  }
}

const MESSAGES: Required<DraftErrors> = {
  status: 'A status is a whole number from 200 to 599.',
  delayMs: 'A delay is 0 to 60,000 ms.',
  headers: 'A header name has no spaces or colons, and no value has a line break.',
  body: 'A body has at most 1 MiB. Choose a smaller file.',
}

/** The answer that a draft means, or what is wrong with it. */
export function answerOfDraft(
  draft: AnswerDraft,
): { readonly answer: EndpointAnswer } | { readonly errors: DraftErrors } {
  const headers = rowPairs(draft.headers)
  const parsed = endpointAnswer.safeParse({
    status: wholeNumber(draft.status),
    delayMs: wholeNumber(draft.delayMs),
    headers,
    body: draft.body,
  })
  const errors: DraftErrors = {}
  for (const issue of parsed.error?.issues ?? []) {
    const field = issue.path[0] as keyof DraftErrors
    errors[field] = MESSAGES[field]
  }
  if (!headers.every(([name, value]) => headerName.safeParse(name).success && !/[\r\n\0]/.test(value))) {
    errors.headers = MESSAGES.headers
  }
  return parsed.success && Object.keys(errors).length === 0 ? { answer: parsed.data } : { errors }
}

function wholeNumber(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN
}
