import { AppError } from '../contract/errors.ts'

/** A first line of at least three names. */
const CSV =
  /^\s*"?[A-Za-z][\w ()-]{0,60}"?(?:([,;\t])"?[A-Za-z][\w ()-]{0,60}"?)(?:\1"?[A-Za-z][\w ()-]{0,60}"?){1,200}\r?\n/

/** Throws `AppError` for what begins as a table does: it has no bodies, or not as they were. */
export function refuseCsv(start: string): void {
  if (!CSV.test(start)) return
  throw new AppError(
    'invalid-input',
    'CSV cannot be imported: it does not hold whole requests. Known are Hookbench bundles, HAR, NDJSON, raw HTTP requests, .http files, curl commands and fetch calls; export one of these instead.',
  )
}
