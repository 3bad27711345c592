import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCommand } from './testing/run-command.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-program-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(['serve', 'captures', 'show', 'replay', 'verify', 'sign', 'log'])(
  '%s --help shows examples',
  async (name) => {
    const { code, out } = await run([name, '--help'])
    expect(code).toBe(0)
    expect(out).toContain('Examples:')
  },
)

test('--help names every command', async () => {
  const { code, out } = await run(['--help'])
  expect(code).toBe(0)
  for (const name of ['serve', 'captures', 'show', 'replay', 'verify', 'sign', 'log'])
    expect(out).toContain(`\n  ${name} `)
})

test.each([
  [[]],
  [['nonsense']],
  [['captures', '--nonsense']],
  [['serve', '--port', 'http']],
  [['serve', '--ui-port', '70000']],
  [['serve', '--tunnel', 'carrier-pigeon']],
  [['serve', '--tunnel-host', 'http://127.0.0.1:1']],
  [['serve', '--tunnel-probe', '5']],
  [['serve', '--tunnel', '--tunnel-host', 'ftp://h']],
  [['serve', '--tunnel', '--tunnel-subdomain', 'a.b']],
  [['serve', '--tunnel', '--tunnel-probe', '0']],
  [['serve', '--tunnel', 'ngrok', '--tunnel-subdomain', 'my-hooks']],
  [['captures', '--limit', '0']],
  [['captures', '--bodies']],
  [['show']],
  [['show', 'latest', '--raw', '--body']],
  [['show', 'latest', '--json', '--raw']],
  [['show', 'not-an-id']],
  [['replay', 'latest']],
  [['replay', 'latest', '--to', 'http://h', '--header', 'nonsense']],
  [['replay', 'latest', '--to', 'http://h', '--body-file', '/no/such/file']],
  [['replay', 'latest', '--to', 'http://h', '--body-file', folder]],
  [['replay', 'latest', '--to', 'http://h', '--sign', 'nicely']],
  [['verify', 'latest', '--vectors', 'x']],
  [['sign', 'body', '--provider', 'stripe']],
  [['sign', 'body', '--provider', 'nobody', '--secret-file', 'x']],
  [['log', '--lines', '-1']],
])('%j is wrong usage', async (args) => {
  const { code, out, err } = await run(args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).not.toBe('')
  expect(err).not.toContain('    at ')
})

test('says which version it is', async () => {
  expect(await run(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})

test('says where the log is, before there is one', async () => {
  expect((await run(['log', '--path'])).out).toBe(`${path.join(folder, 'logs', 'hookbench.log')}\n`)
  expect(await run(['log'])).toMatchObject({ code: 0, out: '', err: `There is no log in ${folder} yet.\n` })
})

async function run(args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const { code, stdout, stderr } = await runCommand(args, { env: { HOOKBENCH_DATA: folder } })
  return { code, out: stdout.toString(), err: stderr }
}
