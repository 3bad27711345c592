import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { projectRoot } from './setup/project-root.mjs'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookbench-ci-'))
  mkdirSync(join(folder, 'clone/.ci'), { recursive: true })
  mkdirSync(join(folder, 'bin'))
  cpSync(join(projectRoot, '.ci/run'), join(folder, 'clone/.ci/run'))
  // Installed already, so that nothing is installed for this test.
  program('strace', 'exit 0')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const allPass = `case "$*" in *test*) echo 'hookbench: desktop: 2 passed, 0 failed'; echo '12 passed, 0 failed';; esac`

describe.skipIf(process.platform === 'win32')('.ci/run', () => {
  test('closes with the counts of the tests, the check and the build', async () => {
    program('npm', allPass)
    await expect(run()).resolves.toEqual({ code: 0, last: '14 passed, 0 failed' })
  })

  test('goes on after a failed check, and counts it', async () => {
    program('npm', `case "$*" in *check*) exit 1;; esac; ${allPass}`)
    await expect(run()).resolves.toEqual({ code: 1, last: '13 passed, 1 failed' })
  })

  test('counts the tests that failed', async () => {
    program('npm', `case "$*" in *test*) echo '10 passed, 2 failed'; exit 1;; esac`)
    await expect(run()).resolves.toEqual({ code: 1, last: '12 passed, 2 failed' })
  })

  test('takes tests that stopped on the way for a failure', async () => {
    program('npm', `case "$*" in *test*) echo 'hookbench: no browser'; exit 1;; esac`)
    await expect(run()).resolves.toEqual({ code: 1, last: '2 passed, 1 failed' })
  })

  test('lets the desktop suite be missing where no runtime is brought', async () => {
    program(
      'npm',
      `case "$*" in *test*) echo 'desktop: not run (no Electron runtime)'; echo '10 passed, 0 failed';; esac`,
    )
    await expect(run()).resolves.toEqual({ code: 0, last: '12 passed, 0 failed' })
  })

  test('fails where a runtime is brought and the desktop suite did not run', async () => {
    program('runtime', `echo "export ELECTRON_OVERRIDE_DIST_PATH='/brought'"`)
    program(
      'npm',
      `case "$*" in *test*) echo 'desktop: not run (no Electron runtime)'; echo '10 passed, 0 failed';; esac`,
    )
    await expect(run(join(folder, 'bin/runtime'))).resolves.toEqual({ code: 1, last: '12 passed, 1 failed' })
  })

  test('fails where a runtime is brought and no desktop test passed', async () => {
    program('runtime', `echo "export ELECTRON_OVERRIDE_DIST_PATH='/brought'"`)
    program(
      'npm',
      `case "$*" in *test*) echo 'hookbench: desktop: 0 passed, 0 failed'; echo '10 passed, 0 failed';; esac`,
    )
    await expect(run(join(folder, 'bin/runtime'))).resolves.toEqual({ code: 1, last: '12 passed, 1 failed' })
  })

  test('uses the runtime that is brought', async () => {
    program('runtime', `echo "export ELECTRON_OVERRIDE_DIST_PATH='/brought'"`)
    program('npm', `[ "$ELECTRON_OVERRIDE_DIST_PATH" = /brought ] && [ "$CI" = true ] || exit 1; ${allPass}`)
    await expect(run(join(folder, 'bin/runtime'))).resolves.toEqual({ code: 0, last: '14 passed, 0 failed' })
  })
})

/** A shell script in another program's place. */
function program(name: string, script: string): void {
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'bin', name), 0o755)
}

async function run(setUp = join(folder, 'none')) {
  const { ELECTRON_OVERRIDE_DIST_PATH: _, CI: __, ...env } = process.env
  const child = spawn('bash', ['.ci/run'], {
    cwd: join(folder, 'clone'),
    env: { ...env, PATH: `${join(folder, 'bin')}:${process.env.PATH}`, HOOKBENCH_CI_SETUP: setUp },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    output += chunk
  })
  const [code] = await once(child, 'close')
  return { code, last: output.trimEnd().split('\n').at(-1) }
}
