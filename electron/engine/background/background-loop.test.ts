import { expect, onTestFinished, test } from 'vitest'
import { until } from '../store/testing/temp-store.ts'
import { quietLog } from '../testing/quiet-log.ts'
import { BackgroundLoop } from './background-loop.ts'

test.each(['failed', 'next'] as const)(
  'goes on after `%s` threw: the engine stays up',
  { timeout: 30_000 },
  async (at) => {
    const log = quietLog()
    let rounds = 0
    const throwOnceAt = (place: string) => {
      if (place === at && rounds === 1) throw new Error('disk I/O error')
    }
    const loop = new BackgroundLoop(
      {
        work: async () => {
          if (++rounds === 1) throw new Error('disk I/O error')
        },
        next: () => {
          throwOnceAt('next')
          return rounds < 3 ? 0 : null
        },
        failed: async () => throwOnceAt('failed'),
      },
      log,
    )
    onTestFinished(() => loop.close())
    loop.wake(0)
    await until(() => rounds === 3 && !loop.isRunning)
    expect(log.said).toHaveLength(1)
  },
)
