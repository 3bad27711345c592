import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { projectRoot } from './project-root.mjs'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookbench-foreground-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Takes a while to end, as an engine does, and tells how often it was asked to. */
const slowToEnd = `
  let asked = 0
  process.on('SIGTERM', () => {
    asked += 1
    if (asked === 1) setTimeout(() => { console.log('asked ' + asked); process.exit(7) }, 150)
  })
  console.log('up')
  setInterval(() => {}, 1000)`

describe.skipIf(process.platform === 'win32')('startForeground', () => {
  test('hands a signal on and keeps the exit code', async () => {
    const launcher = await launch(slowToEnd)
    process.kill(launcher.pid, 'SIGTERM')
    await expect(launcher.ended).resolves.toEqual({ code: 7, output: 'up\nasked 1\n' })
  })

  test('does not ask twice where the whole group was asked', async () => {
    const launcher = await launch(slowToEnd)
    process.kill(-launcher.pid, 'SIGTERM')
    await expect(launcher.ended).resolves.toEqual({ code: 7, output: 'up\nasked 1\n' })
  })

  test('reports a child that a signal ended as a shell does', async () => {
    const launcher = await launch(`console.log('up'); process.kill(process.pid, 'SIGKILL')`)
    await expect(launcher.ended).resolves.toMatchObject({ code: 137 })
  })
})

/** A launcher in a process group of its own, once its child is up. */
async function launch(script: string) {
  const module = pathToFileURL(join(projectRoot, 'build/setup/run-foreground.mjs')).href
  writeFileSync(join(folder, 'child.cjs'), script)
  writeFileSync(
    join(folder, 'launcher.mjs'),
    `import { startForeground } from ${JSON.stringify(module)}
     const { ended } = startForeground(process.execPath, [${JSON.stringify(join(folder, 'child.cjs'))}])
     process.exitCode = (await ended).code`,
  )
  const launcher: ChildProcess = spawn(process.execPath, [join(folder, 'launcher.mjs')], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  launcher.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  const ended = once(launcher, 'close').then(([code]) => ({ code, output }))
  await expect.poll(() => output, { timeout: 10_000 }).toContain('up')
  return { pid: launcher.pid ?? 0, ended }
}
