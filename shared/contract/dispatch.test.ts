import { expect, test } from 'vitest'
import type { Handlers } from './contract.ts'
import { dispatch } from './dispatch.ts'
import { AppError } from './errors.ts'

const handlers = {
  'captures.count': () => {
    throw new TypeError('inner')
  },
} as unknown as Handlers

test('input that is refused is told without the name of the call, which the log has', async () => {
  const told: Array<[string, unknown]> = []
  const reply = await dispatch(handlers, 'captures.list', { limit: 'x' }, (...fault) => told.push(fault))
  expect(reply).toMatchObject({
    ok: false,
    error: { kind: 'invalid-input', message: expect.stringMatching(/^limit: /) },
  })
  expect(JSON.stringify(reply)).not.toContain('captures.list')
  expect(told).toEqual([['captures.list', expect.any(AppError)]])
})

test('an error of ours is told as one plain sentence, and whole to the log', async () => {
  const told: Array<[string, unknown]> = []
  const reply = await dispatch(handlers, 'captures.count', {}, (...fault) => told.push(fault))
  expect(reply).toEqual({
    ok: false,
    error: { kind: 'bug', message: 'This failed. The log says more; please report it.' },
  })
  expect(told).toEqual([['captures.count', expect.any(TypeError)]])
})
