import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { install, needsInstall } from './install.mjs'

let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hookbench-install-'))
  writeFileSync(join(root, 'package-lock.json'), '{}')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

test('installs when node_modules is missing', () => {
  expect(needsInstall(root)).toBe(true)
})

test('installs when an install was left half done', () => {
  mkdirSync(join(root, 'node_modules/some-package'), { recursive: true })
  expect(needsInstall(root)).toBe(true)
})

test('installs when the lockfile is newer, and not again after that', async () => {
  await install(root, { npm: fakeNpm(installs) })
  expect(needsInstall(root)).toBe(false)
  const later = new Date(Date.now() + 60_000)
  utimesSync(join(root, 'package-lock.json'), later, later)
  expect(needsInstall(root)).toBe(true)
})

test('asks for the whole tree without scripts, whatever the environment says', async () => {
  await install(root, { npm: fakeNpm(installs), env: { ...process.env, NODE_ENV: 'production' } })
  expect(calls()).toHaveLength(1)
  expect(calls()[0]).toMatch(/^ci .*--include=dev.*--include=optional.*--ignore-scripts/)
})

test('goes on with npm install once when npm ci refuses the lockfile', async () => {
  await install(root, {
    npm: fakeNpm(`if (args[0] === 'ci') { console.error('npm error code EUSAGE'); process.exit(1) } ${installs}`),
  })
  expect(calls().map((call) => call.split(' ').slice(0, 2))).toEqual([
    ['ci', '--include=dev'],
    ['install', '--no-save'],
  ])
  expect(needsInstall(root)).toBe(false)
})

test('shows what npm said when it fails', async () => {
  const failing = install(root, { npm: fakeNpm(`console.error('npm error network ENOTFOUND'); process.exit(1)`) })
  await expect(failing).rejects.toThrow(/npm could not install the packages:\nnpm error network ENOTFOUND/)
  await expect(failing).rejects.toThrow(`run: npm ci --prefix "${root}" `)
  expect(existsSync(join(root, 'node_modules/.hookbench-installed'))).toBe(false)
})

test('names the packages that could not be installed', async () => {
  const failing = install(root, { what: "providers' SDKs", npm: fakeNpm('process.exit(1)') })
  await expect(failing).rejects.toThrow("npm could not install the providers' SDKs:")
})

test('says what to do without npm', async () => {
  await expect(install(root, { npm: null })).rejects.toThrow(/npm was not found.*nodejs\.org/)
})

const installs = `fs.mkdirSync('node_modules', { recursive: true }); fs.writeFileSync('node_modules/.package-lock.json', '{}')`

/** A program in npm's place that notes how it was called. */
function fakeNpm(script: string) {
  const path = join(root, 'npm.cjs')
  writeFileSync(
    path,
    `const fs = require('node:fs'); const args = process.argv.slice(2); fs.appendFileSync('calls', args.join(' ') + '\\n'); ${script}`,
  )
  return { command: process.execPath, args: [path] }
}

function calls(): string[] {
  return readFileSync(join(root, 'calls'), 'utf8').trim().split('\n')
}
