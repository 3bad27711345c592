import { expect, test } from 'vitest'
import { AppError } from '../../../shared/contract/errors.ts'
import { openByProgram, type ProgramTunnelOptions } from './program-tunnel.ts'
import { programEnvironment } from './run-program.ts'
import { scriptedProgram } from './testing/scripted-program.ts'

test('a program whose end cannot be explained is a tunnel that did not open', async () => {
  let cleaned = 0
  const opening = openByProgram(
    options({
      args: ['-e', 'process.exit(7)'],
      explainEnd: () => Promise.reject(new TypeError('cannot read properties')),
      cleanUp: () => {
        cleaned += 1
      },
    }),
  )
  await expect(opening).rejects.toThrow(/ended, and why could not be found out/)
  expect(cleaned).toBe(1)
})

test('a program whose end cannot be explained is a tunnel that is lost', async () => {
  const program = await scriptedProgram('1')
  const opening = openByProgram(
    options({
      program: program.path,
      args: [],
      onLine: (_line, news) => news.open({ url: 'https://one.example', wantedUrl: null, facts: [] }),
      explainEnd: () => Promise.reject(new TypeError('cannot read properties')),
    }),
  )
  const run = await program.started()
  run.print('open')
  const tunnel = await opening
  const lost = new Promise<AppError>((resolve) => tunnel.onLost(resolve))
  run.exit(1)
  expect((await lost).message).toMatch(/ended, and why could not be found out/)
})

test('is cancelled while the end of its program is looked into', async () => {
  const cancel = new AbortController()
  const cancelled = new Error('cancelled')
  const opening = openByProgram(
    options({
      args: ['-e', 'process.exit(7)'],
      signal: cancel.signal,
      explainEnd: async () => {
        cancel.abort(cancelled)
        cancel.signal.throwIfAborted()
        return new AppError('unavailable', 'It ended.')
      },
    }),
  )
  await expect(opening).rejects.toBe(cancelled)
})

test('cleans up where the system does not even take the arguments', async () => {
  let cleaned = 0
  const opening = openByProgram(
    options({
      args: ['a\0b'],
      cleanUp: () => {
        cleaned += 1
      },
    }),
  )
  await expect(opening).rejects.toThrow(/could not be started/)
  expect(cleaned).toBe(1)
})

function options(some: Partial<ProgramTunnelOptions>): ProgramTunnelOptions {
  return {
    program: process.execPath,
    args: [],
    environment: programEnvironment('TUNNEL_'),
    signal: new AbortController().signal,
    onLine: () => {},
    explainEnd: () => new AppError('unavailable', 'It ended.'),
    ...some,
  }
}
