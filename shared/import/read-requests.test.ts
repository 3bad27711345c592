import { describe, expect, test } from 'vitest'
import { headerFromText } from '../http/header-text.ts'
import { latin1FromBytes } from '../http/latin1.ts'
import { looksLikeRequests, readRequests } from './read-requests.ts'

const FROM = { now: 0, newId: () => 'id' }
const read = (text: string) => readRequests(headerFromText(text), FROM)

describe('what browsers copy as fetch', () => {
  const CHROME = `fetch("https://h/a?b=1", {
  "headers": {
    "accept": "*/*",
    "content-type": "application/json"
  },
  "referrer": "https://r/",
  "body": "{\\"a\\":\\"}é\\"}",
  "method": "POST",
  "mode": "cors",
  "credentials": "include"
});`

  test('is read, one or many', () => {
    const { kind, requests } = read(`${CHROME} ;\nawait fetch("https://h/2");`)
    expect(kind).toBe('fetch')
    expect(requests.map(({ line, request }) => `${line} ${request.method} ${request.target}`)).toEqual([
      '1 POST /a?b=1',
      '12 GET /2',
    ])
    const [first] = requests
    expect(first?.request.headers).toEqual([
      ['Host', 'h'],
      ['accept', '*/*'],
      ['content-type', 'application/json'],
      ['Referer', 'https://r/'],
      ['Content-Length', '11'],
    ])
    expect(latin1FromBytes(first?.request.body ?? new Uint8Array())).toBe(headerFromText('{"a":"}é"}'))
  })

  test('is refused where it is a program', () => {
    expect(() => read('fetch("https://h", { method: "POST", body: data })')).toThrow(
      /line 1, column 7: only fetch calls as browsers copy them can be read.*Copy as cURL/,
    )
  })
})

test.each([
  'Invoke-WebRequest -UseBasicParsing -Uri "https://h/a" `\n-Method "POST" `\n-Body "x"',
  '$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.UserAgent = "x"\nInvoke-WebRequest -Uri "https://h"',
  'irm https://h -Method Post',
])('a call of PowerShell is named, with what to copy instead: %j', (text) => {
  expect(looksLikeRequests(headerFromText(text))).toBe(true)
  expect(() => read(text)).toThrow(/Invoke-WebRequest.*choose "Copy as cURL"/)
})

test.each([
  "echo '{}' | curl -d @- http://h",
  'cat <<EOF | curl -d @- http://h\n{}\nEOF',
  'TOKEN=abc\ncurl -H "A: $TOKEN" -d \'{}\' http://h',
  "# first\n\n$ curl -d '{}' http://h",
  "$body = '{}'\ncurl.exe -d $body http://h",
])('a script that calls curl is known: %j', (text) => {
  expect(looksLikeRequests(headerFromText(text))).toBe(true)
  expect(read(text).requests[0]?.request.method).toBe('POST')
})

test.each(['Hello, curl is nice', 'SELECT 1', '<html>'])('%j is none', (text) => {
  expect(looksLikeRequests(text)).toBe(false)
})

test.each(['', '### One\n\n'])(
  'a request of another protocol is named with its line, not taken for curl (%j)',
  (before) => {
    const text = `${before}GRAPHQL https://h/graphql\n\nquery { a }\n`
    expect(looksLikeRequests(text)).toBe(true)
    expect(() => read(text)).toThrow(
      new RegExp(`^At line ${before.split('\n').length}.*: GRAPHQL is another protocol.*Take this request out`),
    )
  },
)
