import { z } from 'zod'
import { captureId } from '../capture/capture.ts'

/** Captures that should be in a file and could not be read: which, the first of them, and how many. */
export const leftOut = z.object({ count: z.number().int(), ids: z.array(captureId) })

export type LeftOut = z.infer<typeof leftOut>

/** As many are named. */
export const MOST_NAMED = 20

export const NONE_LEFT_OUT: LeftOut = { count: 0, ids: [] }

/** A sentence for whoever takes the file; null: nothing is missing. */
export function leftOutSentence({ count, ids }: LeftOut): string | null {
  if (count === 0) return null
  const more = count > ids.length ? ` and ${count - ids.length} more` : ''
  const what = count === 1 ? '1 capture is not in it, since it' : `${count} captures are not in it, since they`
  return `${what} cannot be read: ${ids.join(', ')}${more}. Everything else is in it.`
}
