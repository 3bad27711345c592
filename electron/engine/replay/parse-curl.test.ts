import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { latin1FromBytes } from '../../../shared/http/latin1.ts'
import type { ImportedRequest } from '../../../shared/import/imported-request.ts'
import { parseCurlCommands } from '../../../shared/import/parse-curl.ts'
import { answerEachRequest, startRawTarget } from './testing/raw-target.ts'

/** Files that commands name. */
const FILES: Readonly<Record<string, string | Buffer>> = {
  'body.json': '{"from":"a file",\r\n "é":1}\n',
  'a.txt': 'hello\n',
  'p.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 255]),
  'headers.txt': 'X-One: 1\nX-Two: 2\n',
  'v w.txt': 'a b&c\n',
}
const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-curl-'))
for (const [name, content] of Object.entries(FILES)) writeFileSync(path.join(folder, name), content)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** U stands for the URL of a server that is there. */
const COMMANDS: readonly string[] = [
  'curl U',
  'curl U/a/b?c=d',
  "curl 'U/a?b=c&d=e'",
  'curl "U/a?b=c&d=e#frag"',
  'curl --url U/a',
  'curl -- U/a',
  'curl U/a/../b/./c',
  'curl --path-as-is U/a/../b/./c',
  "curl -g 'U/a?x[]=1&y={z}'",
  "curl --globoff 'U/{a}'",
  "curl 'U/é'",
  "curl 'U?x'",
  "curl 'U/a?b?c'",
  "curl 'U/%7Euser/%2F?%20'",
  'curl -X POST U',
  'curl -XPUT U',
  'curl --request DELETE U',
  'curl -X "PATCH" U',
  'curl -sSLX POST U',
  'curl -sSLXPOST U',
  'curl -I U/h',
  'curl --head U/h',
  'curl -X FOO U',
  'curl -d a=b U',
  'curl -da=b U',
  'curl U -d a=b',
  'curl -d a=b -d c=d U',
  'curl --data a=b --data c=d U',
  'curl --data-ascii a=b U',
  'curl --data-raw @a U',
  "curl --data-raw '' U",
  "curl -d '' U",
  'curl --data-raw a --data-binary b -d c U',
  "curl --data-binary $'a\\nb\\x00' U",
  'curl -d @body.json U',
  'curl --data-binary @body.json U',
  'curl --data-ascii @body.json U',
  'curl -d @a.txt -d x=y U',
  'curl --data-urlencode "a b" U',
  'curl --data-urlencode "x=a b&é" U',
  'curl --data-urlencode "=a&b" U',
  'curl --data-urlencode "x@v w.txt" U',
  'curl --data-urlencode "@v w.txt" U',
  'curl -d a=b --data-urlencode "x=1 2" U',
  'curl --json \'{"a":1}\' U',
  'curl --json @body.json U',
  "curl --json '{' --json '}' U",
  "curl --json '{}' -H 'Content-Type: application/vnd.api+json' U",
  "curl --json '{}' -H 'Accept: text/plain' U",
  "curl --json '{}' -X PUT U",
  'curl -X PUT -d x U',
  'curl -X GET -d x U',
  'curl -G -d a=b U/p',
  'curl -G -d a=b -d c=d "U/p?e"',
  'curl --get --data-urlencode "q=a b" U',
  'curl -G U',
  'curl -G -I -d a=b U',
  'curl --url-query a=b U',
  'curl --url-query "a=b c" "U/?x"',
  'curl --url-query +a=%20 U',
  'curl -d x --url-query a=b U',
  "curl -H 'X-A: b' U",
  "curl -H'X-A: b' U",
  "curl --header 'x-a:b' U",
  "curl -H 'X-A;' U",
  "curl -H 'X-A:' U",
  "curl -H 'Accept:' U",
  "curl -H 'Accept: a/b' U",
  "curl -H 'Host: other.example' U",
  "curl -H 'X-A: 1' -H 'X-a: 2' -H 'X-A: 3' U",
  "curl -H 'X-Utf: grün' U",
  'curl -H \'X-Quote: "a" \\b\' U',
  'curl -H @headers.txt U',
  "curl -H 'Content-Type: text/plain' -d x U",
  "curl -H 'Content-Type:' -d x U",
  "curl -H 'Content-Length: 1' -d x U",
  'curl -A me/1 U',
  "curl --user-agent 'me 1' U",
  "curl -A '' U",
  "curl -H 'User-Agent: x' U",
  'curl -e http://r/ U',
  "curl --referer 'http://r/;auto' U",
  'curl -b a=b U',
  "curl --cookie 'a=b; c=d' U",
  'curl -b a=b -b c=d U',
  "curl -b 'a=b' -H 'Cookie: c=d' U",
  'curl -u me:secret U',
  'curl -ume:secret U',
  "curl --user 'me:se cret:x' U",
  'curl --oauth2-bearer t0k3n U',
  "curl -u me:secret -H 'Authorization: Bearer x' U",
  'curl -r 0-9 U',
  'curl --range 5- U',
  'curl -0 U',
  'curl --http1.0 -d x U',
  'curl --http1.1 U',
  'curl --compressed U',
  'curl --location U',
  'curl -L -k -s -S -f U',
  'curl -o /dev/null U/a',
  "curl -w '%{http_code}' U",
  'curl -m 10 --connect-timeout 5 --retry 0 U',
  "curl --request-target '*' -X OPTIONS U",
  'curl --no-silent U',
  'curl -T a.txt U/up',
  'curl -T a.txt U/',
  'curl -T a.txt U',
  'curl --upload-file body.json -X POST U/up',
  "curl -T a.txt -H 'Content-Type: text/plain' U/up",
  'curl -F a=b U',
  'curl -F a=b -F c=d U',
  "curl -F 'a=b;type=text/x' U",
  'curl -F f=@a.txt U',
  'curl -F "f=@p.png;type=image/png" U',
  "curl -F 'f=@a.txt;filename=other.bin' U",
  'curl -F \'f=@a.txt;type=text/plain;filename="o t.txt"\' U',
  'curl -F f=<a.txt U'.replace('f=<a.txt', "'f=<a.txt'"),
  "curl --form-string 'e=@f;type=g' U",
  'curl -F \'a="b;c"\' U',
  "curl -F 'n=1' -F 'f=@a.txt' -F 'g=@body.json' U",
  'curl -F a=b -X PUT U',
  "curl -F 'f=@v w.txt' U",
  'curl \\\n  -X POST \\\n  U \\\n  -d x',
  "curl -d $'it\\'s \\u00e9\\x41\\101\\t' U",
  "curl -d 'it'\\''s' U",
  'curl -d "it\\"s \\\\ \\$x \\n" U',
  "curl -d 'a\nb' U",
  'curl -d a\\ b U',
  "curl -d '#x' U # a comment",
  'curl -d 😀 U',
  "curl 'U/api/graphql' \\\n  -H 'accept: */*' \\\n  -H 'accept-language: en-US,en;q=0.9' \\\n  -H 'content-type: application/json' \\\n  -b 'sid=abc; theme=dark' \\\n  -H 'sec-ch-ua: \"Chromium\";v=\"130\"' \\\n  --data-raw $'{\"q\":\"it\\'s\\\\n\"}' \\\n  --compressed",
  "curl 'U/save' --compressed -X POST -H 'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' -H 'Accept: */*' -H 'Content-Type: application/x-www-form-urlencoded' -H 'Cookie: a=1; b=2' --data-raw 'x=1&y=%20'",
  "curl 'U/s' \\\n-X 'POST' \\\n-H 'Content-Type: application/json' \\\n-H 'Accept: */*' \\\n--data-binary '{\"a\":[1,2]}'",
  "curl --location --request POST 'U/postman' \\\n--header 'Content-Type: application/json' \\\n--header 'X-Api-Key: k' \\\n--data '{\n    \"a\": \"b\"\n}'",
  "curl --location 'U/postman' \\\n--form 'file=@\"a.txt\"' \\\n--form 'note=\"hello\"'",
  'curl -d a U/1 --next -d b U/2',
  'curl U/1 U/2',
  'curl -d one U/1\ncurl -d two U/2',
  'curl U/1 ; curl U/2 ;\ncurl U/3',
  'curl U/1 && curl -X PUT U/2',
]

test('there are more than a hundred', () => {
  expect(new Set(COMMANDS).size).toBeGreaterThan(100)
})

describe.runIf(hasCurl())('what is read of a command is what curl sends', () => {
  test.each(COMMANDS)('%j', { timeout: 60_000 }, async (command) => {
    await using target = await startRawTarget(
      answerEachRequest('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
    )
    const script = command.replace(/\bU(?=$|[\s/?"';#])/gm, target.url)
    await sendWithCurl(script)
    const sent = messagesIn(target.received().toString('latin1'))
    const read = parseCurlCommands(script, readNamed).map(({ request }) => messageOf(request))
    expect(read).toEqual(sent)
  })
})

interface Message {
  readonly line: string
  readonly headers: ReadonlyArray<string>
  readonly body: string
}

/** -q: without this machine's ~/.curlrc; no proxy, since the target is here. */
async function sendWithCurl(script: string): Promise<void> {
  const shell = `curl() { command curl -q -s --noproxy '*' --max-time 20 "$@"; }\n${script}\n`
  const ran = promisify(execFile)('bash', ['-s'], {
    timeout: 50_000,
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  ran.child.stdin?.end(shell)
  // It may end with the status of what was answered.
  await ran.catch((error: { killed?: boolean }) => {
    if (error.killed) throw error
  })
}

function readNamed(name: string): string | null {
  return readFileSync(path.join(folder, name)).toString('latin1')
}

function messageOf({ method, target, httpVersion, headers, body }: ImportedRequest): Message {
  return comparable({
    line: `${method} ${target} HTTP/${httpVersion}`,
    headers: headers.map(([name, value]) => (value === '' ? `${name}:` : `${name}: ${value}`)),
    body: latin1FromBytes(body),
  })
}

/** Requests one after another; each says how long it is. */
function messagesIn(received: string): Message[] {
  const messages: Message[] = []
  for (let at = 0; at < received.length; ) {
    const end = received.indexOf('\r\n\r\n', at)
    if (end === -1) throw new Error(`curl sent what is no request: ${JSON.stringify(received.slice(at))}`)
    const [line = '', ...headers] = received.slice(at, end).split('\r\n')
    const length = Number(/^content-length: *(\d+)$/im.exec(received.slice(at, end))?.[1] ?? 0)
    messages.push(comparable({ line, headers, body: received.slice(end + 4, end + 4 + length) }))
    at = end + 4 + length
  }
  return messages
}

/** Without what curl draws or is: its boundary, its version, what it can unpack. */
function comparable({ line, headers, body }: Message): Message {
  const boundary = /boundary=(\S+)/.exec(headers.find((header) => /^content-type:/i.test(header)) ?? '')?.[1]
  const plain = (text: string) => (boundary === undefined ? text : text.replaceAll(boundary, 'BOUNDARY'))
  return {
    line,
    headers: headers
      // Whether it waits before it uploads depends on its version, and tells nothing of the request.
      .filter((header) => !/^(?:user-agent: curl\/|expect: 100-continue)/i.test(header))
      .map((header) => header.replace(/^([^:]+): */, '$1: ').replace(/: $/, ':'))
      .map((header) => plain(header).replace(/^(Accept-Encoding): .*/, '$1'))
      .map((header) => (boundary === undefined ? header : header.replace(/^(Content-Length): .*/, '$1'))),
    body: plain(body),
  }
}

function hasCurl(): boolean {
  try {
    execFileSync('bash', ['-c', 'curl --version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
