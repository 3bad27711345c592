import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findNpm } from './find-npm.mjs'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookbench-npm-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(process.platform === 'win32')('findNpm', () => {
  test('uses the npm and the Node that started us', () => {
    const node = put('system/bin/node')
    const npm = put('system/lib/npm/bin/npm-cli.js')
    expect(findNpm(folder, { npm_node_execpath: node, npm_execpath: npm, PATH: '' })).toEqual({
      command: node,
      args: [npm],
    })
  })

  test('uses npm where npx started us', () => {
    const node = put('system/bin/node')
    const npm = put('system/lib/npm/bin/npm-cli.js')
    const npx = put('system/lib/npm/bin/npx-cli.js')
    expect(findNpm(folder, { npm_node_execpath: node, npm_execpath: npx, PATH: '' })?.args).toEqual([npm])
  })

  test('never runs npm with the Node that an install replaces', () => {
    const inside = put('node_modules/.bin/node')
    const node = put('system/bin/node')
    const npm = put('system/lib/node_modules/npm/bin/npm-cli.js')
    const PATH = [dirname(inside), dirname(node)].join(delimiter)
    expect(findNpm(folder, { npm_node_execpath: inside, npm_execpath: npm, PATH })?.command).not.toBe(inside)
  })

  test('finds npm beside Node when nothing says where it is, or another package manager started us', () => {
    const node = put('zz/bin/node')
    const npm = put('zz/lib/node_modules/npm/bin/npm-cli.js')
    const pnpm = put('pnpm/pnpm.cjs')
    expect(findNpm(folder, { npm_node_execpath: node, npm_execpath: pnpm, PATH: '' })).toEqual({
      command: node,
      args: [npm],
    })
  })
})

function put(path: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), '')
  return join(folder, path)
}
