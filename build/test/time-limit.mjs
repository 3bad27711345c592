/**
 * What all suites together may take. On a busy machine they are slow; a test that hangs must end the run all the same.
 *
 * @typedef {object} TimeLimit
 * @property {number} minutes
 * @property {() => number} leftMs
 */

/** @param {number} minutes @returns {TimeLimit} */
export function startTimeLimit(minutes) {
  const endsAt = performance.now() + minutes * 60_000
  // One that is used up still ends the next suite by the same way, with the same words.
  return { minutes, leftMs: () => Math.max(1, endsAt - performance.now()) }
}
