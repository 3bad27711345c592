import { expect, test } from 'vitest'
import { makeTextDecoder } from '../body/testing/make-text-decoder.ts'
import { type RuleSample, suggestRules } from './suggest-rules.ts'

function sample(body: unknown, headers: Record<string, string> = {}): RuleSample {
  const text = JSON.stringify(body)
  return {
    body: { bytes: Uint8Array.from(text, (char) => char.charCodeAt(0)), contentType: 'application/json' },
    head: { kind: 'request', method: 'POST', target: '/', headers: Object.entries(headers) },
  }
}

test('suggests what differs each time, in bodies and headers', () => {
  const samples = [1, 2, 3, 4].map((n) =>
    sample(
      {
        id: `evt_${n}`,
        type: 'order.paid',
        amount: n === 4 ? 100 : 200,
        lines: [
          { id: `a${n}`, sku: 'x' },
          { id: `b${n}`, sku: 'y' },
        ],
      },
      { Date: `day ${n}`, 'X-Same': '1', 'Content-Length': String(n) },
    ),
  )
  expect(suggestRules(samples, makeTextDecoder)).toEqual(['/id', '/lines/*/id', 'Date'])
})

test('nothing of two, of equal ones, or of what is there only at times', () => {
  const samples = [{ id: 1 }, { id: 2 }, {}, { id: 3 }].map((body) => sample(body))
  expect(suggestRules(samples, makeTextDecoder)).toEqual([])
  expect(suggestRules(samples.slice(0, 2), makeTextDecoder)).toEqual([])
  expect(suggestRules([sample(1), sample(1), sample(1)], makeTextDecoder)).toEqual([])
})
