import { expect, test } from 'vitest'
import { AppError } from '../../../shared/contract/errors.ts'
import { ThreadDeath } from '../threads/thread-death.ts'
import { CarefulWay } from './careful-way.ts'

test('finds those that end the thread, leaves them out, and looks at all others', async () => {
  for (const culprits of [[1], [7, 8], [350], [100, 999], [1000]]) {
    const way = new CarefulWay(200)
    const looked = new Set<number>()
    const leftOut: number[] = []
    let deaths = 0
    let through = 0
    while (through < 1000) {
      const look = async (most = 60 + (through % 7) * 20): Promise<number> => {
        const upTo = Math.min(1000, through + most)
        if (culprits.some((culprit) => through < culprit && culprit <= upTo)) throw new Error('out of memory')
        for (let seq = through + 1; seq <= upTo; seq++) looked.add(seq)
        return upTo
      }
      const stepOver = (): void => void leftOut.push(++through)
      try {
        through = await way.look(look, stepOver)
      } catch {
        deaths++
      }
    }
    expect(leftOut).toEqual(culprits)
    expect(looked.size).toBe(1000 - culprits.length)
    expect(deaths).toBeLessThanOrEqual(2 * culprits.length)
  }
})

const DISK = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' })
const OTHERS = new ThreadDeath(new Error('out of memory'), false)
const REFUSED = new AppError('invalid-input', 'It was refused.')

test.each([OTHERS, DISK, REFUSED])('leaves none out where the reason was another: %s', async (reason) => {
  const way = new CarefulWay(200)
  const leftOut: string[] = []
  const look = (error: Error | null) =>
    way
      .look(
        async () => {
          if (error !== null) throw error
        },
        () => void leftOut.push(String(error)),
      )
      .catch(() => {})
  await look(reason)
  expect(way.most).toBeUndefined()
  // One of them ended the thread; then, while they are looked at alone, there are other reasons.
  await look(new ThreadDeath(new Error('out of memory'), true))
  expect(way.most).toBe(1)
  await look(reason)
  await look(reason)
  expect(leftOut).toEqual([])
  await look(new ThreadDeath(new Error('out of memory'), true))
  expect(leftOut).toHaveLength(1)
})
