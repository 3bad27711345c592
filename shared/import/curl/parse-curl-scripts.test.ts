import { describe, expect, test } from 'vitest'
import { latin1FromBytes } from '../../http/latin1.ts'
import { parseCurl, parseCurlCommands } from './parse-curl.ts'
import { briefRequest } from './testing/brief-request.ts'

test('reads several commands, as browsers copy all of a page, and what stands behind --next', () => {
  const lines = (pasted: string) =>
    parseCurlCommands(pasted).map(({ line, request }) => `${line} ${request.method} ${request.target}`)
  expect(lines("# first\ncurl 'http://h/1' \\\n  -d x ;\ncurl 'http://h/2' ;\n")).toEqual(['2 POST /1', '4 GET /2'])
  expect(lines('curl ^"http://h/1^" ^\r\n  -d ^"x^" &\r\ncurl ^"http://h/2^"')).toEqual(['1 POST /1', '3 GET /2'])
  expect(lines('curl -d x http://h/1 --next http://h/2 http://h/3')).toEqual(['1 POST /1', '1 GET /2', '1 GET /3'])
  expect(() => parseCurlCommands('curl http://h/1\ncurl -X')).toThrow(/line 2, column 6: expected a value after -X/)
})

test('a backtick ends a line for PowerShell, and a caret for cmd', () => {
  const powershell = "curl.exe 'http://h/a?b=c&d=e' `\r\n  -H 'X: it''s' `\r\n  -d x"
  expect(parseCurl(powershell)).toMatchObject({ method: 'POST', target: '/a?b=c&d=e' })
  expect(parseCurl('curl.exe "http://h/a" ^\r\n  -X PUT ^\r\n  -d "{\\"a\\":1}"')).toMatchObject({ method: 'PUT' })
})

test.each(["'EOT'", 'EOT', '"EOT"', "-'EOT'"])(
  'what stands in a here-document <<%s says nothing of the shell',
  (end) => {
    for (const data of ['{"input":"it\'s `x`"}', 'a ^', "it's `\nb", "@'\n$a = 1"]) {
      const written = end === 'EOT' ? data.replace(/[`$]/g, '\\$&') : data
      const { body, warnings } = parseCurl(`curl http://h/q --data-binary @- <<${end}\n${written}\nEOT\n`)
      expect([latin1FromBytes(body), warnings]).toEqual([`${data}\n`, []])
    }
  },
)

test('carets between single quotes do not make it a command for cmd', () => {
  const read = parseCurl("curl http://h/ \\\n -H 'X: ^\"!' --data-raw $'a^\"\\'b'")
  expect(read.headers).toContainEqual(['X', '^"!'])
  expect(latin1FromBytes(read.body)).toBe('a^"\'b')
})

test('curl in backticks is read as in $(…)', () => {
  const token =
    'curl -X PUT "http://169.254.169.254/latest/api/token" \\\n -H "X-aws-ec2-metadata-token-ttl-seconds: 21600"'
  const use = 'curl -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/meta-data/'
  for (const [open, close] of [
    ['`', '`'],
    ['"`', '`"'],
    ['$(', ')'],
  ]) {
    const requests = parseCurlCommands(`TOKEN=${open}${token}${close} && ${use}`)
    expect(requests.map(({ request }) => `${request.method} ${request.target}`)).toEqual([
      'PUT /latest/api/token',
      'GET /latest/meta-data/',
    ])
    expect(requests[1]?.request.warnings.join()).toContain('$TOKEN at line 2')
  }
  expect(latin1FromBytes(parseCurl('curl h -d "a `echo b` c"').body)).toBe('a b c')
  expect(latin1FromBytes(parseCurl('curl h -d "use `x y` and `it\'s` here"').body)).toBe("use `x y` and `it's` here")
})

test('a file whose content a shell would put into the command is asked for', () => {
  expect(parseCurl('curl -d "$(cat body.json)" h').neededFiles).toEqual(['body.json'])
  expect(parseCurl('cat body.json | curl -d @- h').neededFiles).toEqual(['body.json'])
  expect(parseCurl('curl -d @- h < body.json').neededFiles).toEqual(['body.json'])
  expect(latin1FromBytes(parseCurl('curl -d "$(cat f)" h', () => '{}\n').body)).toBe('{}')
})

describe('for cmd, as Chrome and Firefox copy it', () => {
  test('carets, backslashes, quotes and percent signs', () => {
    const copied =
      'curl ^"http://h/a?x=^%^41^&y=1^" ^\r\n  -H ^"x-quote: ^\\^"a^\\^"^" ^\r\n  --data-raw ^"^{^\\^"a^\\^":^\\^"b^\\^\\^\\^"c^\\^\\n^\\^"^}^"'
    // Chrome doubles a backslash that stands before no quote, too; programs on Windows then see two.
    expect(briefRequest(copied)).toMatchObject({ line: 'POST h/a?x=%41&y=1', body: '{"a":"b\\"c\\\\n"}' })
    expect(briefRequest(copied).headers['x-quote']).toBe('"a"')
  })

  test('brackets of a URL that are escaped for curl', () => {
    expect(briefRequest('curl ^"http://h/?a^\\^[0^\\^]=1^"').line).toBe('GET h/?a[0]=1')
  })

  test('doubled quotes', () => {
    expect(briefRequest('curl "http://h" -d "{""a"":1}" ^\r\n -X PUT').body).toBe('{"a":1}')
  })

  test('several, one after the other', () => {
    const all = 'curl ^"http://h/1^" &\r\ncurl ^"http://h/2^" ^\r\n  -d ^"x^" > out.txt &\r\ncurl ^"http://h/3^"'
    expect(parseCurlCommands(all).map(({ request }) => `${request.method} ${request.target}`)).toEqual([
      'GET /1',
      'POST /2',
      'GET /3',
    ])
  })
})

describe('for PowerShell', () => {
  test.each([
    ["curl.exe 'http://h' `\r\n  -H 'X: it''s' `\r\n  -d '{\\\"a\\\":1}'", '{"a":1}'],
    ['curl.exe "http://h" `\n -d "{`"a`":`"b`$c`"}"', '{"a":"b$c"}'],
    ['$body = @\'\n{\n  "a": 1\n}\n\'@\ncurl.exe http://h -d $body', '{\n  "a": 1\n}'],
    ["$url = 'http://h'\n'{\"a\":1}' | curl.exe $url --data-binary '@-'", '{"a":1}\r\n'],
  ])('%j', (command, body) => {
    expect(briefRequest(command)).toMatchObject({ line: 'POST h/', body })
  })
})
