import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runCommand } from './testing/run-command.ts'
import { startServing } from './testing/run-hookbench.ts'

test('a database is backed up and restored, with an engine and without one', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-backup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const data = path.join(folder, 'data')
  const file = path.join(folder, 'copy.db')
  const run = (...args: string[]) => runCommand([...args, '--data', data])
  const targets = async () =>
    (await run('captures', '--json')).stdout
      .toString()
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { target: string }).target)

  const serving = await startServing(data)
  try {
    await fetch(`${serving.receiver}/one`, { method: 'POST' })
    expect(await run('backup', '-o', file)).toMatchObject({ code: 0, stderr: '' })
    expect(await run('backup', '-o', file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is there already'),
    })
    await fetch(`${serving.receiver}/two`, { method: 'POST' })
    expect(await run('restore', file)).toMatchObject({ code: 0, stderr: '' })
    expect(await targets()).toEqual(['/one'])
    await fetch(`${serving.receiver}/three`, { method: 'POST' })
    expect(await targets()).toEqual(['/three', '/one'])
    // Nothing is left of a file that lies elsewhere.
    expect(readdirSync(path.join(data, 'backups'))).toEqual([])

    const half = path.join(folder, 'half.db')
    writeFileSync(half, readFileSync(file).subarray(0, statSync(file).size / 2))
    expect(await run('restore', half)).toMatchObject({ code: 1, stderr: expect.stringContaining(`${half} `) })
    expect(readdirSync(path.join(data, 'backups'))).toEqual([])
    expect(await targets()).toEqual(['/three', '/one'])
  } finally {
    await serving.stop()
  }

  const { stdout } = await run('restore', file)
  const replaced = /now (.+)\n/.exec(stdout.toString())?.[1] ?? ''
  expect(existsSync(replaced)).toBe(true)
  expect(await targets()).toEqual(['/one'])
  expect(await run('restore', replaced)).toMatchObject({ code: 0 })
  expect(await targets()).toEqual(['/three', '/one'])

  const wrong = path.join(folder, 'wrong.db')
  writeFileSync(wrong, 'not a database')
  expect(await run('restore', wrong)).toMatchObject({ code: 1, stderr: expect.stringContaining('is damaged') })
  expect(await targets()).toEqual(['/three', '/one'])
})

test('what was in the log of an engine that was killed is restored too', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-backup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const data = path.join(folder, 'data')
  const file = path.join(folder, 'copy.db')
  const run = (...args: string[]) => runCommand([...args, '--data', data])
  const replacedBy = async (restored: string) => {
    const { code, stdout } = await run('restore', restored)
    expect(code).toBe(0)
    return /now (.+)\n/.exec(stdout.toString())?.[1] ?? ''
  }
  const serving = await startServing(data)
  expect(await run('backup', '-o', file)).toMatchObject({ code: 0 })
  await fetch(`${serving.receiver}/one`, { method: 'POST' })
  await serving.stop('SIGKILL')

  const killed = await replacedBy(file)
  expect((await run('captures', '--json')).stdout.toString()).toBe('')
  const empty = await replacedBy(killed)
  expect((await run('captures', '--json')).stdout.toString()).toContain('"/one"')
  // The same with an engine.
  await replacedBy(empty)
  const again = await startServing(data)
  try {
    await replacedBy(killed)
    expect((await run('captures', '--json')).stdout.toString()).toContain('"/one"')
  } finally {
    await again.stop()
  }
})
