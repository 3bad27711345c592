import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { logFile } from './log/log-file.ts'
import { temporaryFolder } from './testing/test-engine.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

test.each([
  ['an exception', 'setTimeout(() => { throw new Error("the lamp fell") })'],
  ['a rejection', 'void Promise.reject(new Error("the lamp fell"))'],
])('%s that nobody catches is in the log, whole, before the process ends', async (_name, bug) => {
  const { child, folder } = await startEngineProcess(bug)
  child.send({ kind: 'break' })
  expect(await once(child, 'exit')).toEqual([1, null])
  const log = await readFile(logFile(folder), 'utf8')
  expect(log).toContain('The engine crashed')
  expect(log).toMatch(/the lamp fell[\s\S]*at /)
})

test('a port that was asked for and is taken is told to the shell', async () => {
  const first = await startEngineProcess('')
  const port = JSON.parse(await readFile(join(first.folder, 'control.json'), 'utf8')).receiver.port as number
  const { message } = await startEngineProcess('', ['--port', String(port)])
  expect(message).toMatchObject({ kind: 'failed', error: { message: expect.stringContaining(`${port}`) } })
})

/** The engine as the shell starts it, with a bug that waits for its cue. */
async function startEngineProcess(bug: string, args = ['--port', '0']) {
  const folder = temporaryFolder()
  const cue = `process.on('message', (message) => { if (message.kind === 'break') { ${bug} } })`
  const child = fork(MAIN, ['--data', folder, ...args], {
    execArgv: ['--import', `data:text/javascript,${encodeURIComponent(cue)}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const [message] = (await once(child, 'message')) as [unknown]
  return { child, folder, message }
}
