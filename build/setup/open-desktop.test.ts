import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDesktop } from './open-desktop.mjs'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookbench-desktop-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(process.platform === 'win32')('openDesktop', () => {
  test('stays with the app until it is closed, and keeps its exit code', async () => {
    const outcome = await open(`console.log('hookbench: window ready'); process.exitCode = 5`)
    expect(outcome).toEqual({ kind: 'ended', code: 5 })
  })

  test('gives the app the folder and the arguments', async () => {
    const outcome = await open(
      `const args = process.argv.slice(2).filter((arg) => arg !== '--no-sandbox')
       console.error('Error: ' + args.join(' ')); process.exit(1)`,
      ['--data', 'x'],
    )
    expect(outcome).toEqual({ kind: 'failed', reason: `Error: ${folder} --data x` })
  })

  test('tells why the app ended before its window showed', async () => {
    const outcome = await open(
      `console.error('electron: error while loading shared libraries: libgbm.so.1: cannot open'); process.exit(127)`,
    )
    expect(outcome).toEqual({ kind: 'failed', reason: expect.stringContaining('libgbm.so.1 is missing') })
  })

  test('leaves it to the app to say what only a person can mend', async () => {
    const outcome = await open(
      `console.error('[1:2] noise'); console.error('hookbench: Port 1 is taken.'); setTimeout(() => process.exit(1), 1000)`,
      [],
      700,
    )
    expect(outcome).toEqual({ kind: 'ended', code: 1 })
  })

  test('gives up on a window that does not show, and ends the app', async () => {
    const outcome = await open(
      `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'pid'))}, String(process.pid)); setInterval(() => {}, 1000)`,
      [],
      700,
    )
    expect(outcome).toEqual({ kind: 'failed', reason: 'the window did not show within 0.7 seconds' })
  })

  test('is done at once where the app was running already', async () => {
    await expect(open('process.exit(0)')).resolves.toEqual({ kind: 'ended', code: 0 })
  })

  test('says so when the runtime cannot be started', async () => {
    const outcome = await openDesktop({ root: folder, executable: join(folder, 'none'), args: [] })
    expect(outcome).toEqual({ kind: 'failed', reason: expect.stringContaining('could not be started') })
  })
})

/** Runs a script in Electron's place. */
function open(script: string, args: string[] = [], windowMs = 20_000) {
  const executable = join(folder, 'electron')
  writeFileSync(executable, `#!${process.execPath}\n${script}\n`)
  chmodSync(executable, 0o755)
  return openDesktop({ root: folder, executable, args, windowMs })
}
