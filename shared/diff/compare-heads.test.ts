import { expect, test } from 'vitest'
import { compareHeads, type MessageHead, targetOfUrl } from './compare-heads.ts'
import { comparisonText } from './comparison-text.ts'
import { IgnoreRules } from './ignore-rules.ts'
import { summaryLine } from './summary-line.ts'

const NO_RULES = new IgnoreRules([])

function request(target: string, method = 'POST'): MessageHead {
  return { kind: 'request', method, target, headers: [['A', '1']] }
}

test('requests are compared by method, path and query', () => {
  const { target, status } = compareHeads(request('/a?x=1&(path)=2'), request('/b?x=1', 'PUT'), NO_RULES)
  expect(target && comparisonText('Query', target)).toBe(
    'Query: 2 changed, 1 removed\n  ~ (method)\n      - POST\n      + PUT\n  ~ (path)\n      - /a\n      + /b\n  - (path)\n      - 2',
  )
  expect(status).toBeNull()
})

test('responses are compared by status', () => {
  const response = (status: number, statusText: string): MessageHead => ({
    kind: 'response',
    status,
    statusText,
    headers: [],
  })
  const { status, target } = compareHeads(response(200, 'OK'), response(500, 'Oh'), new IgnoreRules(['(reason)']))
  expect([status && summaryLine(status.counts), target]).toEqual(['1 changed, 1 ignored', null])
})

test('what one side has not is not compared', () => {
  const response: MessageHead = { kind: 'response', status: 200, statusText: 'OK', headers: [['a', '1']] }
  const { headers, target, status } = compareHeads(request('/'), response, NO_RULES)
  expect([headers && summaryLine(headers.counts), target, status]).toEqual(['no difference', null, null])
  expect(compareHeads(null, response, NO_RULES)).toEqual({ headers: null, target: null, status: null })
})

test.each([
  ['http://localhost:3000/a?b=1', '/a?b=1'],
  ['https://[::1]', '/'],
  ['http://h?x=1', '/?x=1'],
  ['http://h/a%20b#c', '/a%20b'],
])('of %s is sent %s', (url, target) => {
  expect(targetOfUrl(url)).toBe(target)
})
