import { durationInWords } from '../duration-in-words.ts'

/** How far a timestamp is off, and what is accepted; also where both come to the same words. */
export function beyondLimit(seconds: number, where: 'old' | 'in the future', limit: number): string {
  const [distance, accepted] = [durationInWords(seconds), durationInWords(limit)]
  const was = `${distance} ${where} when the request was judged`
  return distance === accepted
    ? `${was}, just past the ${accepted} that are accepted.`
    : `${was}, and ${accepted} are accepted.`
}
