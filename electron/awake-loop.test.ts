import { expect, test, vi } from 'vitest'
import { answerAwake } from './awake-loop.ts'

test('passes a response on as it is', async () => {
  const headers = { 'content-range': 'bytes 0-2/9' }
  const response = await answerAwake(async () => new Response('abc', { status: 206, headers }))
  expect(response.status).toBe(206)
  expect(response.headers.get('content-range')).toBe('bytes 0-2/9')
  expect(await response.text()).toBe('abc')
})

test('lets the loop sleep again after the end, however it came', async () => {
  const before = timers()
  const stalled = (): Response => new Response(new ReadableStream({ pull: () => new Promise(() => {}) }))
  const failing = (): Response =>
    new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) }))

  const cancelled = await answerAwake(async () => stalled())
  expect(timers()).toBeGreaterThan(before)
  await cancelled.body?.cancel()
  await expect((await answerAwake(async () => failing())).text()).rejects.toThrow('cut')
  await expect(answerAwake(() => Promise.reject(new Error('none')))).rejects.toThrow('none')
  await answerAwake(async () => new Response(null, { status: 204 }))
  await (await answerAwake(async () => new Response('whole'))).text()
  await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(before), { timeout: 5000 })
})

/** Timers that are alive, without the one that waits for this to change. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
}
