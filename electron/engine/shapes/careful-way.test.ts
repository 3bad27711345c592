import { expect, test } from 'vitest'
import { CarefulWay } from './careful-way.ts'

test('finds the one that ends the thread, leaves it out, and learns from all others', () => {
  for (const culprit of [1, 7, 350, 999]) {
    const way = new CarefulWay()
    const learned = new Set<number>()
    let deaths = 0
    let through = 0
    while (through < 1000) {
      if (way.leavesOut(through + 1)) {
        through++
        continue
      }
      // As a slice does that is given more time at one time than at another.
      const upTo = Math.min(way.upTo(through, 1000), through + 60 + (through % 7) * 40)
      if (through < culprit && culprit <= upTo) {
        deaths++
        expect(deaths).toBeLessThan(8)
        way.ended(through, upTo)
        // Its memory is gone: from what is on disk.
        through = 0
      } else {
        for (let seq = through + 1; seq <= upTo; seq++) learned.add(seq)
        through = upTo
      }
    }
    expect(learned.size).toBe(999)
    expect(learned.has(culprit)).toBe(false)
  }
})
