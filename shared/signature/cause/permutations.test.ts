import { expect, test } from 'vitest'
import { permutationsAt } from './permutations.ts'

test('gives every order once, the nearest first', () => {
  const items = ['a', 'b', 'c', 'd']
  const all = [0, 1, 2, 3, 4, 5, 6].flatMap((swapped) => [...permutationsAt(items, swapped)].map((one) => one.join('')))
  expect(all.slice(0, 4)).toEqual(['abcd', 'abdc', 'acbd', 'bacd'])
  expect(new Set(all).size).toBe(24)
  expect(all.length).toBe(24)
})

test('has none with more pairs than there are', () => {
  expect([...permutationsAt(['a', 'b'], 2)]).toEqual([])
  expect([...permutationsAt([], 0)]).toEqual([[]])
})
