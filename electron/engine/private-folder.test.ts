import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { makePrivateFolder, tightenMode } from './private-folder.ts'
import { openTempStore, tempFolder } from './store/testing/temp-store.ts'
import { quietLog } from './testing/quiet-log.ts'

const posix = process.platform !== 'win32'

test('makes every missing level, for the owner alone, and is content with what is there', () => {
  const folder = path.join(tempFolder(), 'a', 'b', 'c')
  makePrivateFolder(folder)
  makePrivateFolder(folder)
  expect(fs.statSync(folder).isDirectory()).toBe(true)
  if (posix) expect([folder, path.dirname(folder)].map(mode)).toEqual([0o700, 0o700])
})

test('a file in its place is an error that names it', () => {
  const file = path.join(tempFolder(), 'file')
  fs.writeFileSync(file, '')
  expect(() => makePrivateFolder(file)).toThrow(file)
  expect(() => makePrivateFolder(path.join(file, 'below'))).toThrow(file)
})

test.runIf(fs.existsSync('/proc/self'))('a folder below /proc is refused rather than tried for ever', () => {
  const script = `
    import { openStore } from ${JSON.stringify(pathToFileURL(path.join(import.meta.dirname, 'store/store.ts')))}
    import { openLog } from ${JSON.stringify(pathToFileURL(path.join(import.meta.dirname, 'log/rotating-log.ts')))}
    const log = openLog('/proc/hookbench')
    log.info('x')
    console.log(log.lost().lines)
    try { openStore('/proc/hookbench', log) } catch (error) { console.log(error.message) }`
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000, encoding: 'utf8' })
  expect(ran.stdout).toMatch(/^1\nThe data folder \/proc\/hookbench cannot be written .*--data/)
})

test.runIf(posix)(
  'a folder and a database that others could look into are closed to them when the store opens',
  async () => {
    const first = openTempStore()
    await first.close()
    const file = path.join(first.folder, 'captures.db')
    fs.chmodSync(first.folder, 0o755)
    fs.chmodSync(file, 0o644)
    openTempStore(first.folder)
    expect([first.folder, file, `${file}-wal`].map(mode)).toEqual([0o700, 0o600, 0o600])
  },
)

test.runIf(posix)('a folder that many share is left as it is, with a line in the log', () => {
  const folder = tempFolder()
  fs.chmodSync(folder, 0o1777)
  const log = quietLog()
  tightenMode(folder, 0o700, log)
  expect(mode(folder)).toBe(0o777)
  expect(log.said).toEqual([expect.stringContaining('could not be changed')])
})

function mode(file: string): number {
  return fs.statSync(file).mode & 0o777
}
