import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printBodyPath } from './body-path.ts'
import { filterErrorMessage } from './filter-error.ts'
import { filterMatcher } from './matches-filter.ts'
import { parseFilter } from './parse-filter.ts'
import { readFormFields, type SearchedCapture } from './searched-capture.ts'
import { anyFilter } from './testing/filter-arbitraries.ts'
import { searched } from './testing/searched.ts'

const NOW = { now: 2_000_000, zone: 'America/New_York' }

function matches(text: string, capture: SearchedCapture): boolean {
  const parsed = parseFilter(text, NOW)
  if (!parsed.ok) throw new Error(filterErrorMessage(parsed.error))
  return filterMatcher(parsed.node)(capture)
}

const rich = searched({
  target: '/stripe/hook?page=2&tag=a+b&empty',
  headers: [
    ['Host', 'localhost'],
    ['X-GitHub-Event', 'push'],
    ['X-Name', 'Gr\xc3\xb6\xc3\x9fe'],
  ],
  note: 'Refund this one',
  tags: ['todo', 'Kunde 7'],
  eventId: 'evt_1',
  verdict: 'invalid',
  provider: 'stripe',
  pinned: true,
  body: JSON.stringify({
    id: 'pi_3QabcXYZ',
    amount: 1500,
    price: '12.50',
    live: true,
    none: null,
    created: 1_762_000_000,
    at: '2026-11-01T12:00:00Z',
    lines: [{ sku: 'a' }, { sku: 'b', amount: 5 }],
    'odd.name': { 'a/b': 1 },
  }),
})

describe('holds', () => {
  test.each([
    'pi_3Q',
    'PI_3qABC',
    '"pi_3Qabc"',
    'größe',
    '"x-github-event: push"',
    'succeeded post',
    '"tag=a b"',
    'method:post',
    'endpoint:str*',
    'event:payment_intent.*',
    'event:*succeeded',
    'event-id:evt_1',
    'provider:stripe',
    'status:2xx',
    'status:<300',
    'answered:<2s',
    'answered:=4ms',
    'size:>100',
    'after:20m',
    'before:16m',
    'path:/stripe/*',
    'path:/stripe/hook',
    'query.page:2',
    'query.page:>1',
    'query.page:>=2.0',
    'query.tag:"a b"',
    'query.empty:*',
    'header.x-github-event:push',
    'header.X-NAME:größe',
    'header:"x-name: gr"',
    'body.amount:>1000',
    'body.amount:1500',
    'body.amount:1.5e3',
    'body.price:>12.4',
    'body.price:12.50',
    'body.live:true',
    'body.none:null',
    'body.none:*',
    'body.lines:*',
    'body.lines[*].sku:b',
    'body.lines[1].amount:<6',
    'body.lines.0.sku:a',
    'body./lines/1/sku:b',
    'body./odd.name/a~1b:1',
    'body."odd.name"."a/b":1',
    'body.id:pi_3*xyz',
    'body.id:=pi_3QabcXYZ',
    'body.id:>pi_2',
    'body.created:<2026-01-01',
    'body.at:>2026-10-31',
    'body:abcxyz',
    'verdict:invalid',
    'verdict:*',
    'state:complete',
    'is:pinned',
    'tag:todo',
    'tag:kunde*',
    'note:refund',
    'note:*',
    'id:01932C3A',
    '-is:replayed',
    'nothing or pi_3Q',
    'pi_3Q -(nothing or method:GET)',
    '',
  ])('%s', (text) => expect(matches(text, rich)).toBe(true))
})

describe('does not hold', () => {
  test.each([
    'pi_4',
    'method:GET',
    'method:=post',
    'endpoint:str',
    'event:payment_intent',
    'event:*intent',
    'status:5xx',
    'status:>200',
    'path:/stripe',
    'query.page:1',
    'query.Page:2',
    'query.nope:*',
    'header.x-github:push',
    'body.amount:>1500',
    'body.amount:>abc',
    'body.amount:"1500"',
    'body.live:"true"',
    'body.nope:*',
    '-body.amount:*',
    'body.lines:a',
    'body.lines[2].sku:*',
    'body.id.x:*',
    'body.id:=PI_3QABCXYZ',
    'is:duplicate',
    'is:truncated',
    'tag:kunde',
    'id:2',
    'after:10m',
  ])('%s', (text) => expect(matches(text, rich)).toBe(false))
})

describe('bodies', () => {
  test('numbers are compared exactly beyond what a double holds', () => {
    const body = searched({ body: '{"n": 9007199254740993, "f": 0.1000000000000000000000001}' })
    expect(matches('body.n:>9007199254740992', body)).toBe(true)
    expect(matches('body.n:9007199254740992', body)).toBe(false)
    expect(matches('body.n:=9007199254740993.0', body)).toBe(true)
    expect(matches('body.f:>0.1', body)).toBe(true)
  })

  test('numbers are compared as their values are', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (one, other) => {
        const capture = searched({ body: `[${one}, ${one}.000, ${one}e0]` })
        expect(matches(`body[0]:>${other}`, capture)).toBe(one > other)
        expect(matches(`body[1]:<=${other}`, capture)).toBe(one <= other)
        expect(matches(`body[2]:=${other}`, capture)).toBe(one === other)
      }),
    )
  })

  test('doubles are ordered as JavaScript orders them', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(double, double, (one, other) => {
        const capture = searched({ body: JSON.stringify({ x: one }) })
        expect(matches(`body.x:<${JSON.stringify(other)}`, capture)).toBe(one < other)
      }),
    )
  })

  test('what JSON escapes is found as it is meant', () => {
    const php = searched({ body: '{"topic":"orders\\/create","name":"Gr\\u00f6\\u00dfe","na\\u006de2":1}' })
    for (const text of ['orders/create', 'größe', 'body.topic:orders/create', 'body.name:größe', 'body.name2:1']) {
      expect(matches(text, php)).toBe(true)
    }
  })

  test('fields of a form have paths, nested and with JSON inside', () => {
    const raw = 'token=a+b&user%5Bid%5D=7&items[][sku]=x&payload=%7B%22type%22%3A%22block%22%7D'
    const form = searched({ body: { text: raw, fields: readFormFields(raw) } })
    for (const text of [
      'body.token:"a b"',
      'body.user.id:>6',
      'body.items[*].sku:x',
      'body.payload.type:block',
      '"a b"',
      '"user[id]"',
    ]) {
      expect({ text, holds: matches(text, form) }).toEqual({ text, holds: true })
    }
    expect(matches('body.user:*', form)).toBe(false)
  })

  test('a name with brackets that do not nest is one name, and so is one that leads deeper than is asked', () => {
    const raw = 'a[b=1&c]d[e]=2&f[g]h=3&i[[j]]=4&k[l][m]=5&[n]=6'
    const form = searched({ body: { text: raw, fields: readFormFields(raw) } })
    for (const text of [
      'body.a.b:*',
      'body.c.e:*',
      'body.f.g:*',
      'body.i.j:*',
      'body.k.l:*',
      'body.k.l.m.o:*',
      'body.n:*',
    ]) {
      expect({ text, holds: matches(text, form) }).toEqual({ text, holds: false })
    }
    for (const text of ['body."a[b":1', 'body."c]d[e]":2', 'body.k.l.m:5', 'body."k[l][m]":5', 'body."[n]":6']) {
      expect({ text, holds: matches(text, form) }).toEqual({ text, holds: true })
    }
  })

  test('a name of millions of brackets is looked at as far as a path leads', () => {
    const form = searched({ body: { text: '', fields: [[`amount${'[]'.repeat(6_000_000)}`, '5']] } })
    expect(matches('body.amount:>1000', form)).toBe(false)
    expect(matches('body.amount[*][*]:5', form)).toBe(false)
  })

  test('members of one name all count, and so do the lines of NDJSON', () => {
    expect(matches('body.a:2', searched({ body: '{"a":1,"a":2}' }))).toBe(true)
    expect(matches('body.a:3', searched({ body: '{"a":1}\n{"a":3}\n' }))).toBe(true)
  })

  test('what came before a body broke off is found, the cut text is not', () => {
    const cut = searched({ body: '{"a":{"b":1},"c":"hel', state: 'truncated' })
    expect(matches('body.a.b:1', cut)).toBe(true)
    expect(matches('body.c:hel', cut)).toBe(false)
  })

  test('a body nested a hundred thousand deep is passed over', () => {
    const deep = `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)},"y":1}`
    expect(matches('body.y:1', searched({ body: deep }))).toBe(true)
    expect(matches('body.x[0][0]:*', searched({ body: deep }))).toBe(true)
  })

  test('prototype names are names', () => {
    expect(matches('body.constructor:*', searched({ body: '{}' }))).toBe(false)
    expect(matches('body.__proto__:1', searched({ body: '{"__proto__":1}' }))).toBe(true)
  })

  test('finds what a parser of JSON has at the path', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        const body = JSON.stringify({ a: [value, { [name]: value }] })
        const steps = [
          { kind: 'name', name: 'a' },
          { kind: 'item', index: 1 },
          { kind: 'name', name },
        ] as const
        const path = `body${printBodyPath(steps)}`
        expect(matches(`${path}:*`, searched({ body }))).toBe(true)
        expect(matches('body.a[2]:*', searched({ body }))).toBe(false)
      }),
    )
  })
})

test('a capture of which nothing is known matches no value', () => {
  const malformed = searched({
    method: null,
    target: null,
    eventType: null,
    answeredStatus: null,
    answeredMs: null,
    state: 'malformed',
  })
  for (const text of ['method:*', 'path:*', 'event:*', 'status:*', 'status:<=599', 'answered:>0', 'query.a:*', 'x']) {
    expect({ text, holds: matches(text, malformed) }).toEqual({ text, holds: false })
    expect(matches(`-${text}`, malformed)).toBe(true)
  }
})

test('any filter has an answer for any body, and its negation the other', () => {
  fc.assert(
    fc.property(anyFilter, fc.oneof(fc.string(), fc.json()), (node, body) => {
      const capture = searched({ body })
      expect(filterMatcher({ kind: 'not', node })(capture)).toBe(!filterMatcher(node)(capture))
    }),
  )
})

test('reads only what a filter needs', () => {
  const fail = () => {
    throw new Error('It was read')
  }
  const capture: SearchedCapture = { ...searched(), headers: fail, note: fail, tags: fail, body: fail }
  expect(matches('body.a:1 header.x:y method:GET', capture)).toBe(false)
  expect(matches('someword or method:POST', capture)).toBe(true)
  expect(matches('stripe', capture)).toBe(true)
})

test('days in a body are days where one is, times without a zone are those of UTC', () => {
  const body = '{"day":"2026-11-01","at":"2026-11-01T12:00","zoned":"2026-11-01T12:00-05:00"}'
  const ask = (text: string) => matches(text, searched({ body }))
  expect(ask('body.day:>=2026-11-01 -body.day:>2026-11-01')).toBe(true)
  // 12:00 of UTC is 7:00 in New York, where the clocks went back that night.
  expect(ask('body.at:>2026-11-01T06:59 body.at:<2026-11-01T07:01')).toBe(true)
  expect(ask('body.zoned:>2026-11-01T11:59 body.zoned:<2026-11-01T12:01')).toBe(true)
  expect(ask('body.at:=2026-11-01T12:00')).toBe(true)
})

test('attempts are numbers', () => {
  const ask = (text: string) => matches(text, searched({ attempt: 2 }))
  expect([ask('attempt:2'), ask('attempt:>1'), ask('-attempt:1'), ask('attempt:>2')]).toEqual([true, true, true, false])
})
