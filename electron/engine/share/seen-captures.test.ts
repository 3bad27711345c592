import { expect, test } from 'vitest'
import { sampleExport } from '../../../shared/export/testing/sample-export.ts'
import { newId } from '../new-id.ts'
import { SeenCaptures } from './seen-captures.ts'

test('knows each of very many ids again, and whether the capture is the same', { timeout: 60_000 }, () => {
  const seen = new SeenCaptures()
  const captures = Array.from({ length: 20_000 }, (_, index) => sampleExport({ id: newId(), receivedAt: index }))
  expect(captures.map((capture) => seen.see(capture)).filter((fate) => fate !== null)).toEqual([])
  expect(captures.map((capture) => seen.see(capture)).filter((fate) => fate !== 'same')).toEqual([])
  const others = captures.map((capture, index) => ({ ...capture, ...change(index) }))
  expect(others.map((capture) => seen.see(capture)).filter((fate) => fate !== 'another')).toEqual([])
})

function change(index: number): object {
  const changes = [
    { body: Buffer.from('other') },
    { receivedAt: -1 },
    { target: '/other' },
    { headers: [['A', 'b']] },
    { trailers: [['A', 'b']] },
    { state: 'truncated' },
  ]
  return changes[index % changes.length] ?? {}
}
