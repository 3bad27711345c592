import http from 'node:http'
import net from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LIMITS } from '../../../shared/limits.ts'
import { ANSWERED, rawExchange, sendAndVanish } from '../testing/raw-exchange.ts'
import { bodyOf, capturesOnceThere, startTestEngine, type TestEngine, until } from '../testing/test-engine.ts'

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

async function only() {
  const captures = await capturesOnceThere(engine, 1)
  expect(captures).toHaveLength(1)
  return captures[0] as (typeof captures)[number]
}

describe('keeps a request as it came', () => {
  test('header names keep their case, order, duplicates and bytes', async () => {
    await rawExchange(
      engine.port,
      [
        'POST /Hook//a%2Fb/../c?x=1&x=&y HTTP/1.1\r\nhOsT: h\r\nX-Dup: 1\r\nx-dup: 2\r\nX-Dup: 1\r\nX-Latin: gr\xfc\xdfe \xe2\x82\xac\r\nX-Empty:\r\nContent-Length: 5\r\n\r\nab\x00\xffc',
      ],
      ANSWERED(1),
    )
    const capture = await only()
    expect(capture.headers).toEqual([
      ['hOsT', 'h'],
      ['X-Dup', '1'],
      ['x-dup', '2'],
      ['X-Dup', '1'],
      ['X-Latin', 'gr\xfc\xdfe \xe2\x82\xac'],
      ['X-Empty', ''],
      ['Content-Length', '5'],
    ])
    expect(capture).toMatchObject({
      method: 'POST',
      target: '/Hook//a%2Fb/../c?x=1&x=&y',
      httpVersion: '1.1',
      state: 'complete',
      bodySize: 5,
    })
    expect(await bodyOf(engine, capture.id)).toEqual(Buffer.from('ab\x00\xffc', 'latin1'))
    expect(capture.remoteAddress).toBe('127.0.0.1')
    expect(capture.answer).toMatchObject({ status: 200, bodySize: 11 })
    expect(capture.answeredMs).toBeGreaterThan(0)
  })

  test('any header pairs, target and body, byte for byte', async () => {
    const token = fc.stringMatching(/^X-[A-Za-z0-9!#$%&'*+.^_`|~-]{1,12}$/)
    const value = fc.stringMatching(/^[!-~\x80-\xff]([\t -~\x80-\xff]{0,20}[!-~\x80-\xff])?$/)
    // Bytes over 0x7f in a target are refused by Node's parser, and become malformed captures.
    const target = fc.stringMatching(/^\/[!-"$-~]{0,40}$/)
    let count = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(token, value), { maxLength: 8 }),
        target,
        fc.uint8Array({ maxLength: 300 }),
        async (pairs, spelled, body) => {
          const head = pairs.map(([name, content]) => `${name}: ${content}\r\n`).join('')
          await rawExchange(
            engine.port,
            [`PUT ${spelled} HTTP/1.1\r\n${head}Content-Length: ${body.length}\r\n\r\n`, Buffer.from(body)],
            ANSWERED(1),
          )
          count++
          const [capture] = await capturesOnceThere(engine, count)
          expect(capture?.headers).toEqual([...pairs, ['Content-Length', String(body.length)]])
          expect(capture?.target).toBe(spelled)
          expect(Buffer.compare(await bodyOf(engine, capture?.id ?? ''), body)).toBe(0)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a chunked body is put together, with its trailers', async () => {
    await rawExchange(
      engine.port,
      [
        'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n',
        '2;ext=1\r\nde\r\n0\r\nX-Sum: 7\r\nx-sum: 8\r\n\r\n',
      ],
      ANSWERED(1),
    )
    const capture = await only()
    expect(await bodyOf(engine, capture.id)).toEqual(Buffer.from('abcde'))
    expect(capture.trailers).toEqual([
      ['X-Sum', '7'],
      ['x-sum', '8'],
    ])
  })

  test.each(['GET', 'HEAD', 'OPTIONS', 'DELETE', 'PROPFIND', 'PURGE', 'M-SEARCH', 'QUERY'])(
    '%s, with a body too',
    async (method) => {
      const answer = await rawExchange(engine.port, [
        `${method} /m HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi`,
      ])
      expect(answer).toContain('HTTP/1.1 200 OK')
      const capture = await only()
      expect(capture).toMatchObject({ method, bodySize: 2, state: 'complete', answeredStatus: 200 })
    },
  )

  test('absolute-form and asterisk targets, HTTP/1.0, and no Host', async () => {
    await engine.handlers['endpoints.add']({ slug: 'stripe', name: 'Stripe' })
    await rawExchange(engine.port, [
      'POST http://example.com/stripe/a?b HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    ])
    await rawExchange(engine.port, ['OPTIONS * HTTP/1.1\r\nConnection: close\r\n\r\n'])
    await rawExchange(engine.port, ['POST /old HTTP/1.0\r\nContent-Length: 1\r\n\r\nx'])
    const [old, asterisk, absolute] = await capturesOnceThere(engine, 3)
    expect(absolute).toMatchObject({ target: 'http://example.com/stripe/a?b', endpoint: 'stripe' })
    expect(asterisk).toMatchObject({ target: '*', endpoint: 'default', method: 'OPTIONS' })
    expect(old).toMatchObject({ httpVersion: '1.0', bodySize: 1 })
  })

  test('pipelined requests, each with its answer in order', async () => {
    const one = (n: number) => `POST /p${n} HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n0${n}`
    const answer = await rawExchange(engine.port, [one(1) + one(2) + one(3)], ANSWERED(3))
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(3)
    const captures = await capturesOnceThere(engine, 3)
    expect(captures.map(({ target }) => target)).toEqual(['/p3', '/p2', '/p1'])
  })

  test('a flood of pipelined requests is answered in order, and others are answered meanwhile', async () => {
    const flood = 'GET /flood HTTP/1.1\r\n\r\n'.repeat(5000)
    const answers = rawExchange(engine.port, [flood], ANSWERED(5000))
    expect((await fetch(`http://127.0.0.1:${engine.port}/other`)).status).toBe(200)
    expect((await answers).match(/HTTP\/1\.1 200/g)).toHaveLength(5000)
  })

  test('an event type in a UTF-8 header is text', async () => {
    await rawExchange(
      engine.port,
      ['POST / HTTP/1.1\r\nX-Event-Type: gr\xc3\xb6\xc3\x9fe\r\nContent-Length: 0\r\n\r\n'],
      ANSWERED(1),
    )
    expect(await until(async () => (await only()).eventType)).toBe('größe')
  })

  test('Expect: 100-continue is continued, another expectation passed over', async () => {
    const continued = await rawExchange(
      engine.port,
      ['POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi'],
      ANSWERED(1 + 1),
    )
    expect(continued).toContain('HTTP/1.1 100 Continue')
    const odd = await rawExchange(engine.port, [
      'POST / HTTP/1.1\r\nExpect: foo\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi',
    ])
    expect(odd).toContain('HTTP/1.1 200')
    await capturesOnceThere(engine, 2)
  })

  test('three thousand tiny headers', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => `a${index}: 1\r\n`).join('')
    await rawExchange(engine.port, [`GET / HTTP/1.1\r\nConnection: close\r\n${many}\r\n`])
    expect((await only()).headers).toHaveLength(3001)
  })

  test('on ::1 as well as on 127.0.0.1', async () => {
    expect(engine.state().receiver.urls).toEqual([`http://127.0.0.1:${engine.port}`, `http://[::1]:${engine.port}`])
    const answer = await fetch(`http://[::1]:${engine.port}/six`, { method: 'POST', body: 'x' })
    expect(await answer.json()).toEqual({ ok: true })
    expect((await only()).remoteAddress).toBe('::1')
  })
})

describe('refuses and says why', () => {
  test('CONNECT and Upgrade are kept and answered 501', async () => {
    const connect = await rawExchange(engine.port, ['CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n'])
    const upgrade = await rawExchange(engine.port, [
      'GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ])
    expect(connect).toContain('HTTP/1.1 501')
    expect(upgrade).toContain('HTTP/1.1 501')
    const [second, first] = await capturesOnceThere(engine, 2)
    expect(first).toMatchObject({
      method: 'CONNECT',
      target: 'example.com:443',
      answeredStatus: 501,
      endpoint: 'default',
    })
    expect(second).toMatchObject({ method: 'GET', target: '/ws', answeredStatus: 501 })
  })

  test('an offer of HTTP/2 over cleartext is an ordinary request', async () => {
    const answer = await rawExchange(
      engine.port,
      [
        'POST /h2c HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\nContent-Length: 4\r\n\r\nbody',
      ],
      ANSWERED(1),
    )
    expect(answer).toContain('HTTP/1.1 200')
    expect(await bodyOf(engine, (await only()).id)).toEqual(Buffer.from('body'))
  })

  test.each([
    ['unknown method', 'BLAH / HTTP/1.1\r\n\r\n'],
    ['not HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['line feeds alone', 'GET / HTTP/1.1\nHost: h\n\n'],
    ['header without a colon', 'GET / HTTP/1.1\r\nnonsense\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ])('malformed, %s: kept with its packet and answered 400', async (_name, bytes) => {
    const answer = await rawExchange(engine.port, [bytes])
    expect(answer).toContain('HTTP/1.1 400')
    const capture = await only()
    expect(capture).toMatchObject({
      state: 'malformed',
      method: null,
      target: null,
      httpVersion: null,
      headers: [],
      answeredStatus: 400,
      endpoint: 'default',
    })
    expect(capture.reason).toMatch(/parser/)
    expect((await bodyOf(engine, capture.id)).toString('latin1')).toBe(bytes)
  })

  test.each([
    ['garbage', 'NOT HTTP AT ALL\r\n\r\n'],
    ['a broken chunk', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nZZ\r\n'],
  ])('%s with the end of the connection right behind it is still answered 400', async (_name, bytes) => {
    const answer = await new Promise<string>((resolve) => {
      const socket = net.connect({ port: engine.port, host: '127.0.0.1', allowHalfOpen: true })
      let came = ''
      socket.on('data', (data) => {
        came += data.toString()
      })
      socket.on('end', () => socket.destroy())
      socket.on('close', () => resolve(came))
      socket.end(bytes)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 400/)
    expect(await only()).toMatchObject({ answeredStatus: 400 })
  })

  test('headers over 64 KiB: malformed and answered 431', async () => {
    const answer = await rawExchange(engine.port, [`GET / HTTP/1.1\r\nX: ${'a'.repeat(70_000)}\r\n\r\n`])
    expect(answer).toContain('HTTP/1.1 431')
    const capture = await only()
    expect(capture).toMatchObject({ state: 'malformed', answeredStatus: 431 })
    expect(capture.bodySize).toBeLessThanOrEqual(LIMITS.malformedBytes)
  })

  test('a body over the cap: truncated, kept up to it, answered 413', async () => {
    const answer = await new Promise<number>((resolve, reject) => {
      const request = http.request(
        { port: engine.port, host: '127.0.0.1', method: 'POST', path: '/big' },
        (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        },
      )
      request.on('error', reject)
      const piece = Buffer.alloc(1024 * 1024, 'x')
      let left = 66
      const write = () => {
        while (left-- > 0) if (!request.write(piece)) return request.once('drain', write)
        request.end()
      }
      write()
    })
    expect(answer).toBe(413)
    expect(await only()).toMatchObject({ state: 'truncated', bodySize: LIMITS.bodyBytes, answeredStatus: 413 })
  })

  test('a sender that goes away in the middle of the body: incomplete, with what came', async () => {
    await sendAndVanish(engine.port, 'POST /gone HTTP/1.1\r\nContent-Length: 100\r\n\r\nonly this')
    const capture = await only()
    expect(capture).toMatchObject({ state: 'incomplete', target: '/gone', bodySize: 9, answeredStatus: null })
    expect(capture.reason).toMatch(/closed the connection after 9 bytes/)
  })

  test('a sender that ends its side in the middle: incomplete in the body, malformed in the headers', async () => {
    const ended = (bytes: string) =>
      new Promise<void>((resolve) => {
        const socket = net.connect(engine.port, '127.0.0.1')
        socket.on('close', () => resolve())
        socket.resume()
        socket.end(bytes)
      })
    await ended('POST /half HTTP/1.1\r\nContent-Length: 100\r\n\r\nonly this')
    await ended('POST /headers HTTP/1.1\r\nContent-Le')
    const [headers, body] = await capturesOnceThere(engine, 2)
    expect(body).toMatchObject({ state: 'incomplete', bodySize: 9, target: '/half' })
    expect(body?.reason).toMatch(/closed the connection after 9 bytes/)
    expect(headers).toMatchObject({ state: 'malformed', method: null })
    expect(headers?.reason).toMatch(/closed the connection in the middle of the headers/)
  })

  test('a broken chunk after the headers: incomplete, answered 400', async () => {
    const answer = await rawExchange(engine.port, [
      'POST /chunk HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
      'ZZ\r\n',
    ])
    expect(answer).toContain('HTTP/1.1 400')
    const capture = await only()
    expect(capture).toMatchObject({ state: 'incomplete', target: '/chunk', bodySize: 3, answeredStatus: 400 })
    expect(capture.reason).toMatch(/broke HTTP after 3 bytes/)
  })

  test('garbage after a good request on the same connection is a capture of its own', async () => {
    const answer = await rawExchange(engine.port, [
      'POST /good HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi',
      '\x00\x01\x02garbage\r\n\r\n',
    ])
    expect(answer).toContain('HTTP/1.1 200')
    const captures = await capturesOnceThere(engine, 2)
    expect(captures.map(({ state }) => state).sort()).toEqual(['complete', 'malformed'])
  })

  test('a connection that says nothing leaves nothing', async () => {
    await new Promise<void>((resolve) =>
      net.connect(engine.port, '127.0.0.1').on('connect', function (this: net.Socket) {
        this.end()
        resolve()
      }),
    )
    await fetch(`http://127.0.0.1:${engine.port}/after`)
    expect(await only()).toMatchObject({ target: '/after' })
  })

  test('hostile bytes never bring the engine down', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.boolean(), async (bytes, afterHeaders) => {
        const head = afterHeaders ? ['POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n'] : []
        await new Promise<void>((resolve) => {
          const socket = net.connect(engine.port, '127.0.0.1')
          socket.on('error', () => {})
          socket.on('close', () => resolve())
          socket.on('data', () => socket.destroy())
          for (const piece of head) socket.write(piece)
          socket.end(Buffer.from(bytes))
        })
      }),
      { numRuns: 150 },
    )
    const answer = await fetch(`http://127.0.0.1:${engine.port}/alive`)
    expect(answer.status).toBe(200)
  })

  test('what comes after a 413 adds nothing, however it ends', async () => {
    const socket = net.connect(engine.port, '127.0.0.1')
    const piece = Buffer.alloc(1024 * 1024, 'x')
    socket.on('error', () => {})
    socket.write('POST /huge HTTP/1.1\r\nContent-Length: 209715200\r\n\r\n')
    let left = 65
    const write = (): void => {
      while (left-- > 0) {
        if (!socket.write(piece)) {
          socket.once('drain', write)
          return
        }
      }
    }
    write()
    await new Promise<void>((resolve) => socket.on('data', () => resolve()))
    socket.destroy()
    await fetch(`http://127.0.0.1:${engine.port}/next`)
    const captures = await capturesOnceThere(engine, 2)
    expect(captures.map(({ state }) => state)).toEqual(['complete', 'truncated'])
  })

  test('garbage behind a request whose answer is delayed leaves it its answer', async () => {
    await engine.handlers['endpoints.setAnswer']({
      slug: 'default',
      answer: { status: 200, headers: [], body: { kind: 'text', text: 'late' }, delayMs: 150 },
    })
    const answer = await rawExchange(engine.port, [
      'POST /good HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi',
      'garbage\r\n\r\n',
    ])
    expect(answer).toMatch(/^HTTP\/1\.1 200[\s\S]*lateHTTP\/1\.1 400/)
    const captures = await capturesOnceThere(engine, 2)
    expect(captures.map(({ state }) => state).sort()).toEqual(['complete', 'malformed'])
  })

  test('an upgrade that announces a body is incomplete, since that was not read', async () => {
    await rawExchange(engine.port, [
      'POST /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: foo\r\nContent-Length: 5000\r\n\r\nabc',
    ])
    expect(await only()).toMatchObject({ state: 'incomplete', answeredStatus: 501, bodySize: 3 })
  })

  test('more connections than the limit are dropped; the others go on', async () => {
    const held = await Promise.all(
      Array.from(
        { length: LIMITS.connections },
        () =>
          new Promise<net.Socket>((resolve, reject) => {
            const socket = net.connect(engine.port, '127.0.0.1', () => resolve(socket))
            socket.on('error', reject)
          }),
      ),
    )
    await expect(
      rawExchange(engine.port, ['GET /over HTTP/1.1\r\n\r\n']).then(
        (answer) => answer || Promise.reject(new Error('dropped')),
      ),
    ).rejects.toThrow()
    const [first] = held
    const answered = new Promise<string>((resolve) => first?.on('data', (bytes) => resolve(bytes.toString())))
    first?.write('GET /held HTTP/1.1\r\n\r\n')
    expect(await answered).toContain('200 OK')
    for (const socket of held) socket.destroy()
  })
})

describe('answers as the endpoint says, once the capture is on disk', () => {
  test('status, headers in order, body and delay', async () => {
    await engine.handlers['endpoints.add']({ slug: 'slow', name: 'Slow' })
    await engine.handlers['endpoints.setAnswer']({
      slug: 'slow',
      answer: {
        status: 418,
        headers: [
          ['X-A', '1'],
          ['x-a', '2'],
          ['Content-Type', 'text/plain'],
        ],
        body: { kind: 'text', text: 'grün' },
        delayMs: 80,
      },
    })
    const started = performance.now()
    const answer = await rawExchange(engine.port, [
      'POST /slow/x HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    ])
    expect(performance.now() - started).toBeGreaterThanOrEqual(79)
    expect(answer).toMatch(
      /^HTTP\/1\.1 418 .*\r\nX-A: 1\r\nx-a: 2\r\nContent-Type: text\/plain\r\nContent-Length: 5\r\n/,
    )
    expect(answer.endsWith(Buffer.from('grün').toString('latin1'))).toBe(true)
    const capture = await only()
    expect(capture.answer).toMatchObject({ status: 418, bodySize: 5 })
    expect(capture.answeredMs).toBeGreaterThanOrEqual(79)
  })

  test('204 has no body and no length; HEAD neither', async () => {
    await engine.handlers['endpoints.setAnswer']({
      slug: 'default',
      answer: { status: 204, headers: [], body: { kind: 'text', text: 'unseen' }, delayMs: 0 },
    })
    const answer = await rawExchange(engine.port, ['POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'])
    expect(answer).toMatch(/^HTTP\/1\.1 204 No Content\r\n/)
    expect(answer).not.toMatch(/content-length|unseen/i)
  })

  test('an answer with a header that would break the connection is refused by name', async () => {
    const set = async (name: string, value: string) =>
      engine.handlers['endpoints.setAnswer']({
        slug: 'default',
        answer: { status: 200, headers: [[name, value]], body: { kind: 'text', text: '' }, delayMs: 0 },
      })
    await expect(set('Transfer-Encoding', 'chunked')).rejects.toThrow(/Transfer-Encoding is set by Hookbench/)
    await expect(set('X A', '1')).rejects.toThrow(/"X A" is not a header name/)
    await expect(set('X-A', 'a\r\nSet-Cookie: b')).rejects.toThrow(/value of X-A/)
  })

  test('a sender that has ended its side still gets a delayed answer', async () => {
    await engine.handlers['endpoints.setAnswer']({
      slug: 'default',
      answer: { status: 200, headers: [], body: { kind: 'text', text: 'late' }, delayMs: 150 },
    })
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = net.connect({ port: engine.port, host: '127.0.0.1', allowHalfOpen: true })
      let came = ''
      socket.on('data', (bytes) => {
        came += bytes.toString()
      })
      socket.on('error', reject)
      socket.on('end', () => {
        socket.destroy()
        resolve(came)
      })
      socket.end('POST /half HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi')
    })
    expect(answer).toMatch(/^HTTP\/1\.1 200[\s\S]*late$/)
    expect(await only()).toMatchObject({ answeredStatus: 200, state: 'complete' })
  })

  test('a sender that leaves during the delay is noted as not answered', async () => {
    await engine.handlers['endpoints.setAnswer']({
      slug: 'default',
      answer: { status: 200, headers: [], body: { kind: 'text', text: 'x' }, delayMs: 200 },
    })
    await sendAndVanish(engine.port, 'POST /left HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi')
    const capture = await until(
      async () => (await capturesOnceThere(engine, 1)).find(({ reason }) => reason !== null) ?? null,
    )
    expect(capture).toMatchObject({ state: 'complete', answeredStatus: null, answer: null })
    expect(capture.reason).toMatch(/before it could be answered/)
  })
})

describe('endpoints', () => {
  test('the first segment decides, exactly; a deleted one gives way to default and can come back', async () => {
    const { handlers } = engine
    await handlers['endpoints.add']({ slug: 'stripe', name: 'Stripe' })
    for (const path of ['/stripe', '/stripe/a', '/stripe?x', '/Stripe', '/stripes', '/', '/strip%65'])
      await fetch(`http://127.0.0.1:${engine.port}${path}`)
    const captures = await capturesOnceThere(engine, 7)
    expect(captures.filter(({ endpoint }) => endpoint === 'stripe').map(({ target }) => target)).toEqual([
      '/stripe?x',
      '/stripe/a',
      '/stripe',
    ])
    await handlers['endpoints.delete']({ slug: 'stripe' })
    await fetch(`http://127.0.0.1:${engine.port}/stripe`)
    expect((await capturesOnceThere(engine, 8))[0]).toMatchObject({ endpoint: 'default' })
    expect((await handlers['endpoints.add']({ slug: 'stripe', name: 'Again' })).captures).toBe(3)
  })
})

describe('ports', () => {
  test('a port that is asked for and taken is an error that names it', async () => {
    await expect(startTestEngine({ receiver: { port: engine.port } })).rejects.toThrow(`Port ${engine.port} is taken`)
  })

  test('closing lets a request that is being answered end', async () => {
    await engine.handlers['endpoints.setAnswer']({
      slug: 'default',
      answer: { status: 200, headers: [], body: { kind: 'text', text: 'late' }, delayMs: 150 },
    })
    const answer = fetch(`http://127.0.0.1:${engine.port}/last`)
    await capturesOnceThere(engine, 0)
    await until(async () =>
      (await engine.handlers['captures.list']({ limit: 1 })).captures.length === 1 ? true : null,
    )
    await engine.close()
    expect(await (await answer).text()).toBe('late')
  })
})
