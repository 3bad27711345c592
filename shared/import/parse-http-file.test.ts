import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headerText } from '../http/header-text.ts'
import { latin1FromBytes } from '../http/latin1.ts'
import { looksLikeHttpFile } from './http-file-request-line.ts'
import { parseHttpFile } from './parse-http-file.ts'
import { looksLikeRequests, readRequests } from './read-requests.ts'

const FROM = { now: 1_700_000_000_123, newId: () => '019c0000-0000-7000-8000-000000000001' }

function read(source: string, files: Readonly<Record<string, string>> = {}) {
  return parseHttpFile(source, FROM, (name) => files[name] ?? null).map(({ name, line, request }) => ({
    name,
    line,
    what: `${request.method} ${request.target}`,
    headers: request.headers.map(([header, value]) => `${header}: ${value}`),
    body: headerText(latin1FromBytes(request.body)),
    needed: request.neededFiles,
    warnings: request.warnings,
  }))
}

test('what follows from the answer of another request is not known, and no variable to set', () => {
  for (const name of ['login.response.body.$.token', 'login.response.headers.X-Token', 'a.request.body.$.b']) {
    const source = `# @name login\nPOST http://h/login\n\n###\nGET http://h\nAuthorization: Bearer {{${name}}}\n`
    expect(() => read(source)).toThrow(/^At line 6: .* requests are not run here.*Put the value in its place\.$/)
  }
})

test('several requests, with names, comments and variables', () => {
  const source = `@host = https://api.example.com
@token = t0k3n
@url = {{host}}/v1

### Create an order
# what it is
// @name order
POST {{url}}/orders?a=1
Content-Type: application/json
# a comment among headers
Authorization: Bearer {{token}}

{
  "id": "{{$uuid}}",
  "at": {{$timestamp}}
}

### No method
https://example.com/plain

###
# @name = last
GET /relative HTTP/1.1
Host: example.org
`
  expect(read(source)).toMatchObject([
    {
      name: 'order',
      line: 8,
      what: 'POST /v1/orders?a=1',
      headers: [
        'Host: api.example.com',
        'Content-Type: application/json',
        'Authorization: Bearer t0k3n',
        'Content-Length: 70',
      ],
      body: '{\n  "id": "019c0000-0000-7000-8000-000000000001",\n  "at": 1700000000\n}',
    },
    { name: 'No method', line: 19, what: 'GET /plain', headers: ['Host: example.com'], body: '' },
    { name: 'last', what: 'GET /relative', headers: ['Host: example.org'] },
  ])
})

test('a query and a header may go on in the next line', () => {
  const [request] = read(`GET https://h/a
    ?x=1
    &y=2 z
X-Long: one
  two

`)
  expect(request).toMatchObject({ what: 'GET /a?x=1&y=2%20z', headers: ['Host: h', 'X-Long: one two'] })
})

test.each([
  ['GET https://h:443/a HTTP/1.0', 'GET /a', 'Host: h'],
  ['GET https://h:8443/a', 'GET /a', 'Host: h:8443'],
  ['GET example.com/a', 'GET /a', 'Host: example.com'],
  ['GET localhost:3000/a', 'GET /a', 'Host: localhost:3000'],
  ['DELETE http://h/a#frag', 'DELETE /a', 'Host: h'],
  ['GET http://h/grün', 'GET /gr\xc3\xbcn', 'Host: h'],
  ['GET http://münchen.example:8080/a', 'GET /a', 'Host: xn--mnchen-3ya.example:8080'],
  ['GET http://[::1]:3000/a', 'GET /a', 'Host: [::1]:3000'],
])('%s', (source, what, host) => {
  expect(read(source)).toMatchObject([{ what, headers: [host] }])
})

test('a file in the place of a body is read, or named', () => {
  const source = 'POST http://h/\nContent-Type: a/b\n\n< ./body.bin\n'
  expect(read(source, { './body.bin': '\x00\x01' })).toMatchObject([{ body: '\x00\x01', needed: [] }])
  expect(read(source)).toMatchObject(
    [{ body: '', needed: ['./body.bin'], warnings: [/file \.\/body\.bin is needed.*line 4/] }].map((wanted) => ({
      ...wanted,
      warnings: [expect.stringMatching(wanted.warnings[0] as RegExp)],
    })),
  )
  expect(read('@a = 1\nPOST http://h/\n\n<@ ./b\n', { './b': 'a={{a}}' })).toMatchObject([{ body: 'a=1' }])
})

test('forms are joined, and parts of multipart bodies end in CR LF', () => {
  const form = 'POST http://h/\nContent-Type: application/x-www-form-urlencoded\n\na=1\n&b=2\n&c={{$timestamp}}\n\n'
  expect(read(form)).toMatchObject([{ body: 'a=1&b=2&c=1700000000' }])
  const parts =
    'POST http://h/\nContent-Type: multipart/form-data; boundary=b\n\n--b\nContent-Disposition: form-data; name="f"\n\n< ./a\n--b--\n'
  expect(read(parts, { './a': 'x\ny' })).toMatchObject([
    { body: '--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\ny\r\n--b--\r\n' },
  ])
})

test('scripts and handlers are left out, and it is said', () => {
  const [request] = read(`< {%
  request.variables.set("x", 1)
%}
POST http://h/
Authorization: Basic me secret

body

> {%
  client.test("x")
%}
>> out.json
<> 2026-01-01.json
`)
  expect(request).toMatchObject({
    what: 'POST /',
    body: 'body',
    headers: ['Host: h', 'Authorization: Basic bWU6c2VjcmV0', 'Content-Length: 4'],
  })
  expect(request?.warnings).toEqual([
    'The script before the request (line 1) is not run.',
    'What is to be done with the response (line 9) is left out.',
  ])
})

test('a curl command can stand in it', () => {
  expect(read('### x\ncurl -X PUT http://h/a \\\n  -d b\n\n###\nGET http://h/2\n')).toMatchObject([
    { name: 'x', what: 'PUT /a', body: 'b' },
    { what: 'GET /2' },
  ])
})

test.each([
  [
    '### first\nGET http://h\n\n### second\n# note\nPOST {{host}}/x\n',
    /^At line 6 \("second"\): \{\{host\}\} is not set in this file/,
  ],
  ['GET http://h/\nnonsense\n', /^At line 2: expected a header such as "Name: value", found "nonsense"/],
  ['### a\nget me this\n', /^At line 2 \("a"\): expected a request such as/],
  ['# only a comment\n', /^At line 1: expected a request/],
  ['GRPC h/service\n', /GRPC is another protocol/],
  ['@a = {{b}}\n@b = {{c}}\nGET {{a}}\n', /\{\{c\}\} is not set/],
  ['@a = {{b}}\n@b = {{a}}\nGET https://h/{{a}}\n', /\{\{a\}\} stands for variables/],
  ['GET {{$processEnv X}}\n', /\{\{\$processEnv X\}\} is not known here/],
])('%j is refused with its place', (source, message) => {
  expect(() => read(source)).toThrow(message)
})

test('variables that name each other end', () => {
  expect(() => read('@a = {{a}}{{a}}\nGET http://h/{{a}}\n')).not.toThrow(RangeError)
})

test.each([
  ['curl http://h', 'curl', 1],
  ['curl http://h/1\ncurl http://h/2', 'curl', 2],
  ['POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab', 'raw-http', 1],
  ['POST /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n', 'raw-http', 2],
  ['POST http://h/a\n\nx', 'http-file', 1],
  ['# c\n@h = http://h\n\nGET {{h}}\n###\nGET {{h}}/2\n', 'http-file', 2],
  ['### a\nPOST /a HTTP/1.1\nHost: h\n\n### b\nGET http://h\n', 'http-file', 2],
])('%j is told apart', (source, kind, count) => {
  expect(looksLikeRequests(source)).toBe(true)
  const found = readRequests(source, FROM)
  expect([found.kind, found.requests.length]).toEqual([kind, count])
})

test.each(['{"log":{}}', '', 'hello world', 'Postman', '<html>', '"curl"'])('%j is no request', (source) => {
  expect(looksLikeRequests(source)).toBe(false)
  expect(looksLikeHttpFile(source)).toBe(false)
})

test('never throws anything but what is meant for people', () => {
  const piece = fc.constantFrom(
    '###',
    ' ',
    '\n',
    '@a = ',
    '{{',
    '}}',
    'a',
    '$uuid',
    'GET ',
    'http://h',
    '/',
    ': ',
    '< ',
    '> {%',
    '%}',
    '# @name ',
    'curl ',
    '?x=',
    'HTTP/1.1',
    '\t',
    'é',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        readRequests(pieces.join(''), { ...FROM, fileName: 'a.http' })
      } catch (error) {
        expect(error).toMatchObject({ name: 'AppError' })
      }
    }),
    { numRuns: 3000 },
  )
})

test.each([
  ['{{$timestamp -1 d}}', /^1699913600$/],
  ['{{$datetime rfc1123}}', /^Tue, 14 Nov 2023 22:13:20 GMT$/],
  ['{{$datetime iso8601 1 h}}', /^2023-11-14T23:13:20\.123Z$/],
  ['{{$randomInt 5 6}}', /^5$/],
  ['{{$random.integer(10, 20)}}', /^1\d$/],
  ['{{$random.alphabetic(12)}}', /^[a-z]{12}$/],
  ['{{$random.hexadecimal(4)}}', /^[\da-f]{4}$/],
  ['{{$random.email}}', /^[a-z]+@example\.com$/],
  ['{{$guid}}-{{$random.uuid}}', /^[\da-f-]+$/],
])('%s has a value', (variable, value) => {
  expect(read(`POST http://h/\n\n${variable}`)[0]?.body).toMatch(value)
})

test.each(['{{$processEnv TOKEN}}', '{{$dotenv TOKEN}}', '{{$random.alphabetic(999999)}}', '{{$datetime "YYYY"}}'])(
  '%s is named, and where its value goes',
  (variable) => {
    expect(() => read(`POST http://h/\n\n${variable}`)).toThrow(
      /line 3: \{\{\$.*is not known here\. Put the value in its place/,
    )
  },
)

test('what only one of the editors writes', () => {
  const source = `@q = a b&c
post http://h/a?q={{%q}} HTTP/2 (Prior Knowledge)
Authorization: Digest me pass

### graph
POST http://h/graph
X-Request-Type: GraphQL

query { a }
`
  expect(read(source)).toMatchObject([
    {
      what: 'POST /a?q=a%20b%26c',
      headers: ['Host: h'],
      warnings: [expect.stringContaining('HTTP/2 is kept'), expect.stringContaining('Authorization of Digest follows')],
    },
    { name: 'graph', body: 'query { a }', warnings: [expect.stringContaining('X-Request-Type is for the editor')] },
  ])
})
