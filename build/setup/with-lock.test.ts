import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './with-lock.mjs'

let folder = ''
const options = { waitMs: 10_000, onWait: () => {} }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookbench-lock-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('lets one work at a time, and says who is waited for', async () => {
  const path = join(folder, 'lock')
  const order: string[] = []
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const first = withLock(path, options, async () => {
    await held
    order.push('first')
  })
  const waits: number[] = []
  const second = withLock(
    path,
    {
      ...options,
      onWait: (pid) => {
        waits.push(pid)
        release()
      },
    },
    async () => {
      order.push('second')
    },
  )
  await Promise.all([first, second])
  expect(order).toEqual(['first', 'second'])
  expect(waits).toEqual([process.pid])
  expect(existsSync(path)).toBe(false)
})

test('takes over from a process that died', async () => {
  const path = join(folder, 'lock')
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(path, String(pid))
  await expect(withLock(path, options, async () => 'worked')).resolves.toBe('worked')
})

test('lets go when the work fails', async () => {
  const path = join(folder, 'lock')
  const failing = withLock(path, options, async () => {
    throw new Error('no disk')
  })
  await expect(failing).rejects.toThrow('no disk')
  expect(existsSync(path)).toBe(false)
})

test('does not wait for ever', async () => {
  const path = join(folder, 'lock')
  writeFileSync(path, String(process.pid))
  await expect(withLock(path, { ...options, waitMs: 300 }, async () => {})).rejects.toThrow(
    /still setting up this folder/,
  )
})
