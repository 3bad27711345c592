import type { CaptureSummary } from '../../../shared/capture/capture.ts'

/** What a capture is called in a list: its event type, else its path. */
export function captureTitle(capture: Pick<CaptureSummary, 'eventType' | 'target' | 'state'>): string {
  if (capture.eventType) return capture.eventType
  if (capture.state === 'malformed') return 'malformed request'
  return capture.target ?? '—'
}
