import { isNotFound } from './errors.ts'

/** The answer to a call; null where there is no such thing, as of what was deleted in the meantime. */
export async function nullIfNotFound<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}
