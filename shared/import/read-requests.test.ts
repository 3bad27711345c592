import { describe, expect, test } from 'vitest'
import { rawHttpBytes } from '../codegen/raw-http.ts'
import { headerFromText } from '../http/header-text.ts'
import { bytesFromLatin1, latin1FromBytes } from '../http/latin1.ts'
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
  "response=$(curl -s -d '{}' http://h)",
  "TOKEN=$(date)\ncurl -d '{}' http://h",
  'AUTH="$(/usr/bin/curl -d \'{}\' http://h)"',
  "(curl -d '{}' http://h)",
  "A=`curl -d '{}' http://h`",
])('a script that calls curl is known: %j', (text) => {
  expect(looksLikeRequests(headerFromText(text))).toBe(true)
  expect(read(text).requests[0]?.request.method).toBe('POST')
})

test.each(['Hello, curl is nice', 'SELECT 1', '<html>'])('%j is none', (text) => {
  expect(looksLikeRequests(text)).toBe(false)
})

test('CSV is named, with what can be read', () => {
  const csv = 'id,received_at,method,target,user_agent\n1,2,POST,/,curl "x"\n'
  expect(() => read(csv)).toThrow(/^CSV cannot be imported.*HAR, NDJSON, raw HTTP/)
  expect(looksLikeRequests(csv)).toBe(false)
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

describe('a raw request whose body looks like parts of a .http file', () => {
  const raw = (body: string, head = '') =>
    `POST /hook HTTP/1.1\r\nHost: x\r\n${head}Content-Length: ${body.length}\r\n\r\n${body}`
  const bodies = (text: string) => {
    const { kind, requests } = read(text)
    return [kind, ...requests.map(({ request }) => latin1FromBytes(request.body))]
  }

  test.each(['### Title\nhello', '@a = 1\n{{x}}', 'a\n\n### b\nGET http://h\n\n'])('%j keeps it', (body) => {
    expect(bodies(raw(body))).toEqual(['raw-http', body])
    expect(bodies(`${raw(body)}\r\n${raw(body)}`)).toEqual(['raw-http', body, body])
    expect(bodies(`GET / HTTP/1.1\r\n\r\n${raw(body)}`)).toEqual(['raw-http', '', body])
    const chunked = `POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n${body.length.toString(16)}\n${body}\n0\n\n`
    expect(bodies(chunked)).toEqual(['raw-http', body])
  })

  test('comes back as it was copied', () => {
    const body = '# A\n\n### Title\n@x = 1\n'
    const headers = [['Content-Length', String(body.length)]] as const
    const request = { method: 'POST', origin: 'http://h', target: '/', headers, body: bytesFromLatin1(body) }
    expect(bodies(rawHttpBytes(request))).toEqual(['raw-http', body])
  })

  test('is a .http file where they stand behind it, or in a body of unknown length', () => {
    expect(bodies(`${raw('ab')}\n\n### Two\nGET http://h/2`)).toEqual(['http-file', 'ab', ''])
    expect(bodies(`POST /a HTTP/1.1\nContent-Length: 1\n\nab\n\n###\nGET http://h/2`)).toEqual(['http-file', 'ab', ''])
    expect(bodies(`POST /a HTTP/1.1\nHost: h\n\nab\n\n### Two\nGET http://h/2`)).toEqual(['http-file', 'ab', ''])
    expect(bodies(`POST /a HTTP/1.1\n# a comment\nHost: h\n\nab\n###\nGET http://h/2`)).toEqual(['http-file', 'ab', ''])
    expect(bodies(`${raw('ab')}\n@b = c\n`)[0]).toBe('http-file')
  })
})

test.each([
  'curl -Uri "https://h/a" -Method POST -Body $b',
  "curl 'https://h/a' -Headers @{ A = 'b' }",
  'PS C:\\> curl https://h/a -UseBasicParsing',
])('what PowerShell 5 calls curl is refused: %s', (text) => {
  expect(looksLikeRequests(text)).toBe(true)
  expect(() => read(text)).toThrow(/Invoke-WebRequest .*cannot be read/)
})

test('a command behind a prompt of Windows is one', () => {
  expect(looksLikeRequests('C:\\Users\\me>curl http://h')).toBe(true)
  expect(looksLikeRequests('PS C:\\Users\\me> curl.exe http://h')).toBe(true)
})
