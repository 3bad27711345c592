import { readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * What Vitest's JSON report says.
 *
 * @param {string} path
 * @returns {Counts | null} null if there is no report
 */
export function vitestCounts(path) {
  const report = readReport(path)
  if (report === null) return null
  // A file that could not be loaded has no tests to count, and is a failure all the same.
  const broken = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' && !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * What Playwright's JSON report says.
 *
 * @param {string} path
 * @returns {Counts | null} null if there is no report
 */
export function playwrightCounts(path) {
  const report = readReport(path)
  if (report === null) return null
  const { expected, unexpected, flaky, skipped } = report.stats
  // An error outside any test (a file that does not load) is counted too.
  const outside = unexpected === 0 && report.errors.length > 0 ? 1 : 0
  return { passed: expected + flaky, failed: unexpected + outside, skipped }
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null // The runner ended before it could write one; the caller counts that as a failure.
  }
}
