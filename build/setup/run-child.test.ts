import { expect, test } from 'vitest'
import { runChild } from './run-child.mjs'

const node = process.execPath

test('keeps what a child wrote and its exit code', async () => {
  const result = await runChild(node, ['-e', 'console.log("out"); console.error("err"); process.exitCode = 3'], {
    timeLimitMs: 20_000,
    quiet: true,
  })
  expect(result).toMatchObject({ code: 3, timedOut: false })
  expect(result.output).toContain('out')
  expect(result.output).toContain('err')
})

test('closes standard input, so that a question is answered by its end', async () => {
  const result = await runChild(node, ['-e', 'process.stdin.on("end", () => console.log("no answer")).resume()'], {
    timeLimitMs: 20_000,
    quiet: true,
  })
  expect(result).toMatchObject({ code: 0, output: 'no answer\n' })
})

test('says that a program is missing', async () => {
  const result = await runChild('/nowhere/at-all', [], { timeLimitMs: 20_000, quiet: true })
  expect(result).toMatchObject({ code: 127 })
  expect(result.output).toContain('ENOENT')
})

test.skipIf(process.platform === 'win32')('ends a child and what it started when the time is over', async () => {
  const grandchild = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)`
  const script = `
    const child = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { stdio: "inherit" })
    console.log(child.pid)
    setInterval(() => {}, 1000)`
  const result = await runChild(node, ['-e', script], { timeLimitMs: 1500, quiet: true })
  expect(result.timedOut).toBe(true)
  const pid = Number(result.output)
  expect(pid).toBeGreaterThan(0)
  await expect.poll(() => lives(pid), { timeout: 10_000 }).toBe(false)
})

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
