import type { CaptureDetail } from '../../shared/capture/capture.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { UsageError } from './command-context.ts'
import type { CaptureReader } from './engine-access.ts'
import { isFullId } from './full-id.ts'
import { capturesNewestFirst } from './list-captures.ts'

/** Shorter beginnings fit minutes of captures. */
const SHORTEST_PREFIX = 8

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
  if (isFullId(text)) return text
  if (text === 'latest') {
    for await (const capture of capturesNewestFirst(reader, {}, 1)) return capture.id
    return null
  }
  const found: string[] = []
  for await (const { id } of capturesNewestFirst(reader, { text: `id:${text}` }, 2)) found.push(id)
  if (found.length > 1) throw new UsageError(`Several captures begin with ${text}. Give more of the id.`)
  return found[0] ?? null
}

function isIdStart(text: string): boolean {
  if (isFullId(text)) return true
  const shape = '00000000-0000-0000-0000-000000000000'
  const zeroed = text.replace(/[0-9a-f]/g, '0')
  return text.length >= SHORTEST_PREFIX && text.length < shape.length && shape.startsWith(zeroed)
}
