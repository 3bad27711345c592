import { expect, test } from 'vitest'
import { bytesFromLatin1, latin1FromBytes } from '../../../http/latin1.ts'
import type { Subject } from '../subject.ts'
import { bodyFormOrder } from './body-order.ts'

test('tries the orders of a few fields, the nearest first', () => {
  expect(ordersOf('a=1&b=2&c=3').slice(0, 2)).toEqual(['a=1&c=3&b=2', 'b=2&a=1&c=3'])
  expect(ordersOf('a=1&b=2&c=3')).toHaveLength(5)
  expect(ordersOf(form(12))).toHaveLength(1000)
})

test('the fields that a stranger sends do not say how much is tried', () => {
  expect(ordersOf(form(13))).toEqual([])
  expect(ordersOf(form(8000))).toEqual([])
})

test('fields are put as those of other captures, however many there are', () => {
  expect(ordersOf(form(13), [form(13).split('&').reverse().join('&')])).toHaveLength(1)
})

function form(fields: number): string {
  return Array.from({ length: fields }, (_, at) => `${at}`).join('&')
}

function ordersOf(body: string, examples: ReadonlyArray<string> = []): string[] {
  const subject = { request: { body: bytesFromLatin1(body) }, context: { examples: examples.map(bytesFromLatin1) } }
  return [...bodyFormOrder.hypotheses(subject as unknown as Subject)].map(({ changes }) =>
    latin1FromBytes(changes.body ?? new Uint8Array()),
  )
}
