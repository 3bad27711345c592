import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import { clockOf } from '../../../shared/search/filter-clock.ts'
import { readFilterText } from '../../../shared/search/read-filter-text.ts'
import { localClock } from '../../local-clock.ts'

/** Before the question goes to a reader, since an error's kind does not survive the way between threads. */
export function checkFilter({ text, zone }: CaptureFilter): void {
  if (text !== undefined) readFilterText(text, clockOf({ zone }, localClock()))
}
