import { expect, test } from 'vitest'
import type { CaptureSummary } from '../../shared/capture/capture.ts'
import type { CallInput } from '../../shared/contract/contract.ts'
import type { CaptureReader } from './engine-access.ts'
import { findCapture } from './find-capture.ts'

const OLD = '019c0000-0000-7000-8000-000000000001'
const NEW = '019c0000-0001-7000-8000-000000000002'
const OTHER = '019d0000-0000-7000-8000-000000000003'

test('finds a capture by its id, in any case', async () => {
  expect((await findCapture(reader(OLD, NEW), OLD.toUpperCase())).id).toBe(OLD)
})

test('finds the newest', async () => {
  expect((await findCapture(reader(OLD, NEW), 'latest')).id).toBe(NEW)
})

test('finds a capture by the beginning of its id, whenever it was received', async () => {
  expect((await findCapture(reader(OLD, NEW, OTHER), '019d0000')).id).toBe(OTHER)
  expect((await findCapture(reader(OLD, NEW, OTHER), '019c0000-0001-7')).id).toBe(NEW)
})

test('asks for more when several begin like that', async () => {
  await expect(findCapture(reader(OLD, NEW), '019c0000')).rejects.toThrow('Give more of the id')
})

test('says that there is no such capture', async () => {
  await expect(findCapture(reader(), 'latest')).rejects.toThrow('There is no capture latest')
  await expect(findCapture(null, OLD)).rejects.toThrow('There is no capture')
})

test('refuses what is no id', async () => {
  for (const wrong of ['', '1', '019c', 'zzzzzzzz', '019c00000001', `${OLD}0`]) {
    await expect(findCapture(reader(OLD), wrong)).rejects.toThrow('is no id')
  }
})

function reader(...ids: string[]): CaptureReader {
  // As of imported captures, whose ids are made at import.
  const newestFirst = ids.map((id) => ({ id, receivedAt: 0 })).toReversed() as CaptureSummary[]
  const answers: { [channel: string]: (input: never) => unknown } = {
    'captures.list': ({ text = '', limit = 100 }: CallInput<'captures.list'>) => ({
      captures: newestFirst.filter(({ id }) => id.startsWith(text.replace('id:', ''))).slice(0, limit),
      next: null,
      change: 0,
    }),
    'captures.get': ({ id }: { id: string }) => newestFirst.find((each) => each.id === id),
  }
  return {
    call: async (channel, input) => answers[channel]?.(input as never) as never,
    content: async () => null,
    close: async () => {},
  }
}
