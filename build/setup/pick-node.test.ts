import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pickNode } from './pick-node.mjs'

let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hookbench-node-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

describe.skipIf(process.platform === 'win32')('pickNode', () => {
  test('takes the packaged Node', async () => {
    const packaged = packageNode('#!/bin/sh\necho 10\n')
    await expect(pickNode(root, { own: '/nowhere' })).resolves.toBe(packaged)
  })

  test('takes the machine’s own where the packaged one cannot run', async () => {
    packageNode('#!/bin/sh\nexit 127\n')
    await expect(pickNode(root, { own: process.execPath })).resolves.toBe(process.execPath)
  })

  test('goes by Node-API, not by version: one with 9 is too old', async () => {
    const old = program('old-node', '#!/bin/sh\necho 9\n')
    const onPath = join(root, 'bin')
    mkdirSync(onPath)
    const good = program('bin/node', '#!/bin/sh\necho 10\n')
    await expect(pickNode(root, { own: old, env: { PATH: onPath } })).resolves.toBe(good)
  })

  test('says what is missing where none will do', async () => {
    packageNode('#!/bin/sh\nexit 127\n')
    const old = program('old-node', '#!/bin/sh\necho 9\n')
    await expect(pickNode(root, { own: old, env: { PATH: '' } })).rejects.toThrow(
      /needs Node\.js 24: .*cannot run here.*Install Node\.js 24/,
    )
  })
})

function packageNode(script: string): string {
  const folder = join(root, 'node_modules', `node-${process.platform}-${process.arch}`)
  mkdirSync(join(folder, 'bin'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ bin: { node: 'bin/node' } }))
  return program(join('node_modules', `node-${process.platform}-${process.arch}`, 'bin/node'), script)
}

function program(path: string, script: string): string {
  writeFileSync(join(root, path), script)
  chmodSync(join(root, path), 0o755)
  return join(root, path)
}
