import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { originForm } from '../../../shared/http/raw-target.ts'

/** What a capture is called: its event type, which is text already, else its path, which is bytes to be read. */
export function captureTitle(capture: Pick<CaptureSummary, 'eventType' | 'target' | 'state'>): string {
  if (capture.eventType) return capture.eventType
  if (capture.state === 'malformed') return 'malformed request'
  // Of an absolute URL the path says most; the detail has it whole.
  return capture.target === null ? '—' : headerText(originForm(capture.target) || capture.target)
}
