import { expect, test } from 'vitest'
import { ByteBudget } from './byte-budget.ts'

test('those that find no room wait their turn', async () => {
  const budget = new ByteBudget(10)
  const order: string[] = []
  await budget.take(8)
  const large = budget.take(9).then(() => order.push('large'))
  const small = budget.take(1).then(() => order.push('small'))
  expect(budget.hasRoom(1)).toBe(false)
  budget.giveBack(8)
  await Promise.all([large, small])
  expect(order).toEqual(['large', 'small'])
  budget.giveBack(1)
  expect(budget.hasRoom(1)).toBe(true)
  expect(budget.hasRoom(2)).toBe(false)
})

test('more than the budget is taken alone', async () => {
  const budget = new ByteBudget(10)
  await budget.take(50)
  expect(budget.hasRoom(1)).toBe(false)
  budget.giveBack(50)
  expect(budget.hasRoom(10)).toBe(true)
})
