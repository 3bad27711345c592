import { rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../engine/testing/test-engine.ts'
import { expectOneLine } from './testing/command-line.ts'
import { runCommand } from './testing/run-command.ts'
import { runHookbench } from './testing/run-hookbench.ts'

describe('without anything to read', () => {
  test('wrong usage is exit code 2', async () => {
    const { code, stdout, stderr } = await runHookbench(['captures', '--limit', '0'])
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('--limit')
  })

  test('an empty folder has no captures, and stays empty', async () => {
    const folder = path.join(temporaryFolder(), 'new')
    expect(await runHookbench(['captures', '--json', '--data', folder])).toMatchObject({ code: 0, stderr: '' })
    const shown = await runCommand(['show', 'latest', '--data', folder])
    expect(shown.code).toBe(1)
    expectOneLine(shown.stderr)
    const replayed = await runCommand(['replay', 'latest', '--to', 'http://127.0.0.1:1/', '--data', folder])
    expect(replayed.code).toBe(1)
    expectOneLine(replayed.stderr)
    expect(() => rmSync(folder)).toThrow('ENOENT')
  })

  test('says which version it is', async () => {
    expect((await runHookbench(['--version'])).stdout.toString()).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
