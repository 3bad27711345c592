import { z } from 'zod'

/** As many as one capture can have. */
export const MOST_TAGS = 20
const LONGEST_TAG = 40

/**
 * A word that a user puts beside captures to find them by (`tag:refunds`). In lower case and without what the filter
 * language gives a meaning to, so that it can always be typed there.
 */
export const captureTag = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'A tag has at least one character.')
  .max(LONGEST_TAG, `A tag has at most ${LONGEST_TAG} characters.`)
  .regex(/^[^\s,"'()\p{C}]*$/u, 'A tag is one word, without spaces, commas, quotes or parentheses.')

/** The tags in what a person typed, one or more of them; throws a `ZodError` for one that cannot be. */
export function parseTags(text: string): string[] {
  const words = text.split(/[\s,]+/).filter(Boolean)
  return [...new Set(words.map((word) => captureTag.parse(word.replace(/^#/, ''))))]
}
