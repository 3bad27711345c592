import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { curlCommand } from '../../codegen/curl.ts'
import { headerFromText, headerText } from '../../http/header-text.ts'
import { bytesFromLatin1, latin1FromBytes } from '../../http/latin1.ts'
import { parseCurl } from './parse-curl.ts'
import { briefRequest } from './testing/brief-request.ts'

/** Command, request line; then the body, or a header as `Name: value`. */
const COMMANDS: ReadonlyArray<readonly [command: string, line: string, ...also: string[]]> = [
  ['curl http://h', 'GET h/'],
  ['curl h', 'GET h/'],
  ['curl h:8080/a', 'GET h:8080/a'],
  ['curl https://h:443/a', 'GET h/a'],
  ['curl http://h:80?x', 'GET h/?x'],
  ["curl 'http://h/a?b=c&d=e'", 'GET h/a?b=c&d=e'],
  ['curl http://h/a?b=c&d=e', 'GET h/a?b=c&d=e'],
  ['curl "http://h/a"', 'GET h/a'],
  ['curl http://h/a#frag', 'GET h/a'],
  ['curl http://h/a/../b/./c', 'GET h/b/c'],
  ['curl --path-as-is http://h/a/../b', 'GET h/a/../b'],
  ['curl --url http://h/a', 'GET h/a'],
  ['curl --url=http://h/a', 'GET h/a'],
  ['curl -- http://h/a', 'GET h/a'],
  ['curl http://münchen.example:8080/ü', 'GET xn--mnchen-3ya.example:8080/%c3%bc'],
  ['curl http://m%C3%BCnchen.example', 'GET xn--mnchen-3ya.example/'],
  ['curl https://FAẞ.example:443', 'GET xn--fa-hia.example/'],
  ['curl http://[::1]:3000/a', 'GET [::1]:3000/a'],
  ['curl -g http://h/{a}', 'GET h/{a}'],
  ["curl 'http://h/a b'", 'GET h/a%20b'],
  ['$ curl http://h', 'GET h/'],
  ['sudo curl http://h', 'GET h/'],
  ['FOO=1 curl http://h', 'GET h/'],
  ['/usr/bin/curl http://h', 'GET h/'],
  ['curl.exe http://h', 'GET h/'],
  ['C:\\Windows\\System32\\curl.exe -X POST "http://h/a" -d "x"', 'POST h/a', 'x'],
  ['"C:\\Program Files\\curl\\curl.exe" "http://h/a" -d "x y"', 'POST h/a', 'x y'],
  ['C:\\Users\\me>curl "http://h/a" -d "x" ^\r\nMore? -H "A: b"', 'POST h/a', 'A: b'],
  ["PS C:\\Users\\me> curl.exe http://h `\n>> -d 'it''s'", 'POST h/', "it's"],
  [`curl.exe http://h -d '{ \\"a\\": \\"b\\" }'`, 'POST h/', '{ "a": "b" }'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell.
  ['curl.exe http://h -d "${env:X}"', 'POST h/', '${env:X}'],
  ['$b = @{ a = 1 } | ConvertTo-Json\ncurl.exe http://h -d $b', 'POST h/', '$b'],
  ["$b = 'old'\n$b = Get-Content f\ncurl.exe http://h -d $b", 'POST h/', '$b'],
  ['  curl   http://h  ', 'GET h/'],
  ['curl -X POST http://h', 'POST h/'],
  ['curl -XPOST http://h', 'POST h/'],
  ['curl --request POST http://h', 'POST h/'],
  ['curl --request=PATCH http://h', 'PATCH h/'],
  ['curl -X "DELETE" http://h', 'DELETE h/'],
  ['curl -sSLXPOST http://h', 'POST h/'],
  ['curl -sSLX POST http://h', 'POST h/'],
  ['curl -I http://h', 'HEAD h/'],
  ['curl --head http://h', 'HEAD h/'],
  ['curl -d a=b http://h', 'POST h/', 'a=b'],
  ['curl -da=b http://h', 'POST h/', 'a=b'],
  ['curl http://h -d a=b', 'POST h/', 'Content-Type: application/x-www-form-urlencoded'],
  ['curl -d a=b -d c=d http://h', 'POST h/', 'a=b&c=d'],
  ['curl --data a=b http://h', 'POST h/', 'a=b'],
  ['curl --data=a=b http://h', 'POST h/', 'a=b'],
  ['curl --data-ascii a=b http://h', 'POST h/', 'a=b'],
  ['curl --data-raw @a http://h', 'POST h/', '@a'],
  ["curl --data-raw '' http://h", 'POST h/', 'Content-Length: 0'],
  ["curl --data-binary $'a\\nb' http://h", 'POST h/', 'a\nb'],
  ['curl --data-urlencode "a b" http://h', 'POST h/', 'a+b'],
  ['curl --data-urlencode "x=a b" http://h', 'POST h/', 'x=a+b'],
  ['curl --data-urlencode "=a&b" http://h', 'POST h/', 'a%26b'],
  ['curl --data-urlencode "é=é" http://h', 'POST h/', 'é=%C3%A9'],
  ['curl --json \'{"a":1}\' http://h', 'POST h/', '{"a":1}'],
  ['curl --json \'{"a":1}\' http://h', 'POST h/', 'Content-Type: application/json'],
  ["curl --json '{}' http://h", 'POST h/', 'Accept: application/json'],
  ["curl --json '{' --json '}' http://h", 'POST h/', '{}'],
  ["curl --json '{}' -H 'Content-Type: a/b' http://h", 'POST h/', 'Content-Type: a/b'],
  ['curl -X PUT -d x http://h', 'PUT h/', 'x'],
  ['curl -G -d a=b http://h/p', 'GET h/p?a=b'],
  ['curl -G -d a=b http://h/p?c', 'GET h/p?c&a=b'],
  ['curl --get --data-urlencode "q=a b" http://h', 'GET h/?q=a+b'],
  ["curl -G -d 'd=a b' http://h/x", 'GET h/x?d=a%20b'],
  ["curl --url-query '+a=b c' http://h", 'GET h/?a=b%20c'],
  ["curl --request-target $'/a b\\r\\nC: d' http://h", 'GET h/a%20b%0D%0AC:%20d'],
  ['curl --url-query a=b http://h', 'GET h/?a=b'],
  ['curl --url-query +a=%20 http://h', 'GET h/?a=%20'],
  ["curl -H 'X-A: b' http://h", 'GET h/', 'X-A: b'],
  ["curl -H'X-A: b' http://h", 'GET h/', 'X-A: b'],
  ["curl --header 'x-a:b' http://h", 'GET h/', 'x-a: b'],
  ["curl --header='X-A: b:c' http://h", 'GET h/', 'X-A: b:c'],
  ["curl -H 'X-A;' http://h", 'GET h/', 'X-A: '],
  ["curl -H 'Host: other' http://h", 'GET other/'],
  ["curl -H 'host: other' http://h", 'GET other/'],
  ["curl -H 'Accept: a/b' http://h", 'GET h/', 'Accept: a/b'],
  ["curl -H 'Cookie: a=b' http://h", 'GET h/', 'Cookie: a=b'],
  ['curl -b a=b http://h', 'GET h/', 'Cookie: a=b'],
  ["curl --cookie 'a=b; c=d' http://h", 'GET h/', 'Cookie: a=b; c=d'],
  ['curl -b a=b -b c=d http://h', 'GET h/', 'Cookie: a=b;c=d'],
  ['curl -A me/1 http://h', 'GET h/', 'User-Agent: me/1'],
  ["curl --user-agent 'me 1' http://h", 'GET h/', 'User-Agent: me 1'],
  ['curl -e http://r http://h', 'GET h/', 'Referer: http://r'],
  ["curl --referer 'http://r;auto' http://h", 'GET h/', 'Referer: http://r'],
  ['curl -u a:b http://h', 'GET h/', 'Authorization: Basic YTpi'],
  ['curl -ua:b http://h', 'GET h/', 'Authorization: Basic YTpi'],
  ['curl --user a:b http://h', 'GET h/', 'Authorization: Basic YTpi'],
  ['curl -u a http://h', 'GET h/', 'Authorization: Basic YTo='],
  ['curl http://a:b@h/c', 'GET h/c', 'Authorization: Basic YTpi'],
  ['curl http://a%40:b@h', 'GET h/', 'Authorization: Basic YUA6Yg=='],
  ['curl --oauth2-bearer t http://h', 'GET h/', 'Authorization: Bearer t'],
  ['curl -r 0-9 http://h', 'GET h/', 'Range: bytes=0-9'],
  ['curl --compressed http://h', 'GET h/', 'Accept-Encoding: deflate, gzip'],
  ['curl --location http://h', 'GET h/'],
  ['curl -L -k -s -S -v -i -f http://h', 'GET h/'],
  ['curl -o out.txt http://h/a', 'GET h/a'],
  ['curl -oout.txt http://h/a', 'GET h/a'],
  ["curl -w '%{http_code}' http://h", 'GET h/'],
  ['curl -m 10 --connect-timeout 5 --retry 3 http://h', 'GET h/'],
  ['curl -x http://proxy:1 http://h', 'GET h/'],
  ['curl --request-target "*" -X OPTIONS http://h', 'OPTIONS h*'],
  ['curl -0 http://h', 'GET h/'],
  ['curl \\\n  -X POST \\\n  http://h', 'POST h/'],
  ['curl \\\r\n  -d x \\\r\n  http://h', 'POST h/', 'x'],
  ['curl http://h \\\n  -d x \\\n', 'POST h/', 'x'],
  ['curl http://h `\n  -d x', 'POST h/', 'x'],
  ['curl http://h\n  -d x', 'POST h/', 'x'],
  ['curl -X POST ^\n  http://h', 'POST h/'],
  ['curl -X POST ^\r\n  -d "a=b" ^\r\n  http://h', 'POST h/', 'a=b'],
  ['curl -d "{\\"a\\":1}" ^\n http://h', 'POST h/', '{"a":1}'],
  ['curl ^"http://h/a?b=c^&d=e^" ^\n  --data-raw ^"^{^\\^"a^\\^":1^}^"', 'POST h/a?b=c&d=e', '{"a":1}'],
  ['curl ^"http://h^" --data-raw ^"a^\n\nb^"', 'POST h/', 'a\nb'],
  ["curl -d $'it\\'s' http://h", 'POST h/', "it's"],
  ["curl -d $'\\u00e9\\x41\\101\\t' http://h", 'POST h/', 'éAA\t'],
  ["curl -d $'\\ud83d\\ude00' http://h", 'POST h/', '😀'],
  ["curl -d $'\\U0001f600\\u0021' http://h", 'POST h/', '😀!'],
  ["curl -d 'it'\\''s' http://h", 'POST h/', "it's"],
  ['curl -d "it\\"s \\\\ \\$x \\n" http://h', 'POST h/', 'it"s \\ $x \\n'],
  ['curl -d "a\\\nb" http://h', 'POST h/', 'ab'],
  ['curl -d a\\ b http://h', 'POST h/', 'a b'],
  ["curl -d 'a\nb' http://h", 'POST h/', 'a\nb'],
  ["curl -d '#x' http://h # a comment", 'POST h/', '#x'],
  ['curl -d 😀 http://h', 'POST h/', '😀'],
  ['curl http://h | jq .', 'GET h/'],
  ['curl http://h > out', 'GET h/'],
  ['curl http://h; ls', 'GET h/'],
  ['curl http://h 2>/dev/null -d x', 'POST h/', 'x'],
  ['curl http://h > out 2>&1 -d x', 'POST h/', 'x'],
  ['curl http://h/a?b=2>out -d x', 'POST h/a?b=2', 'x'],
  ['curl http://h &>> out -d x', 'POST h/', 'x'],
  ['curl http://h <<< in -d x', 'POST h/', 'x'],
  ["curl http://h < 'in put' -d x", 'POST h/', 'x'],
  ['curl ^"http://h^" 2>nul -d x', 'POST h/', 'x'],
  ['curl http://h \\\n> -d x', 'POST h/', 'x'],
  ['curl http://h \\\n> out', 'GET h/'],
  ['curl http://a --next http://b', 'GET a/'],
  ['curl --no-silent http://h', 'GET h/'],
]

test.each(COMMANDS)('%j', (command, line, ...also) => {
  const read = briefRequest(command)
  expect(read.line).toBe(line)
  for (const wanted of also) {
    const [, name, value] = /^([A-Za-z-]+): ?(.*)$/.exec(wanted) ?? []
    if (name === undefined) expect(read.body).toBe(wanted)
    else expect(read.headers[name]).toBe(value)
  }
})

describe('forms', () => {
  test('become multipart bodies', () => {
    const { headers, body } = briefRequest("curl -F a=b -F 'c=d;type=text/x' --form-string 'e=@f;type=g' http://h")
    const boundary = /boundary=(.*)/.exec(headers['Content-Type'] ?? '')?.[1]
    expect(body).toBe(
      [
        `--${boundary}`,
        'Content-Disposition: form-data; name="a"',
        '',
        'b',
        `--${boundary}`,
        'Content-Disposition: form-data; name="c"',
        'Content-Type: text/x',
        '',
        'd',
        `--${boundary}`,
        'Content-Disposition: form-data; name="e"',
        '',
        '@f;type=g',
        `--${boundary}--`,
        '',
      ].join('\r\n'),
    )
    expect(headers['Content-Length']).toBe(String(body.length))
  })

  test('take files that are at hand', () => {
    const { body, neededFiles } = parseCurl('curl -F "x=@/a/b.png;type=image/png" h', () => '\x89PNG')
    expect(neededFiles).toEqual([])
    expect(latin1FromBytes(body)).toContain('name="x"; filename="b.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n')
  })
})

test.each([
  ['curl -d @body.json h', 'body.json'],
  ['curl --data-binary @/tmp/x h', '/tmp/x'],
  ['curl --json @x h', 'x'],
  ['curl -T up.bin h', 'up.bin'],
  ['curl -F f=@a.txt h', 'a.txt'],
  ['curl -H @h.txt h', 'h.txt'],
  ['curl --data-urlencode n@v.txt h', 'v.txt'],
])('%s names the file that it needs', (command, file) => {
  expect(parseCurl(command).neededFiles).toEqual([file])
})

test('a file is read as curl reads it', () => {
  expect(latin1FromBytes(parseCurl('curl -d @f h', () => 'a\r\nb\n').body)).toBe('ab')
  expect(latin1FromBytes(parseCurl('curl --data-binary @f h', () => 'a\r\nb\n').body)).toBe('a\r\nb\n')
  expect(parseCurl('curl -T f h', () => 'x')).toMatchObject({ method: 'PUT', body: bytesFromLatin1('x') })
})

test.each([
  ['curl --frobnicate h', /--frobnicate at line 1, column 6/],
  ['curl -sW h', /-W at line 1, column 8/],
  ['curl -d "$BODY" h', /\$BODY at line 1, column 10 is kept as text/],
  ['curl -k h', /--insecure at line 1, column 6 is about the connection/],
  ['curl a/1 b/2', /more than one request; the other 1 \(\/2\) are left out/],
  ['curl h -b jar.txt', /The file jar.txt is needed/],
  ['curl h -H nonsense', /leaves out "nonsense" at line 1, column 8: it is no header/],
  ['curl -u a:b --digest h', /Authorization of --digest at line 1, column 13 follows from what the server asks for/],
  ['curl --aws-sigv4 aws:amz:us-east-1:s3 -u k:s h', /--aws-sigv4 at line 1, column 6 follows from the time/],
  ['curl --variable %HOME --expand-url "h/{{HOME}}"', /\{\{HOME\}\} at line 1, column 23 is kept as text/],
  ['curl -H "Authorization: $(get-token)" h', /\$\(get-token\) at line 1, column 25 is kept as text/],
  ['curl h -d “a”', /The quote “ at line 1, column 11 is none for bash/],
  ['curl h/<ID>/x', /<ID> at line 1, column 8 is kept as text/],
  ["curl -G -d 'd=a b' http://h", 'percent-encoded'],
])('%s is read with a warning', (command, warning) => {
  expect(parseCurl(command).warnings.join('\n')).toMatch(warning)
})

test.each([
  ['', /line 1, column 1: expected a command that begins with curl, found nothing/],
  ['wget http://h', /expected a command that begins with curl, found "wget"/],
  ['curl', /line 1, column 5: expected a URL, found the end/],
  ['curl h -X', /line 1, column 8: expected a value after -X/],
  ["curl h \\\n -d 'x", /line 2, column 5: a quote ' is opened and never closed/],
  ['curl ftp://h', /Expected a URL of http or https/],
  ['curl h -H "a b: c"', /line 1, column 8: expected a header/],
  ['curl -d @- h', /line 1, column 6: the standard input \(-\) is asked for, and nothing is piped/],
  ['jq -n 1 | curl -d @- h', /line 1, column 16: what "jq" writes is not known here/],
  ['curl -d a -F b=c h', /curl refuses -d \(or --json\) together with -F/],
  ['curl --dat x h', /expected one of --data, .* in full, found "--dat"/],
  ['curl "h/[1-5000]"', /stands for more than 1000 URLs/],
  ['curl h -F nonsense', /expected name=content after -F/],
  ['curl h -X "a b"', /expected a method/],
  ['curl –X POST h', /line 1, column 6: "–X" begins with a dash of a word processor/],
  ['curl h —data x', /line 1, column 8: "—data" begins with a dash/],
  ['curl "http://h/$1"', /line 1, column 6: what stands here follows from \$1, an argument/],
  ['f() {\n local name="$1"\n curl h/$name\n}\nf a', /line 3, column 7: what stands here follows from \$1/],
  ['function f {\n curl h "$@"; }', /line 2, column 9: what stands here follows from \$@/],
  ['x=$2\ny="a$x"\ncurl h -d "b$y"', /line 3, column 11: what stands here follows from \$2/],
  ['curl h -d "{\\"price\\": $10}"', /line 1, column 11: .* write \\\$ if a dollar sign is meant/],
  ['curl h -d "$(echo "$1")"', /line 1, column 11: what stands here follows from \$1/],
  ['echo "$1" | curl h -d @-', /line 1, column 20: what stands here follows from \$1/],
  ['curl h -d @- <<E\n$1\nE', /line 1, column 8: what stands here follows from \$1/],
])('%j is refused with its position', (command, message) => {
  expect(() => parseCurl(command)).toThrow(message)
})

test('keeps the order, case and number of headers', () => {
  const { headers } = parseCurl("curl h -H 'x-B: 1' -H 'X-a: 2' -H 'x-B: 3' -H 'Accept:'")
  expect(headers).toEqual([
    ['Host', 'h'],
    ['x-B', '1'],
    ['X-a', '2'],
    ['x-B', '3'],
  ])
})

test('what is copied as curl is read as the same request', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc
          .integer({ min: 0x21, max: 0xff })
          .filter((code) => code !== 0x7f)
          .map((code) => String.fromCharCode(code)),
        minLength: 1,
      }),
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      (value, text) => {
        fc.pre(value.trim() === value)
        const body = bytesFromLatin1(headerFromText(text))
        const headers = [
          ['Host', 'h'],
          ['X', value],
          ['Content-Length', String(body.length)],
        ] as const
        const read = parseCurl(curlCommand({ method: 'POST', origin: 'http://h', target: '/a?b', headers }, body))
        expect(read).toMatchObject({ method: 'POST', target: '/a?b' })
        expect(read.headers.slice(0, 2)).toEqual(headers.slice(0, 2))
        expect(latin1FromBytes(read.body)).toBe(latin1FromBytes(body))
      },
    ),
    { numRuns: 300 },
  )
})

test('never throws anything but what is meant for people', () => {
  const piece = fc.constantFrom(
    'curl ',
    '-',
    '--',
    'd',
    'X',
    'F',
    ' ',
    "'",
    '"',
    '$',
    '\\',
    '^',
    '@',
    '=',
    ';',
    ':',
    '\n',
    'http://',
    'h',
    'é',
    '{',
    '%',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      try {
        parseCurl(`curl ${pieces.join('')}`)
      } catch (error) {
        expect(error).toMatchObject({ name: 'AppError' })
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a length of another body is said, as it is of raw HTTP', () => {
  const read = (length: string) => parseCurl(`curl http://h/q -H 'Content-Length: ${length}' -d abcdef`).warnings
  expect(read('3')).toEqual(['Content-Length says 3 bytes, and the body has 6.'])
  expect(read('6')).toEqual([])
})

test('a header with a line end in it is said to be several', () => {
  const { headers, warnings } = parseCurl("curl http://h -H $'A: 1\\nB: 2'")
  expect(headers.slice(-2)).toEqual([
    ['A', '1'],
    ['B', '2'],
  ])
  expect(warnings).toEqual([expect.stringMatching(/^The header at line 1, column 15 has a line end in it: curl sends/)])
  expect(parseCurl("curl http://h -H $'A: 1\\n'").warnings).toEqual([])
})

const SECRET = 'left-out'

test.each(['--digest', '--ntlm', '--negotiate', '--anyauth', '--aws-sigv4 aws:amz'])(
  '%s sends no Authorization of its own, and no password',
  (option) => {
    const { headers, body } = parseCurl(`curl ${option} -u me:${SECRET} -d x http://h`)
    expect(headers.map(([name]) => name)).not.toContain('Authorization')
    expect(latin1FromBytes(body)).toBe('x')
  },
)

describe('variables of curl', () => {
  const bodyOf = (command: string) => headerText(latin1FromBytes(parseCurl(command).body))

  test.each([
    ["--variable name=value --expand-data 'a {{name}} b'", 'a value b'],
    ["--variable 'name= x\" ' --expand-data '{{name:trim:json}}'", 'x\\"'],
    ["--variable 'name=a b' --expand-data '{{name:url}} {{name:b64}}'", 'a%20b YSBi'],
    ["--variable name=value --expand-data '\\{{name}} {{none}}'", '{{name}} '],
    ["--variable %NAME=given --expand-data '{{NAME}}'", 'given'],
    ["--variable 'name[1-2]=value' --expand-data '{{name}}'", 'al'],
    ["--variable name=value -d '{{name}}'", '{{name}}'],
  ])('%s', (options, body) => {
    expect(bodyOf(`curl ${options} http://h`)).toBe(body)
  })
})
