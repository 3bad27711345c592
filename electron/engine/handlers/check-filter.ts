import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import { readFilterText } from '../../../shared/search/read-filter-text.ts'

/** Before the question goes to a reader, since an error's kind does not survive the way between threads. */
export function checkFilter({ text }: CaptureFilter): void {
  if (text !== undefined) readFilterText(text, Date.now())
}
