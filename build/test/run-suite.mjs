import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChild } from '../setup/run-child.mjs'
import { say } from '../setup/say.mjs'
import { playwrightCounts, vitestCounts } from './read-counts.mjs'

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {'vitest' | 'playwright'} runner
 * @property {string} root
 * @property {string} node
 * @property {readonly string[]} [args]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [quiet] keep what the runner prints to itself
 * @property {import('./time-limit.mjs').TimeLimit} limit shared by all suites of a run
 * @property {readonly string[]} [wrapper] a command that the runner is started through, such as xvfb-run
 */

/**
 * Runs one suite and prints its counts.
 *
 * @param {Suite} suite
 * @returns {Promise<import('./read-counts.mjs').Counts>}
 */
export async function runSuite(suite) {
  const folder = mkdtempSync(join(tmpdir(), 'hookbench-test-'))
  const report = join(folder, 'report.json')
  try {
    const line = [...(suite.wrapper ?? []), suite.node, ...runnerArguments(suite, report)]
    const [command = suite.node, ...args] = line
    say(`running the ${suite.name} tests`)
    const result = await runChild(command, args, {
      cwd: suite.root,
      env: { ...process.env, ...suite.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      timeLimitMs: suite.limit.leftMs(),
      quiet: suite.quiet ?? false,
    })
    const counts = countsOf(suite, report, result)
    say(
      `${suite.name}: ${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
    )
    return counts
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {Suite} suite @param {string} report */
function runnerArguments(suite, report) {
  const args = suite.args ?? []
  if (suite.runner === 'vitest') {
    const script = join(suite.root, 'node_modules/vitest/vitest.mjs')
    return [script, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args]
  }
  return [join(suite.root, 'node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json', ...args]
}

/**
 * @param {Suite} suite
 * @param {string} report
 * @param {import('../setup/run-child.mjs').ChildResult} result
 */
function countsOf(suite, report, result) {
  const counts = suite.runner === 'vitest' ? vitestCounts(report) : playwrightCounts(report)
  if (counts === null || result.timedOut) {
    say(
      `${suite.name}: ${result.timedOut ? `was ended: all tests together may take ${suite.limit.minutes} minutes` : `ended with exit code ${result.code} before its report`}`,
    )
    return { passed: counts?.passed ?? 0, failed: (counts?.failed ?? 0) + 1, skipped: counts?.skipped ?? 0 }
  }
  // A runner that fails with nothing failed (an unhandled error, no tests at all) is not a pass.
  return result.code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}
