import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HeaderPairs } from '../http/header-pairs.ts'
import { planRequest, type RequestToPlan } from './plan-request.ts'

function plan(headers: HeaderPairs, more: Partial<RequestToPlan> = {}) {
  return planRequest({
    method: 'POST',
    headers,
    trailers: [],
    bodySize: 5,
    authority: 'target:3000',
    keepHost: false,
    ...more,
  })
}

const removedNames = (planned: ReturnType<typeof plan>) =>
  planned.changes.filter((change) => change.kind === 'removed').map((change) => change.header)

test('keeps order, case and number of headers, and replaces only the host', () => {
  const { headers, changes } = plan([
    ['X-b', '2'],
    ['hOST', 'hooks.example'],
    ['x-B', '1'],
    ['Content-length', '5'],
    ['x-a', ''],
  ])
  expect(headers).toEqual([
    ['X-b', '2'],
    ['hOST', 'target:3000'],
    ['x-B', '1'],
    ['Content-length', '5'],
    ['x-a', ''],
  ])
  expect(changes).toEqual([
    { kind: 'replaced', header: 'hOST', from: 'hooks.example', to: 'target:3000', why: expect.any(String) },
  ])
})

describe('as the provider called it', () => {
  const provider = { host: 'otter.loca.lt', proto: 'https', address: '203.0.113.9' } as const

  test('Host and X-Forwarded-* are those of the public URL, once each and where they were', () => {
    const { headers, changes } = plan(
      [
        ['x-forwarded-PROTO', 'http'],
        ['Host', '127.0.0.1:4700'],
        ['X-Forwarded-For', '10.0.0.1'],
        ['X-A', '1'],
        ['X-Forwarded-For', '10.0.0.2'],
        ['Content-Length', '5'],
      ],
      { provider, keepHost: true },
    )
    expect(headers).toEqual([
      ['x-forwarded-PROTO', 'https'],
      ['Host', 'otter.loca.lt'],
      ['X-Forwarded-For', '203.0.113.9'],
      ['X-A', '1'],
      ['Content-Length', '5'],
      ['X-Forwarded-Host', 'otter.loca.lt'],
    ])
    expect(changes.map(({ kind, header, from, to }) => [kind, header, from, to])).toEqual([
      ['replaced', 'x-forwarded-PROTO', 'http', 'https'],
      ['replaced', 'Host', '127.0.0.1:4700', 'otter.loca.lt'],
      ['replaced', 'X-Forwarded-For', '10.0.0.1', '203.0.113.9'],
      ['removed', 'X-Forwarded-For', '10.0.0.2', null],
      ['added', 'X-Forwarded-Host', null, 'otter.loca.lt'],
    ])
  })

  test('what the user wrote is meant, and a sender that is not known stays as it came', () => {
    const captured: HeaderPairs = [
      ['Host', 'a'],
      ['X-Forwarded-For', '10.0.0.1'],
      ['X-Forwarded-Proto', 'http'],
      ['Content-Length', '5'],
    ]
    const editedHeaders = captured.map(([name, value]) => [name, name === 'Host' ? 'mine' : value] as const)
    const { headers } = plan(captured, { provider: { ...provider, address: null }, editedHeaders })
    expect(headers).toEqual([
      ['Host', 'mine'],
      ['X-Forwarded-For', '10.0.0.1'],
      ['X-Forwarded-Proto', 'https'],
      ['Content-Length', '5'],
      ['X-Forwarded-Host', 'otter.loca.lt'],
    ])
    const proto = captured.map(([name, value]) => [name, name === 'X-Forwarded-Proto' ? 'gopher' : value] as const)
    expect(plan(captured, { provider, editedHeaders: proto }).headers).toContainEqual(['X-Forwarded-Proto', 'gopher'])
  })
})

test('leaves out what the tunnel added, whatever its case, but neither Host nor the length', () => {
  const { headers, changes } = plan(
    [
      ['VIA', '1'],
      ['Host', 'target:3000'],
      ['via', '2'],
      ['Content-Length', '5'],
      ['X-A', '1'],
    ],
    { leaveOut: ['Via', 'host', 'Content-Length'] },
  )
  expect(headers).toEqual([
    ['Host', 'target:3000'],
    ['Content-Length', '5'],
    ['X-A', '1'],
  ])
  expect(changes.map(({ header, from }) => [header, from])).toEqual([
    ['VIA', '1'],
    ['via', '2'],
  ])
})

test('lists the version of HTTP when it was another', () => {
  const headers: HeaderPairs = [
    ['Host', 'target:3000'],
    ['Content-Length', '5'],
  ]
  expect(plan(headers, { httpVersion: '1.0' })).toMatchObject({
    headers,
    changes: [{ kind: 'replaced', header: 'HTTP version', from: '1.0', to: '1.1' }],
  })
  expect(plan(headers, { httpVersion: '1.1' }).changes).toEqual([])
  expect(plan(headers, { httpVersion: null }).changes).toEqual([])
})

describe('host', () => {
  test('is kept on demand, as often as it was there', () => {
    const headers: HeaderPairs = [
      ['Host', 'a'],
      ['Host', 'b'],
      ['Content-Length', '5'],
    ]
    expect(plan(headers, { keepHost: true })).toMatchObject({ headers, changes: [] })
  })

  test('is sent once', () => {
    const { headers, changes } = plan([
      ['Host', 'a'],
      ['host', 'b'],
      ['Content-Length', '5'],
    ])
    expect(headers[0]).toEqual(['Host', 'target:3000'])
    expect(changes.map((change) => change.kind)).toEqual(['replaced', 'removed'])
  })

  test('is added where there was none, first', () => {
    const { headers, changes } = plan([['Content-Length', '5']], { keepHost: true })
    expect(headers[0]).toEqual(['Host', 'target:3000'])
    expect(changes).toMatchObject([{ kind: 'added', header: 'Host', to: 'target:3000' }])
  })

  test('that the user wrote is sent as written', () => {
    const { headers, changes } = plan([['Host', 'captured']], {
      editedHeaders: [['Host', 'mine']],
      bodySize: 0,
      method: 'GET',
    })
    expect(headers).toEqual([['Host', 'mine']])
    expect(changes).toEqual([])
  })

  test('that the user left as captured is replaced', () => {
    const same: HeaderPairs = [['Host', 'captured']]
    expect(plan(same, { editedHeaders: same }).headers[0]).toEqual(['Host', 'target:3000'])
  })
})

describe('framing', () => {
  test('a body captured chunked goes out with its length in the same place, without its trailers', () => {
    const { headers, changes } = plan(
      [
        ['Host', 'target:3000'],
        ['Transfer-Encoding', 'chunked'],
        ['Trailer', 'X-Sum'],
        ['X-End', '1'],
      ],
      { trailers: [['X-Sum', 'abc']] },
    )
    expect(headers).toEqual([
      ['Host', 'target:3000'],
      ['Content-Length', '5'],
      ['X-End', '1'],
    ])
    expect(changes.map(({ kind, header }) => [kind, header])).toEqual([
      ['removed', 'Transfer-Encoding'],
      ['removed', 'Trailer'],
      ['added', 'Content-Length'],
      ['removed', 'X-Sum'],
    ])
  })

  test('a coding that is left on the body is named', () => {
    const { changes } = plan([['Transfer-Encoding', 'gzip, chunked']])
    expect(changes[0]?.why).toContain('gzip')
  })

  test('one Content-Length is sent, and it is right', () => {
    const { headers, changes } = plan([
      ['Content-Length', '9'],
      ['Content-Length', '9'],
    ])
    expect(headers.slice(1)).toEqual([['Content-Length', '5']])
    expect(changes.map((change) => change.kind)).toEqual(['replaced', 'removed', 'added'])
  })

  test.each([
    ['GET', [], undefined],
    ['HEAD', [], undefined],
    ['DELETE', [], undefined],
    ['POST', [], '0'],
    ['PUT', [], '0'],
    ['GET', [['Content-Length', '0']], '0'],
    ['GET', [['Transfer-Encoding', 'chunked']], '0'],
  ] as [string, HeaderPairs, string | undefined][])('%s with an empty body and %j', (method, headers, length) => {
    const planned = plan(headers, { method, bodySize: 0 })
    expect(planned.headers.find(([name]) => name === 'Content-Length')?.[1]).toBe(length)
  })
})

test('leaves out what was about one connection, and what Connection named', () => {
  const planned = plan([
    ['Host', 'target:3000'],
    ['Connection', 'close, X-Hop'],
    ['x-hop', '1'],
    ['Keep-Alive', 'timeout=5'],
    ['Proxy-Connection', 'keep-alive'],
    ['Proxy-Authorization', 'Basic x'],
    ['TE', 'trailers'],
    ['Upgrade', 'websocket'],
    ['Expect', '100-continue'],
    ['Authorization', 'Bearer y'],
    ['Content-Length', '5'],
  ])
  expect(planned.headers.map(([name]) => name)).toEqual(['Host', 'Authorization', 'Content-Length'])
  expect(removedNames(planned)).toEqual([
    'Connection',
    'x-hop',
    'Keep-Alive',
    'Proxy-Connection',
    'Proxy-Authorization',
    'TE',
    'Upgrade',
    'Expect',
  ])
})

describe('refuses', () => {
  test.each([
    ['a method with a space', { editedMethod: 'GE T' }, /is not a method/],
    ['a method with a line break', { editedMethod: 'GET\r\n' }, /is not a method/],
    ['CONNECT', { method: 'CONNECT' }, /choose another method/],
    ['a malformed capture', { method: null }, /malformed.*choose one/],
    ['a header name with a space', { editedHeaders: [['a b', '']] }, /not a header name/],
    ['a header without a name', { editedHeaders: [['', 'v']] }, /has no name/],
    ['a line break in a value', { editedHeaders: [['a', 'b\r\nc: d']] }, /line break/],
    ['a NUL in a value', { editedHeaders: [['a', '\0']] }, /control character 0/],
    ['a value that is not bytes', { editedHeaders: [['a', 'é日']] }, /the character 日/],
  ] as [string, Partial<RequestToPlan>, RegExp][])('%s', (_name, edit, message) => {
    expect(() => plan([], edit)).toThrow(message)
  })

  test('a malformed capture may be sent with a method', () => {
    expect(plan([], { method: null, editedMethod: 'POST' }).method).toBe('POST')
  })
})

test('the changes listed lead from the captured headers to those sent', () => {
  const name = fc.constantFrom(
    'Host',
    'host',
    'Content-Length',
    'X-A',
    'x-a',
    'Connection',
    'Transfer-Encoding',
    'TE',
    'Expect',
  )
  const value = fc.constantFrom('', '5', 'x-a', 'chunked', 'close')
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), fc.boolean(), (captured, keepHost) => {
      const { headers, changes } = plan(captured, { keepHost })
      const expected = captured.map(([key, text]) => `${key}: ${text}`)
      for (const { kind, header, from, to } of changes) {
        if (kind === 'added') expected.push(`${header}: ${to}`)
        else {
          const at = expected.indexOf(`${header}: ${from}`)
          expect(at).toBeGreaterThanOrEqual(0)
          if (kind === 'removed') expected.splice(at, 1)
          else expected[at] = `${header}: ${to}`
        }
      }
      expect(headers.map(([key, text]) => `${key}: ${text}`).toSorted()).toEqual(expected.toSorted())
    }),
  )
})
