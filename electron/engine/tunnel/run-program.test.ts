import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { programEnvironment, runProgram } from './run-program.ts'
import { scriptedProgram } from './testing/scripted-program.ts'

const environment = programEnvironment('TUNNEL_')

test('reads both outputs line by line, without what steers a terminal', async () => {
  const lines: string[] = []
  const program = runProgram({
    program: process.execPath,
    args: [
      '-e',
      'process.stdout.write("one\\r\\ntw"); process.stdout.write("o\\n\\u001b[32mgreen\\u001b[0m\\u0007\\n"); console.error("three")',
    ],
    environment,
    onLine: (line) => lines.push(line),
  })
  expect(await program.ended).toMatchObject({ startError: null, code: 0 })
  expect(lines.filter((line) => line !== '').sort()).toEqual(['green', 'one', 'three', 'two'])
})

test('keeps the end of a long output, and the beginning of a long line', async () => {
  const program = runProgram({
    program: process.execPath,
    args: ['-e', 'for (let i = 0; i < 500; i += 1) console.log(i); console.log("x".repeat(1e6))'],
    environment,
  })
  const { lines } = await program.ended
  expect(lines).toHaveLength(30)
  expect(lines.at(-2)).toBe('499')
  expect(lines.at(-1)).toBe('x'.repeat(16 * 1024))
})

test('passes arguments as they are, through the shell that keeps the program', async () => {
  const args = ['$(id)', '`id`', "it's", '"', '*', '', '-n', 'a b', '\\']
  const program = runProgram({
    program: process.execPath,
    args: ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', ...args],
    environment,
  })
  const { lines } = await program.ended
  expect(JSON.parse(lines[0] ?? '')).toEqual(args)
})

test('passes on how the program ended', async () => {
  const program = runProgram({ program: process.execPath, args: ['-e', 'process.exit(7)'], environment })
  expect(await program.ended).toMatchObject({ code: 7 })
})

test('leaves the input of the program open, since some servers take its end for a goodbye', async () => {
  const script = 'process.stdin.on("end", () => console.log("ended")).resume(); setTimeout(() => process.exit(3), 300)'
  const program = runProgram({ program: process.execPath, args: ['-e', script], environment })
  expect(await program.ended).toMatchObject({ code: 3, lines: [] })
})

test('ends the program, and waits until it is gone', async () => {
  const scripted = await scriptedProgram('1')
  const program = runProgram({ program: scripted.path, args: [], environment })
  const run = await scripted.started()
  await program.end()
  expect(isAlive(run.pid)).toBe(false)
})

test('ends a program that does not listen', async () => {
  const script = 'process.on("SIGTERM", () => console.log("no")); console.log(process.pid); setInterval(() => {}, 1e6)'
  const lines: string[] = []
  const program = runProgram({
    program: process.execPath,
    args: ['-e', script],
    environment,
    onLine: (line) => lines.push(line),
  })
  await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 10_000 })
  await program.end()
  expect(isAlive(Number(lines[0]))).toBe(false)
})

test.runIf(fs.existsSync('/proc/self/stat'))('the program has no terminal to ask on', async () => {
  const session = (stat: string) => stat.slice(stat.lastIndexOf(')')).split(' ')[4]
  const script = 'console.log(require("node:fs").readFileSync("/proc/self/stat", "utf8"))'
  const program = runProgram({ program: process.execPath, args: ['-e', script], environment })
  const { lines } = await program.ended
  expect(session(lines[0] ?? '')).toMatch(/^\d+$/)
  expect(session(lines[0] ?? '')).not.toBe(session(fs.readFileSync('/proc/self/stat', 'utf8')))
})

test('says that there is no such program', async () => {
  const program = runProgram({ program: '/nowhere/cloudflared', args: [], environment })
  expect(await program.ended).toMatchObject({ lines: [expect.stringContaining('not found')] })
})

test.runIf(process.platform !== 'win32')('the program ends when the engine is killed', async () => {
  const scripted = await scriptedProgram('1')
  const starter = path.join(import.meta.dirname, 'testing/program-starter.ts')
  const engine = spawn(process.execPath, [starter, scripted.path], { stdio: 'ignore' })
  const run = await scripted.started()
  expect(isAlive(run.pid)).toBe(true)
  engine.kill('SIGKILL')
  await run.gone
  await vi.waitFor(() => expect(isAlive(run.pid)).toBe(false), { timeout: 10_000 })
})

test('gives the program none of the variables that belong to the engine or to another tunnel', () => {
  vi.stubEnv('TUNNEL_TOKEN', 'a')
  vi.stubEnv('HOOKBENCH_X', 'b')
  const names = Object.keys(programEnvironment('TUNNEL_'))
  expect(names).toContain('PATH')
  expect(names).not.toContain('TUNNEL_TOKEN')
  expect(names).not.toContain('HOOKBENCH_X')
  vi.unstubAllEnvs()
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
