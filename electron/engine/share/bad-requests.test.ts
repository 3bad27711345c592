import { expect, test } from 'vitest'
import { newId } from '../new-id.ts'
import { nodeByteText } from './node-byte-text.ts'
import { IMPORT_READERS } from './read-import.ts'

/** What is said of a text of requests, as `where: message`. */
async function saidOf(text: string): Promise<string[]> {
  async function* bytes() {
    yield Buffer.from(text)
  }
  const said: string[] = []
  for await (const item of IMPORT_READERS.curl({ bytes: bytes(), text: nodeByteText, now: 0, newId })) {
    if (item.kind === 'problem') said.push(`${item.where}: ${item.message}`)
  }
  return said
}

test.each<[what: string, text: string, said: RegExp[]]>([
  [
    'curl commands',
    "curl http://h/1\ncurl -X 'A B' http://h/2\n\ncurl http://h/3 -H\ncurl ftp://h/4\ncurl -d @body.json http://h/5\ncurl -d x -I http://h/6\n",
    [
      /^Request 2: At line 2, column 6: expected a method such as POST, found "A B"/,
      /^Request 3: At line 4, column 17: expected a value after -H, found the end/,
      /^Request 4 \(line 5\): Expected a URL of http or https, found ftp:\/\/h\/4/,
      /^Request 5 \(line 6\): It needs "body\.json"/,
      /^Request 6: At line 7, column 14: curl refuses -d/,
    ],
  ],
  [
    'curl commands around a quote that is never closed',
    'curl -X "A B" http://h/1\ncurl http://h/2 -d "x\ncurl http://h/3 -H\n',
    [
      /^Request 1: At line 1, column 6: expected a method/,
      /^Request 2: At line 2, column 20: a quote " is opened and never closed/,
      /^Request 3: At line 3, column 17: expected a value after -H/,
    ],
  ],
  [
    'commands for cmd',
    'curl "http://h/1" ^\r\n  -X "A B"\r\ncurl "http://h/2 ^\r\n  -d x & curl http://h/3 -H\r\n',
    [/^Request 1: At line 2, column 3: expected a method/, /^Request 2: At line 3, column 6: a quote/],
  ],
  [
    'commands for PowerShell',
    'curl.exe http://h/1 `\n  -X "A B"\ncurl.exe http://h/2 -d \'x\n',
    [/^Request 1: At line 2, column 3: expected a method/, /^Request 2: At line 3, column 24: a quote/],
  ],
  [
    'a .http file',
    '### a\nGET {{no}}/1\n### b\nGET http://h/2\n### c\nGET http://h/3\nbad header\n\n### d\nPOST http://h/4\n\n< ./body.json\n### e\ncurl http://h \\\n -H\n',
    [
      /^Request 1: At line 2 \("a"\): {{no}} is not set in this file/,
      /^Request 3: At line 7 \("c"\): expected a header/,
      /^Request 4 \(line 10\): It needs "\.\/body\.json"/,
      /^Request 5: At line 15, column 2: expected a value after -H/,
    ],
  ],
  [
    'raw requests',
    'GET /1 HTTP/1.1\r\nbad\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\nGET /3 HTTP/1.1\r\nworse\r\n\r\n',
    [/^Request 1: At line 2: expected "Name: value", found "bad"/, /^Request 3: At line 8: .*found "worse"/],
  ],
  [
    'fetch calls',
    'fetch("https://h/1", {method: 1});\nfetch("https://h/2", {});\nfetch(`https://h/3`);\nfetch("ftp://h/4", {});',
    [/^Request 1: At line 1, column 7: only fetch/, /^Request 3: At line 3/, /^Request 4 \(line 4\): Expected a URL/],
  ],
])('all bad ones of %s are named', async (_what, text, said) => {
  const found = await saidOf(text)
  expect(found).toHaveLength(said.length)
  for (const [index, each] of said.entries()) expect(found[index]).toMatch(each)
})

test('a bad request alone has no number', async () => {
  expect(await saidOf('curl -X "A B" h')).toEqual([expect.stringMatching(/^The request: At line 1, column 6/)])
  expect(await saidOf('curl ftp://h')).toEqual([expect.stringMatching(/^The request \(line 1\): Expected a URL/)])
})

test('where all is wrong, there is an end to what is said', async () => {
  expect(await saidOf('curl\n'.repeat(5000))).toHaveLength(1000)
  expect((await saidOf('curl "x\n'.repeat(5001))).length).toBeLessThan(1001)
})
