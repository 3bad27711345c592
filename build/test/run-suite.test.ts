import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { projectRoot } from '../setup/project-root.mjs'
import { runSuite } from './run-suite.mjs'
import { startTimeLimit } from './time-limit.mjs'

const node = process.execPath
const limit = startTimeLimit(5)
let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hookbench-suite-'))
  mkdirSync(join(root, 'node_modules'))
  for (const name of ['vitest', '@playwright'])
    symlinkSync(join(projectRoot, 'node_modules', name), join(root, 'node_modules', name))
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

test('counts what Vitest ran, a file that does not load among the failures', async () => {
  writeFileSync(
    join(root, 'a.test.js'),
    `import { expect, test } from 'vitest'
     test('one', () => {}); test('two', () => expect(1).toBe(2)); test('three', () => {}); test.skip('four', () => {})`,
  )
  writeFileSync(join(root, 'b.test.js'), `import './missing.js'`)
  await expect(vitest()).resolves.toEqual({ passed: 2, failed: 2, skipped: 1 })
})

test('takes a run without any test for a failure', async () => {
  await expect(vitest()).resolves.toMatchObject({ passed: 0, failed: 1 })
})

test('counts what Playwright ran', async () => {
  writeFileSync(
    join(root, 'a.spec.js'),
    `import { expect, test } from '@playwright/test'
     test('one', () => {}); test('two', () => { expect(1).toBe(2) }); test.skip('three', () => {})`,
  )
  await expect(playwright()).resolves.toEqual({ passed: 1, failed: 1, skipped: 1 })
})

test('counts a Playwright file that does not load', async () => {
  writeFileSync(join(root, 'a.spec.js'), `import './missing.js'`)
  await expect(playwright()).resolves.toMatchObject({ passed: 0, failed: 1 })
})

test('counts a runner that never got to its report', async () => {
  await expect(runSuite({ name: 'broken', runner: 'vitest', root, node: '/nowhere/node', limit })).resolves.toEqual({
    passed: 0,
    failed: 1,
    skipped: 0,
  })
})

test('ends a suite that takes more than is left for all', async () => {
  writeFileSync(join(root, 'a.test.js'), `import { test } from 'vitest'; test('one', () => new Promise(() => {}), 0)`)
  const counts = await runSuite({
    name: 'hanging',
    runner: 'vitest',
    root,
    node,
    quiet: true,
    limit: startTimeLimit(0.02),
  })
  expect(counts).toMatchObject({ passed: 0, failed: 1 })
})

function vitest() {
  return runSuite({ name: 'vitest', runner: 'vitest', root, node, limit, quiet: true })
}

function playwright() {
  return runSuite({ name: 'playwright', runner: 'playwright', root, node, limit, quiet: true })
}
