import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from '../engine/testing/eventually.ts'
import { openBrowser } from './open-browser.ts'

const URL_WITH_TOKEN = 'http://127.0.0.1:4666/#token=c2VjcmV0'
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookbench-open-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

test('leads the browser to the screen without the token in what it is started with', async () => {
  const seen = join(folder, 'seen')
  // In the browser's place: notes what it was given.
  const note = `require('node:fs').writeFileSync(${JSON.stringify(seen)}, process.argv.slice(1).join('\\n'))`
  const remove = openBrowser(URL_WITH_TOKEN, folder, [process.execPath, '-e', note])
  await eventually(() => expect(readFileSync(seen, 'utf8')).not.toBe(''))
  const given = readFileSync(seen, 'utf8')
  expect(given).not.toContain('c2VjcmV0')
  expect(readFileSync(given, 'utf8')).toContain(`url=${URL_WITH_TOKEN}"`)
  if (process.platform !== 'win32') expect(statSync(given).mode & 0o777).toBe(0o600)
  remove()
  expect(existsSync(given)).toBe(false)
})

test('a file that was left is not trusted with the token', () => {
  writeFileSync(join(folder, 'open-screen.html'), 'old', { mode: 0o644 })
  openBrowser(URL_WITH_TOKEN, folder, ['/nowhere/opener'])
  if (process.platform !== 'win32') expect(statSync(join(folder, 'open-screen.html')).mode & 0o777).toBe(0o600)
})
