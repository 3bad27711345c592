import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isStale } from './build-if-stale.mjs'

const past = new Date('2026-01-01T00:00:00Z')
const builtAt = new Date('2026-01-01T01:00:00Z')
const later = new Date('2026-01-01T02:00:00Z')
let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hookbench-stale-'))
  for (const path of ['electron/main.ts', 'electron/engine/engine.ts', 'renderer/main.tsx', 'shared/limits.ts'])
    put(path, past)
  for (const path of ['main.js', 'preload.cjs', 'engine.js', 'cli.js']) put(`dist/electron/${path}`, builtAt)
  put('dist/renderer/index.html', builtAt)
  put('dist/.built', builtAt)
  for (const folder of ['electron', 'electron/engine', 'renderer', 'shared']) utimesSync(join(root, folder), past, past)
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

test('leaves alone what is newer than its sources', () => {
  expect(isStale(root)).toBe(false)
})

test('builds when a source deep inside changed', () => {
  put('electron/engine/engine.ts', later)
  expect(isStale(root)).toBe(true)
})

test('builds when a source was deleted', () => {
  rmSync(join(root, 'electron/engine/engine.ts'))
  expect(isStale(root)).toBe(true)
})

test('does not build for a test that changed', () => {
  put('electron/engine/engine.test.ts', later)
  utimesSync(join(root, 'electron/engine'), past, past)
  expect(isStale(root)).toBe(false)
})

test('builds when an output is missing or a build did not end', () => {
  rmSync(join(root, 'dist/electron/cli.js'))
  expect(isStale(root)).toBe(true)
  put('dist/electron/cli.js', builtAt)
  rmSync(join(root, 'dist/.built'))
  expect(isStale(root)).toBe(true)
})

function put(path: string, modifiedAt: Date): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), '')
  utimesSync(join(root, path), modifiedAt, modifiedAt)
}
