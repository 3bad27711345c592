import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headerFromText } from '../http/header-text.ts'
import { compilePattern } from './compile-pattern.ts'
import { OwnPatterns } from './own-patterns.ts'
import type { OwnPattern } from './redaction-rules.ts'
import { redactedBody } from './testing/redacted-body.ts'

function mine(pattern: string): OwnPattern {
  return { name: 'Mine', pattern, ignoreCase: false }
}

test.each([
  ['ab(c', 3, /closing \)/],
  ['[(](a', 4, /closing \)/],
  ['ab)c', 3, /unexpected \)/],
  ['a**', 2, /repetition/],
  ['x(?=x)', 2, /\(\?=\)/],
  ['q[z-a]', 3, /z-a/],
  ['abc\\1', 4, /escape/],
  ['abc\\', 4, /backslash/],
  ['(a{1000}){1000}', 10, /repeat count/],
])('%s is refused at character %i', (pattern, at, problem) => {
  expect(() => compilePattern(mine(pattern))).toThrow(
    new RegExp(`^The pattern "Mine" cannot be read at character ${at}:`),
  )
  expect(() => compilePattern(mine(pattern))).toThrow(problem)
})

test.each(['', 'a*', '^', '$', '\\b', '()', '(?:)*'])('%j finds nothing where nothing is', (pattern) => {
  expect(new OwnPatterns([mine(pattern)]).find('bbb bbb')).toEqual([])
})

test('what stands in a long text is found once, wherever it is cut', () => {
  const number = 'order-12345'
  for (const at of [0, 65_530, 65_536, 131_065, 199_980]) {
    const text = `${'x '.repeat(100_000).slice(0, at)} ${number} ${'y '.repeat(10)}`
    expect(new OwnPatterns([mine('\\border-\\d+')]).find(text)).toEqual([
      { start: at + 1, end: at + 1 + number.length, kind: 'pattern' },
    ])
  }
})

test('places are those of bytes', () => {
  const text = headerFromText('größe 7')
  expect(new OwnPatterns([mine('\\d')]).find(text)).toEqual([{ start: 8, end: 9, kind: 'pattern' }])
})

describe('a pattern that takes too long', () => {
  const slow = 'a.*b|a'

  test('is given up, by the clock', () => {
    const patterns = new OwnPatterns([mine(slow)], ticking(100))
    expect(patterns.find('a'.repeat(50_000))).toBeNull()
    expect(patterns.find('b')).toBeNull()
    patterns.restart()
    expect(patterns.find('b')).toEqual([])
  })

  test('leaves out what it was not looked for in', () => {
    const body = JSON.stringify({ a: 'a'.repeat(200_000), b: 'b' })
    const out = redactedBody(body, 'application/json', { patterns: [mine(slow)] }, ticking(100))
    expect(Object.keys(JSON.parse(out) as object)).toHaveLength(2)
    expect(out).not.toContain('aaa')
  })
})

/** Each look at it is a millisecond later. */
function ticking(most: number) {
  let time = 0
  return { now: () => time++, most }
}

test('no pattern finds anything in what redaction wrote', () => {
  const nasty = ['.*', '\\w+', '[\\[\\]]', '-\\d', 'pattern', 'a*', '^.', '(?s).+$', '\\d', '[^a]', 'email|1']
  fc.assert(
    fc.property(
      fc.subarray(nasty, { minLength: 1 }),
      fc.array(fc.constantFrom('a', ' ', '1', 'jo@example.com', '"', '{', '}', ':', '[email-1]', 'é'), {
        maxLength: 12,
      }),
      fc.constantFrom('text/plain', 'application/json', 'application/xml', 'text/csv'),
      (patterns, pieces, type) => {
        const rules = { patterns: patterns.map(mine) }
        const once = redactedBody(pieces.join(''), type, rules)
        expect(redactedBody(once, type, rules)).toBe(once)
      },
    ),
  )
})
