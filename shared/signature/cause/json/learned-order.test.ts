import { expect, test } from 'vitest'
import { readJsonSource } from './json-source.ts'
import { arrangedAs } from './key-arrangements.ts'
import { learnedOrder, nameLists } from './learned-order.ts'
import { writeJson } from './write-json.ts'

function read(text: string) {
  const source = readJsonSource(text)
  if (source === null) throw new Error(`Not JSON: ${text}`)
  return source
}

function inLearnedOrder(examples: ReadonlyArray<string>, text: string): string {
  const source = read(text)
  const order = arrangedAs(source, learnedOrder(examples.flatMap((example) => nameLists(read(example)))))
  return writeJson(source, { spacing: { comma: ',', colon: ':', indent: null }, order, escape: 'kept', number: 'kept' })
}

test('writes objects in the order of those with the same names', () => {
  expect(inLearnedOrder(['{"z":1,"b":{"y":1,"c":2},"a":3}'], '{"a":1,"b":{"c":1,"y":2},"z":[{"c":1,"y":2}]}')).toBe(
    '{"z":[{"y":2,"c":1}],"b":{"y":2,"c":1},"a":1}',
  )
})

test('puts together what no example has in one place', () => {
  expect(inLearnedOrder(['{"z":1,"m":1,"b":1}', '{"z":1,"x":1,"b":1,"a":1}'], '{"a":1,"b":1,"m":1,"x":1,"z":1}')).toBe(
    '{"z":1,"m":1,"x":1,"b":1,"a":1}',
  )
})

test('keeps the usual order where no example helps', () => {
  expect(inLearnedOrder(['{"q":1,"p":2}'], '{"amount":1,"data":2,"id":3,"type":4}')).toBe(
    '{"id":3,"type":4,"amount":1,"data":2}',
  )
})
