import { describe, expect, test } from 'vitest'
import { AppError } from '../contract/errors.ts'
import type { ImportedRequest } from './imported-request.ts'
import { looksLikeRequests, readRequests } from './read-requests.ts'
import { RequestFaults } from './request-faults.ts'

const FROM = { now: 0, newId: () => 'id' }

const CHUNKED = 'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n'

/** Texts that make a careless reader look at the same place again and again, or go too deep. */
const HOSTILE: ReadonlyArray<readonly [name: string, text: string]> = [
  ['substitutions in each other', `curl ${'$('.repeat(20_000)}`],
  ['substitutions in quotes in each other', `curl ${'"$('.repeat(20_000)}`],
  ['substitutions that end', `curl h ${'$('.repeat(10_000)}x${')'.repeat(10_000)}`],
  ['process substitutions', `curl ${'<('.repeat(20_000)}`],
  ['commands with nothing behind them', 'curl\n'.repeat(200_000)],
  ['commands with nothing behind them, in brackets', `echo $(\n${'curl\n'.repeat(200_000)})`],
  ['quotes that are opened again and again', `${'curl "x\n'.repeat(50_001)}`],
  ['calls of fetch that are opened again and again', 'fetch("https://h", {\n'.repeat(20_000)],
  ['raw requests without an end', 'GET / HTTP/1.1\nx\n\n'.repeat(100_000)],
  [
    'cookies of a file for many URLs',
    `curl -b - 'h/[1-1000]' <<E\n${'.h\tTRUE\t/\tFALSE\t0\tn\tv\nh\tx\t/\tx\t0\tm\tv\n'.repeat(20_000)}E`,
  ],
  ['brackets', `${'('.repeat(50_000)}curl h`],
  ['backticks', `curl h -d "${'`a`'.repeat(50_000)}"`],
  ['backticks and quotes', `curl h -d "${"`'`".repeat(50_000)}"`],
  ['here-documents without an end', 'curl <<A h\n'.repeat(20_000)],
  ['pipes', `echo ${'|'.repeat(90_000)}`],
  ['pipes of commands', `${'echo a | '.repeat(5_000)}curl -d @- h`],
  ['here-documents', `curl ${'<<A '.repeat(5_000)}h\nx`],
  ['variables', `curl h -d "${'$A '.repeat(50_000)}"`],
  ['variables that grow', `${'A=$A$A;'.repeat(60)}curl h -d x`.replace('A=$A$A', 'A=aaaa')],
  ['braces of a URL', `curl h/${'{a}'.repeat(20_000)}`],
  ['ranges of a URL', `curl "h/${'[1-9]'.repeat(5_000)}"`],
  ['programs of Windows', `curl.exe h ${'curl.exe '.repeat(50_000)}`],
  ['prompts', `${'@'.repeat(200_000)} curl h`],
  ['carets', `curl ^"h^" ${'^'.repeat(200_000)}`],
  ['a caret and quotes', `curl ^"h^" -d ^"${'^\\^"'.repeat(50_000)}^"`],
  ['lines behind fetch', `fetch("https://h");${'\n'.repeat(300_000)}`],
  ['quotes behind fetch', `fetch("https://h", {${'"\\\n'.repeat(100_000)}`],
  ['a long body', `curl h -F 'a="${'x\\"'.repeat(500_000)}"'`],
  ['settings of a form', `curl h -F 'a=b${';type=a/b;x'.repeat(20_000)}'`],
  ['options', `curl h ${'-s '.repeat(100_000)}`],
  ['letters of an option', `curl h -${'s'.repeat(100_000)}`],
  ['unknown options', `curl h ${'--frobnicate '.repeat(20_000)}`],
  ['dots of a path', `curl h/${'../a/./'.repeat(50_000)}`],
  ['PowerShell', `$a = "${'$a'.repeat(50_000)}"\ncurl.exe h -d $a`],
  ['Invoke', `$a = ${'('.repeat(29_000)}`],
  ['many ranges of URLs', `curl ${'h/[1-1000] '.repeat(60_000)}`],
  ['many commands with ranges', 'curl h/[1-1000]\n'.repeat(60_000)],
  ['ranges of requests in a file', '### a\ncurl h/[1-1000]\n'.repeat(20_000)],
  ['ranges of URLs and of uploads', `curl -T "{${'a,'.repeat(900)}a}" h/[1-1000]`],
  ['a body for many URLs', `curl h/[1-1000] -d ${'x'.repeat(900_000)}`],
  ['a body for many plain URLs', `curl ${'h '.repeat(250_000)} -d ${'x'.repeat(400_000)}`],
  ['a query for many URLs', `curl -G h/[1-1000] -d ${'x'.repeat(900_000)}`],
  ['headers for many URLs', `curl h/[1-1000] ${'-H a:b '.repeat(100_000)}`],
  ['cookies for many URLs', `curl h/[1-1000] -b a=${'x'.repeat(900_000)}`],
  ['a format for many arguments', `curl -d "$(printf '${'x'.repeat(500_000)}%s' ${'a '.repeat(200_000)})" h`],
  [
    'a file of the shell again and again',
    `cat <(echo ${'x'.repeat(500_000)}) ${'/dev/fd/63 '.repeat(40_000)}| curl -d @- h`,
  ],
  ['a file of the shell as data', `curl h ${'-d @/dev/fd/63 '.repeat(30_000)} -d @<(echo ${'x'.repeat(500_000)})`],
  [
    'variables of curl that grow',
    `curl h --variable a=aaaa ${'--expand-variable a={{a}}{{a}} '.repeat(60)} --expand-data {{a}}`,
  ],
  ['last chunks that are none', `${CHUNKED}${'0\na\n'.repeat(300_000)}`],
  ['chunks of a byte', `${CHUNKED}${'1\na\n'.repeat(300_000)}0\n\n`],
  ['chunks that break off', `${CHUNKED}${'1\na\n'.repeat(300_000)}`],
  ['extensions of a chunk', `${CHUNKED}1;${'a'.repeat(1_000_000)}\na`],
  ['trailers', `${CHUNKED}0\n${'a:\n'.repeat(300_000)}`],
  ['requests in chunks that break off', `${CHUNKED}1\na\n`.repeat(30_000)],
  ['requests in no chunks', `${CHUNKED}x\n\n`.repeat(20_000)],
  ['spaces in a header', `GET / HTTP/1.1\nA: b${' '.repeat(900_000)}c\n\n`],
  ['blank lines behind a request', `GET / HTTP/1.1\nContent-Length: 0\n\n${'\r\n'.repeat(400_000)}`],
  ['blank lines in a body', `POST / HTTP/1.1\n\n${'a b\n\n'.repeat(200_000)}`],
  ['what follows a length', `POST / HTTP/1.1\nContent-Length: 1\n\nab\n\n`.repeat(20_000)],
  ['a length beyond all', `POST / HTTP/1.1\nContent-Length: ${'9'.repeat(100_000)}\n\nab`],
  ['a head without an end', `GET / HTTP/1.1\n${'A: b\n'.repeat(300_000)}`],
  ['requests of an empty head', 'GET / HTTP/1.1\n\n'.repeat(50_000)],
  ['blank lines before a request', `${'\n'.repeat(400_000)}GET http://h`],
  ['comments before a request', `${'#\n'.repeat(200_000)}GET http://h`],
  ['spaces of a variable', `@a = b${' '.repeat(900_000)}c\nGET http://h/{{a}}`],
  ['spaces in braces', `GET http://h/{{${' '.repeat(900_000)}a`],
  ['braces', `GET http://h/${'{{a'.repeat(300_000)}`],
  ['spaces of a request line', `GET http://h/${' '.repeat(900_000)}x`],
  ['spaces of a name', `# @name a${' '.repeat(900_000)}b\nGET http://h`],
  ['spaces of a header in a file', `GET http://h\nA: b${' '.repeat(900_000)}c\n`],
  ['spaces of a file', `POST http://h\n\n< a${' '.repeat(900_000)}b\n`],
  ['colons of a password', `GET http://h\nAuthorization: Digest ${':'.repeat(900_000)}=\n`],
  ['hashes of a URL', `GET http://h/${'#'.repeat(900_000)}\rx\n`],
  ['variables of a file that grow', `@a=${'x'.repeat(900_000)}\nPOST http://h\n\n${'{{a}}\n'.repeat(20_000)}`],
  ['parts of a file', '###\n'.repeat(200_000)],
  ['a header in many lines', `GET http://h\nA: b\n${' a\n'.repeat(200_000)}`],
  ['a raw header in many lines', `GET / HTTP/1.1\nA: b\n${' a\n'.repeat(200_000)}\n`],
  ['spaces of a header', `curl h -H 'A${' '.repeat(900_000)}x'`],
  ['spaces of a setting', `curl h -K - <<'E'\na${' '.repeat(900_000)}\rb\nE`],
  ['spaces of a URL', `curl "h${' '.repeat(900_000)}x"`],
  ['spaces of a cookie', `curl h -b 'a=${' '.repeat(900_000)}x'`],
  ['spaces of a form', `curl h -F 'a=b;${' '.repeat(900_000)}x'`],
  ['spaces of a type', `curl h -F 'a=b;type=${' '.repeat(900_000)}x'`],
  ['spaces of a range', `curl h -r '${' '.repeat(900_000)}x'`],
  ['spaces of a date', `curl h -z '${' '.repeat(900_000)}x'`],
  ['at signs of a URL', `curl 'h/${'@'.repeat(900_000)}'`],
  ['at signs of a user', `curl '${'@'.repeat(900_000)}h'`],
  ['a host of colons', `curl 'h${':'.repeat(900_000)}x'`],
  ['encoded data', `curl h --data-urlencode '${'@'.repeat(900_000)}'`],
  ['functions of a variable', `curl h --variable 'a=\\' --expand-data '{{a${':json'.repeat(60)}}}'`],
]

/** Of what a text stands for, however short it is written. */
const MOST_REQUESTS = 100_000
const MOST_HELD_BYTES = 128 * 1024 * 1024

describe('hostile commands end soon, as requests or with what is meant for people', () => {
  test.each(HOSTILE)('%s', { timeout: 20_000 }, (_name, text) => {
    looksLikeRequests(text)
    const requests = readOrRefused(text)
    // Reading goes on behind what is wrong there.
    readOrRefused(text, new RequestFaults())
    expect(requests.length).toBeLessThanOrEqual(MOST_REQUESTS)
    expect(heldBytes(requests)).toBeLessThanOrEqual(MOST_HELD_BYTES)
  })
})

test('says how many requests the URLs may stand for', () => {
  expect(() => readRequests('curl h/[1-1000]\n'.repeat(60), FROM)).toThrow(
    'At line 11, column 6: the URLs up to here stand for more than 10000 requests. Write fewer, or add -g if brackets are meant.',
  )
  expect(readRequests('curl h/[1-1000]\n'.repeat(10), FROM).requests).toHaveLength(10_000)
})

function readOrRefused(text: string, faults: RequestFaults | null = null): ReadonlyArray<ImportedRequest> {
  try {
    return readRequests(text, { ...FROM, faults }).requests.map(({ request }) => request)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    return []
  }
}

/** What several requests share counts once. */
function heldBytes(requests: ReadonlyArray<ImportedRequest>): number {
  const bodies = [...new Set(requests.map(({ body }) => body))].map(({ length }) => length)
  const heads = requests.map(({ target, headers }) =>
    headers.reduce((total, [name, value]) => total + name.length + value.length, target.length),
  )
  return [...bodies, ...heads].reduce((total, length) => total + length, 0)
}
