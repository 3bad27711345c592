import { expect, test } from 'vitest'
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
