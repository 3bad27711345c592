import { eventType } from '../../../shared/capture/event-type.ts'
import { pairsFromFlat } from '../../../shared/http/header-pairs.ts'

/** Longer bodies are not parsed for their event type: the receiver's loop must stay short. */
const PARSED_BYTES = 256 * 1024
const OPENING_BRACE = 0x7b
const OPENING_BRACKET = 0x5b

/** The event type of a request that has just come. Never throws, whatever the body is. */
export function detectEventType(
  flatHeaders: ReadonlyArray<string>,
  body: ReadonlyArray<Buffer>,
  size: number,
): string | null {
  return eventType(pairsFromFlat(flatHeaders), parsed(body, size))
}

function parsed(body: ReadonlyArray<Buffer>, size: number): unknown {
  const first = body[0]?.[0]
  if (size > PARSED_BYTES || (first !== OPENING_BRACE && first !== OPENING_BRACKET)) return undefined
  const bytes = body.length === 1 ? (body[0] as Buffer) : Buffer.concat(body)
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown
  } catch {
    // Not JSON after all: then it has no event type that we know of.
    return undefined
  }
}
