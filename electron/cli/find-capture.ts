import type { CaptureDetail } from '../../shared/capture/capture.ts'
import type { CallInput } from '../../shared/contract/contract.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { UsageError } from './command-context.ts'
import type { CaptureReader } from './engine-access.ts'
import { capturesNewestFirst } from './list-captures.ts'

const FULL_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** Shorter beginnings fit minutes of captures. */
const SHORTEST_PREFIX = 8
const TIME_DIGITS = 12
/** Ids are made about when a capture is received, not exactly then. */
const CLOCK_SLACK_MS = 10 * 60_000

export const ID_HELP = 'id of a capture, its beginning (8 characters or more), or "latest"'

/** Finds a capture by its id, by the beginning of one, or the newest by `latest`. */
export async function findCapture(reader: CaptureReader | null, wanted: string): Promise<CaptureDetail> {
  const text = wanted.toLowerCase()
  if (text !== 'latest' && !isIdStart(text)) {
    throw new UsageError(`${JSON.stringify(wanted)} is no ${ID_HELP}. \`hookbench captures\` lists them.`)
  }
  const id = reader === null ? null : await resolveId(reader, text)
  if (reader === null || id === null) {
    throw new AppError('not-found', `There is no capture ${text}. \`hookbench captures\` lists those that are kept.`)
  }
  return reader.call('captures.get', { id })
}

async function resolveId(reader: CaptureReader, text: string): Promise<string | null> {
  if (FULL_ID.test(text)) return text
  if (text === 'latest') {
    for await (const capture of capturesNewestFirst(reader, {}, 1)) return capture.id
    return null
  }
  let found: string | null = null
  for await (const capture of capturesNewestFirst(reader, timesOf(text))) {
    if (!capture.id.startsWith(text)) continue
    if (found !== null) throw new UsageError(`Several captures begin with ${text}. Give more of the id.`)
    found = capture.id
  }
  return found
}

function isIdStart(text: string): boolean {
  if (FULL_ID.test(text)) return true
  const shape = '00000000-0000-0000-0000-000000000000'
  const zeroed = text.replace(/[0-9a-f]/g, '0')
  return text.length >= SHORTEST_PREFIX && text.length < shape.length && shape.startsWith(zeroed)
}

/** The first 48 bits of a UUIDv7 are its time, so the beginning of an id says about when it was received. */
function timesOf(prefix: string): Pick<CallInput<'captures.list'>, 'from' | 'to'> {
  const digits = prefix.replaceAll('-', '').slice(0, TIME_DIGITS)
  return {
    from: Math.max(0, Number.parseInt(digits.padEnd(TIME_DIGITS, '0'), 16) - CLOCK_SLACK_MS),
    to: Number.parseInt(digits.padEnd(TIME_DIGITS, 'f'), 16) + CLOCK_SLACK_MS,
  }
}
