import type { CaptureDetail, CaptureSummary } from '../../../shared/capture/capture.ts'

/**
 * Those of the captures that are the first attempt of an event other than this capture's. Attempts of one event are alike
 * in what differs between events, its id before all.
 */
export function firstAttempts<Capture extends Pick<CaptureSummary, 'id' | 'eventId' | 'attempt'>>(
  captures: ReadonlyArray<Capture>,
  { eventId, attempt, duplicateOf }: Pick<CaptureDetail, 'eventId' | 'attempt' | 'duplicateOf'>,
): Capture[] {
  return captures.filter(
    (one) =>
      one.attempt === 1 &&
      (eventId === null || one.eventId !== eventId) &&
      // Without ids, attempts are known by their bytes.
      (attempt === 1 || one.id !== duplicateOf),
  )
}
