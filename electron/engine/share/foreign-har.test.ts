import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { ImportItem } from '../../../shared/import/import-item.ts'
import { readHar } from '../../../shared/import/read-har.ts'
import { newId } from '../new-id.ts'
import { nodeByteText } from './node-byte-text.ts'

async function read(...entries: ReadonlyArray<unknown>): Promise<ImportItem[]> {
  const har = { log: { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, pages: [], entries } }
  async function* bytes(): AsyncIterable<Uint8Array> {
    yield Buffer.from(JSON.stringify(har))
  }
  const items: ImportItem[] = []
  for await (const item of readHar({ bytes: bytes(), text: nodeByteText, now: 0, newId })) items.push(item)
  return items
}

/** As Chrome saves them: HTTP/2, pseudo headers, own extras, a response in base64. */
const CHROME = {
  _initiator: { type: 'script' },
  _priority: 'High',
  _resourceType: 'fetch',
  cache: {},
  connection: '443',
  request: {
    method: 'POST',
    url: 'https://shop.example/api/orders?a=1&b=%20#top',
    httpVersion: 'h2',
    headers: [
      { name: ':authority', value: 'shop.example' },
      { name: ':method', value: 'POST' },
      { name: 'content-type', value: 'application/json' },
      { name: 'x-name', value: 'Zoë' },
    ],
    queryString: [{ name: 'a', value: '1' }],
    cookies: [],
    headersSize: -1,
    bodySize: 13,
    postData: { mimeType: 'application/json', text: '{"name":"Zoë"}' },
  },
  response: {
    status: 201,
    statusText: '',
    httpVersion: 'h2',
    headers: [
      { name: 'set-cookie', value: 'a=1\nb=2' },
      { name: 'content-type', value: 'image/png' },
    ],
    cookies: [],
    content: { size: 3, mimeType: 'image/png', text: '/wAB', encoding: 'base64' },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
    _transferSize: 99,
  },
  serverIPAddress: '192.0.2.1',
  startedDateTime: '2026-11-02T10:00:00.123Z',
  time: 50.5,
  timings: { blocked: 1, dns: -1, ssl: -1, connect: -1, send: 0.1, wait: 40, receive: 9.4, _blocked_queueing: 0.8 },
}

test('an entry of Chrome becomes a capture, with its response as a delivery', async () => {
  const [capture, delivery] = await read(CHROME)
  expect(capture).toMatchObject({
    kind: 'capture',
    capture: {
      receivedAt: Date.UTC(2026, 10, 2, 10, 0, 0, 123),
      endpoint: null,
      method: 'POST',
      target: '/api/orders?a=1&b=%20',
      httpVersion: '2',
      headers: [
        ['Host', 'shop.example'],
        ['content-type', 'application/json'],
        // As bytes of UTF-8, one character each.
        ['x-name', 'Zo\u00c3\u00ab'],
      ],
      state: 'complete',
      answer: { status: null, reason: 'Imported, so nobody waited for an answer.' },
    },
  })
  expect(delivery).toMatchObject({
    kind: 'delivery',
    delivery: {
      url: 'https://shop.example/api/orders?a=1&b=%20#top',
      requestBody: null,
      outcome: { kind: 'answered', status: 201, bodySize: 3, timings: { total: 50.5, firstByte: 41.1 } },
      response: {
        status: 201,
        headers: [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
          ['content-type', 'image/png'],
        ],
      },
    },
  })
  if (capture?.kind !== 'capture' || delivery?.kind !== 'delivery') throw new Error('Not what was expected')
  expect(Buffer.from(capture.capture.body).toString()).toBe('{"name":"Zoë"}')
  expect([...delivery.delivery.responseBody]).toEqual([0xff, 0, 1])
  expect(delivery.delivery.captureId).toBe(capture.capture.id)
})

test('what was never answered has no delivery, and Firefox may leave things out', async () => {
  const blocked = {
    startedDateTime: '2026-11-02T11:00:00.000+01:00',
    request: { method: 'GET', url: 'http://h', httpVersion: '', headers: [{ name: 'Host', value: 'h' }], bodySize: 0 },
    response: { status: 0, headers: [] },
    time: null,
    timings: {},
  }
  expect(await read(blocked)).toMatchObject([
    {
      kind: 'capture',
      capture: { target: '/', httpVersion: null, headers: [['Host', 'h']], receivedAt: Date.UTC(2026, 10, 2, 10) },
    },
  ])
})

test('a form that is given as parameters is put together, and said', async () => {
  const params = [{ name: 'a b', value: 'é&=' }, { name: 'c' }]
  const form = (mimeType: string) => ({ ...CHROME, request: { ...CHROME.request, postData: { mimeType, params } } })
  const [remark, capture] = await read(form('application/x-www-form-urlencoded'))
  expect(remark).toMatchObject({ kind: 'remark', where: 'Entry 1' })
  if (capture?.kind !== 'capture') throw new Error('Not what was expected')
  expect(Buffer.from(capture.capture.body).toString()).toBe('a+b=%C3%A9%26%3D&c=')
  const [left] = await read(form('multipart/form-data; boundary=x'))
  expect(left).toMatchObject({ kind: 'remark', message: expect.stringContaining('left out') })
})

test('bytes that are no text come from where HTTP Toolkit puts them', async () => {
  const { postData: _none, ...request } = CHROME.request
  const _content = { text: '/wAB', encoding: 'base64', size: 3 }
  const [capture] = await read({
    ...CHROME,
    request: { ...request, _content, _requestBodyStatus: 'discarded:not-decodable' },
  })
  if (capture?.kind !== 'capture') throw new Error('Not what was expected')
  expect([...capture.capture.body]).toEqual([0xff, 0, 1])
})

const PLAIN = {
  startedDateTime: '2026-11-02T10:00:00.000Z',
  time: 3,
  request: {
    method: 'POST',
    url: 'http://h/a',
    httpVersion: 'HTTP/1.1',
    headers: [{ name: 'Host', value: 'h' }],
    postData: { mimeType: 'text/plain', text: 'x' },
  },
  response: { status: 200, statusText: 'OK', httpVersion: 'HTTP/1.1', headers: [], content: { size: 0, mimeType: '' } },
}

test.each(['http://', 'http://u@/a', 'https://:443/', 'http:///a'])(
  '%s names no host, so the entry is bad',
  async (url) => {
    const [item, ...others] = await read({ ...PLAIN, request: { ...PLAIN.request, url } })
    expect(item).toMatchObject({ kind: 'problem', where: 'Entry 1', message: expect.stringContaining('no whole URL') })
    expect(others).toEqual([])
  },
)

test.each([
  [
    'Safari, which has no time and sizes of -1',
    { time: null, request: { ...PLAIN.request, httpVersion: 'HTTP/3', bodySize: -1 } },
    { httpVersion: '3' },
  ],
  [
    'Charles, with fields that are null',
    {
      comment: null,
      request: {
        ...PLAIN.request,
        comment: null,
        postData: { mimeType: null, text: 'x', params: null, comment: null },
      },
      response: {
        ...PLAIN.response,
        statusText: null,
        content: { size: 0, mimeType: null, text: null, encoding: null },
      },
    },
    { note: '' },
  ],
  ['Fiddler, with its comment', { comment: '[#12]', connection: 'ClientPort:1;EgressPort:2' }, { note: '[#12]' }],
  [
    'Proxyman, with the body as base64',
    { request: { ...PLAIN.request, postData: { mimeType: 'x/y', text: 'eA==', encoding: 'base64' } } },
    {},
  ],
  [
    'Insomnia, without an answer',
    { response: undefined, request: { ...PLAIN.request, headers: [{ name: 'Host', value: 'h' }, { name: 'X' }] } },
    {
      headers: [
        ['Host', 'h'],
        ['X', ''],
      ],
    },
  ],
  [
    'mitmproxy, with a version in small letters',
    { request: { ...PLAIN.request, httpVersion: 'http/1.1' } },
    { httpVersion: '1.1' },
  ],
  [
    'Firefox, which leaves out what it did not see',
    { response: { status: 0 }, request: { ...PLAIN.request, httpVersion: null } },
    { httpVersion: null },
  ],
])('is read as %s writes it', async (_writer, changes, wanted) => {
  const items = await read({ ...PLAIN, ...changes })
  const [capture] = items
  expect(capture).toMatchObject({ kind: 'capture', capture: { method: 'POST', target: '/a', ...wanted } })
  if (capture?.kind !== 'capture') throw new Error('Not what was expected')
  expect(Buffer.from(capture.capture.body).toString()).toBe('x')
  expect(items.some(({ kind }) => kind === 'problem')).toBe(false)
})

test('what is not sent over HTTP is left out, and a bad entry named', async () => {
  const at = (url: unknown) => ({ ...PLAIN, request: { ...PLAIN.request, url } })
  expect(await read(at('data:text/plain,x'), at('blob:https://h/1'), at('/relative'), at(5), PLAIN)).toMatchObject([
    { kind: 'remark', where: 'Entry 1', message: expect.stringContaining('data: is nothing that is sent over HTTP') },
    { kind: 'remark', where: 'Entry 2' },
    { kind: 'problem', where: 'Entry 3', message: expect.stringContaining('"/relative" is no whole URL') },
    { kind: 'problem', where: 'Entry 4', message: expect.stringContaining('request.url') },
    { kind: 'capture', where: 'Entry 5' },
    { kind: 'delivery' },
  ])
})

test.each([
  ['/a?b=%zz&c=%', '/a?b=%zz&c=%'],
  ['/a?b={x}|"<y>"', '/a?b={x}|"<y>"'],
  ['/a b?ü=\t🪝#no', '/a%20b?%C3%BC=%09%F0%9F%AA%9D'],
])('the URL %s is kept as it is spelled', async (url, target) => {
  const [item] = await read({ ...CHROME, request: { ...CHROME.request, url: `https://h${url}` } })
  expect(item).toMatchObject({ kind: 'capture', capture: { target } })
})

test.each(['x\r\nInject: 1', 'x\rInject: 1', 'x\u0000'])(
  'a header value %j is refused with its entry',
  async (value) => {
    const bad = { ...CHROME, request: { ...CHROME.request, headers: [{ name: 'X-A', value }] } }
    expect(await read(CHROME, bad)).toMatchObject([
      { kind: 'capture' },
      { kind: 'delivery' },
      { kind: 'problem', where: 'Entry 2', message: expect.stringContaining('headers.1.1: has line breaks') },
    ])
  },
)

describe('a body that the browser has decoded', () => {
  const packed = (headers: Record<string, string>, content: object, request = {}) => ({
    ...PLAIN,
    request: { ...PLAIN.request, ...request },
    response: {
      ...PLAIN.response,
      headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
      content,
    },
  })
  const response = (items: ReadonlyArray<ImportItem>) => {
    const item = items.find(({ kind }) => kind === 'delivery')
    if (item?.kind !== 'delivery') throw new Error('Not what was expected')
    const { delivery } = item
    return { headers: delivery.response?.headers, body: Buffer.from(delivery.responseBody).toString('latin1') }
  }
  const remarks = (items: ReadonlyArray<ImportItem>) =>
    items.flatMap((item) => (item.kind === 'remark' ? [item.message] : []))

  test.each([
    ['text', { text: '{"ok":true}' }],
    ['base64', { text: Buffer.from('{"ok":true}').toString('base64'), encoding: 'base64' }],
  ])('stands without what says how it was packed, as %s', async (_as, content) => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'br', 'Content-Length': '15', Age: '1' }
    const items = await read(packed(headers, content))
    expect(response(items)).toEqual({
      headers: [
        ['content-type', 'application/json'],
        ['Age', '1'],
      ],
      body: '{"ok":true}',
    })
    expect(remarks(items)).toEqual([
      'Its response stands in the file as it was decoded, so content-encoding and Content-Length were left out of its headers.',
    ])
  })

  test.each([
    ['still packed', { 'content-encoding': 'gzip', 'content-length': '30' }, gzipSync('{"ok":true}')],
    ['not packed', { 'content-encoding': 'identity', 'content-length': '2' }, Buffer.from('ok')],
    ['not there', { 'content-encoding': 'br', 'content-length': '15' }, Buffer.alloc(0)],
  ])('keeps its headers where it is %s', async (_how, headers, body) => {
    const given = { ...headers, ...(body.length > 2 ? { 'content-length': String(body.length) } : {}) }
    const items = await read(packed(given, { text: body.toString('base64'), encoding: 'base64' }))
    expect(response(items)).toEqual({ headers: Object.entries(given), body: body.toString('latin1') })
    expect(remarks(items)).toEqual([])
  })

  test('is that of a request, too', async () => {
    const headers = [
      { name: 'Host', value: 'h' },
      { name: 'Content-Encoding', value: 'gzip' },
      { name: 'Content-Length', value: '21' },
    ]
    const items = await read(packed({}, {}, { headers }))
    const [remark, capture] = items
    expect(remark).toMatchObject({
      kind: 'remark',
      message: expect.stringMatching(/^Its request stands .* Content-Encoding and Content-Length were/),
    })
    expect(capture).toMatchObject({ kind: 'capture', capture: { headers: [['Host', 'h']] } })
    const _content = { text: gzipSync('x').toString('base64'), encoding: 'base64' }
    const kept = await read(packed({}, {}, { headers: headers.slice(0, 2), postData: undefined, _content }))
    expect(kept[0]).toMatchObject({
      capture: {
        headers: [
          ['Host', 'h'],
          ['Content-Encoding', 'gzip'],
        ],
      },
    })
  })

  test('that is put together has a length that fits, or none', async () => {
    const postData = { mimeType: 'application/x-www-form-urlencoded', params: [{ name: 'a', value: 'b c' }] }
    const length = (value: string) => ({
      headers: [
        { name: 'Host', value: 'h' },
        { name: 'Content-Length', value },
      ],
      postData,
    })
    const [, , capture] = await read(packed({}, {}, length('7')))
    expect(capture).toMatchObject({ kind: 'capture', capture: { headers: [['Host', 'h']] } })
    const [, fitting] = await read(packed({}, {}, length('5')))
    expect(fitting).toMatchObject({
      capture: {
        headers: [
          ['Host', 'h'],
          ['Content-Length', '5'],
        ],
      },
    })
  })

  test('has a length that fits, or none', async () => {
    const items = await read(
      packed({ 'content-length': '3', 'content-type': 'text/plain;charset=latin1' }, { text: 'Zoë' }),
    )
    expect(response(items).headers).toEqual([['content-type', 'text/plain;charset=latin1']])
    expect(remarks(items)).toEqual([expect.stringContaining('content-length was left out')])
    expect(remarks(await read(packed({ 'content-length': '4' }, { text: 'Zoë' })))).toEqual([])
  })
})
