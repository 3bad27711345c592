import { expect, test } from 'vitest'
import { serveChild } from '../engine/testing/serve-child.ts'
import { temporaryFolder } from '../engine/testing/test-engine.ts'

test('a second signal ends the engine at once, whatever it still waits for', { timeout: 60_000 }, async () => {
  const engine = await serveChild(temporaryFolder())
  process.kill(engine.pid, 'SIGINT')
  expect(await engine.end('SIGTERM')).toBe('SIGTERM')
})

test('a signal ends the engine cleanly', { timeout: 60_000 }, async () => {
  const engine = await serveChild(temporaryFolder())
  expect(await engine.end('SIGTERM')).toBe(0)
})
