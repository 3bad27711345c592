import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerEachRequest, startRawTarget } from '../../electron/engine/replay/testing/raw-target.ts'
import { type CurlRequest, curlCommand } from '../../shared/codegen/curl.ts'
import { latin1FromBytes } from '../../shared/http/latin1.ts'
import { hasCurl } from './can-run.ts'

/** What bash and curl really make of a command, as bytes on the wire. */
async function sentByCurl(request: Omit<CurlRequest, 'origin'>, body: Uint8Array = new Uint8Array()): Promise<string> {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
  const chunked =
    request.httpVersion !== '1.0' && request.headers.some(([name]) => name.toLowerCase() === 'transfer-encoding')
  await using target = await startRawTarget(
    chunked
      ? ({ socket, received }) => {
          if (received().includes('0\r\n\r\n')) socket.write(answer)
        }
      : answerEachRequest(answer),
  )
  const command = curlCommand({ ...request, origin: target.url }, body)
  // -q: without this machine's ~/.curlrc; no proxy, since the target is here.
  const script = command.replace(/(^|\| )curl /, "$1curl -q -s --noproxy '*' ")
  // Through its input, as if pasted: a command line of its own could not be as long as some bodies.
  const ran = promisify(execFile)('bash', ['-s'], { timeout: 20_000 })
  ran.child.stdin?.end(script)
  await ran
  return target.received().toString('latin1')
}

describe.runIf(hasCurl())('curl sends', () => {
  test('the exact bytes of a webhook, and nothing of its own', async () => {
    const body = Buffer.from('{"a":"it\'s $HOME `x` \\n !!\\u0000",\r\n"é":"😀"}\n')
    const sent = await sentByCurl(
      {
        method: 'POST',
        target: '/stripe/a//b/../%2F?x[]={1}&y=$(id)',
        headers: [
          ['Host', 'x.loca.lt'],
          ['x-sIG', 't=1,\'v\'="2"'],
          ['Empty', ''],
          ['X-Sig', '\xe9\xff'],
          ['X-sig', 'again'],
          ['Content-Length', String(body.length)],
        ],
      },
      body,
    )
    expect(sent).toBe(
      [
        'POST /stripe/a//b/../%2F?x[]={1}&y=$(id) HTTP/1.1',
        'Host: x.loca.lt',
        'x-sIG: t=1,\'v\'="2"',
        'Empty:',
        'X-Sig: \xe9\xff',
        'X-sig: again',
        `Content-Length: ${body.length}`,
        `\r\n${body.toString('latin1')}`,
      ].join('\r\n'),
    )
  })

  test.each([
    ['GET', '/'],
    ['HEAD', '/a'],
    ['DELETE', '/a b'],
    ['OPTIONS', '*'],
    ['GET', '/\xe9#x'],
    ['GET', 'http://other/absolute?x'],
  ])('%s %s without a body', async (method, target) => {
    expect(await sentByCurl({ method, target, headers: [['Host', 'h']] })).toBe(
      `${method} ${target} HTTP/1.1\r\nHost: h\r\n\r\n`,
    )
  })

  test('a request that had no Host', async () => {
    expect(await sentByCurl({ method: 'GET', target: '/', headers: [['A', 'b']] })).toBe(
      'GET / HTTP/1.1\r\nA: b\r\n\r\n',
    )
  })

  test.each([
    ['', []],
    ['x', [['Transfer-Encoding', 'chunked']]],
  ] as const)('HTTP/1.0 as such, %j', async (body, more) => {
    const request = { method: 'POST', target: '/', headers: [['A', 'b'], ...more], httpVersion: '1.0' } as const
    const length = body === '' ? '' : `Content-Length: ${body.length}\r\n`
    expect(await sentByCurl(request, Buffer.from(body))).toBe(`POST / HTTP/1.0\r\nA: b\r\n${length}\r\n${body}`)
  })

  test('a chunked body in chunks', async () => {
    const headers: [string, string][] = [
      ['Host', 'h'],
      ['Transfer-Encoding', 'chunked'],
    ]
    const sent = await sentByCurl({ method: 'POST', target: '/', headers }, Buffer.from('hello'))
    expect(sent).toBe('POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n')
  })

  test.each([
    ['a file name that is none', Buffer.from('@/etc/passwd')],
    ['NUL', Buffer.from([97, 0, 98])],
    ['every byte', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
    ['more than an argument may have', Buffer.alloc(300_000, 'ab\n')],
    ['two megabytes', Buffer.alloc(2_000_000, 1)],
  ])('a body of %s', async (_name, body) => {
    const headers: [string, string][] = [
      ['Host', 'h'],
      ['Content-Length', String(body.length)],
    ]
    const sent = await sentByCurl({ method: 'PUT', target: '/', headers }, body)
    expect(sent.slice(sent.indexOf('\r\n\r\n') + 4) === latin1FromBytes(body)).toBe(true)
    expect(sent.slice(0, sent.indexOf('\r\n\r\n'))).toBe(`PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: ${body.length}`)
  })

  test('any header value and any body', async () => {
    const value = fc.string({
      unit: fc
        .integer({ min: 0x21, max: 0xff })
        .filter((code) => code !== 0x7f)
        .map((code) => String.fromCharCode(code)),
      minLength: 1,
    })
    await fc.assert(
      fc.asyncProperty(value, fc.uint8Array({ minLength: 1, maxLength: 60 }), async (text, body) => {
        const headers: [string, string][] = [
          ['Host', 'h'],
          ['X', text],
          ['Content-Length', String(body.length)],
        ]
        const sent = await sentByCurl({ method: 'POST', target: '/', headers }, body)
        expect(sent).toBe(
          `POST / HTTP/1.1\r\nHost: h\r\nX: ${text}\r\nContent-Length: ${body.length}\r\n\r\n${latin1FromBytes(body)}`,
        )
      }),
      { numRuns: 40 },
    )
  })
})
