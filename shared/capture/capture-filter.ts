import { z } from 'zod'
import { LONGEST_FILTER } from '../search/parse-filter.ts'
import type { CaptureSummary } from './capture.ts'

/** What a list shows. Every condition that is given must hold. */
export const captureFilter = z.object({
  /** Slug. */
  endpoint: z.string().optional(),
  /** Words, each of which must occur in method, target or event type, whatever the case. */
  text: z.string().max(LONGEST_FILTER).optional(),
  /** Received at or after this unix time in ms. */
  from: z.number().int().optional(),
  /** Received before this unix time in ms. */
  to: z.number().int().optional(),
})

export type CaptureFilter = z.infer<typeof captureFilter>

/** The words of a filter's text, in lower case. */
export function filterWords(text: string | undefined): string[] {
  return (text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
}

/** Whether a capture belongs in a filtered list. The store asks the same question in SQL. */
export function matchesFilter(capture: CaptureSummary, filter: CaptureFilter): boolean {
  if (filter.endpoint !== undefined && capture.endpoint !== filter.endpoint) return false
  if (filter.from !== undefined && capture.receivedAt < filter.from) return false
  if (filter.to !== undefined && capture.receivedAt >= filter.to) return false
  const haystack = searchedText(capture.method, capture.target, capture.eventType)
  return filterWords(filter.text).every((word) => haystack.includes(word))
}

/** What the words of a filter are looked up in. */
export function searchedText(method: string | null, target: string | null, eventType: string | null): string {
  return `${method ?? ''} ${target ?? ''} ${eventType ?? ''}`.toLowerCase()
}
