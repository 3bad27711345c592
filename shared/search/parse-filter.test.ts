import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filterErrorLines, filterErrorMessage } from './filter-error.ts'
import { EVERYTHING } from './filter-node.ts'
import { LONGEST_FILTER, parseFilter } from './parse-filter.ts'
import { printFilter } from './print-filter.ts'
import { anyFilter, nearlyFilter } from './testing/filter-arbitraries.ts'

const NOW = { now: 0, zone: 'UTC' }

describe('reads', () => {
  test.each([
    ['pi_3Q', 'pi_3Q'],
    ['  two   words ', 'two words'],
    ['"a phrase"', '"a phrase"'],
    ['"or"', '"or"'],
    ['"say \\"hi\\" \\u00e9"', '"say \\"hi\\" é"'],
    ['METHOD:post', 'method:post'],
    ['a or b c', 'a or b c'],
    ['(a or b) c', '(a or b) c'],
    ['a and b', 'a b'],
    ['((a))', 'a'],
    ['-(a OR b)', '-(a or b)'],
    ['--a', '--a'],
    ['-method:GET', '-method:GET'],
    ['event:payment_intent.*', 'event:payment_intent.*'],
    ['event:"event_callback · *"', 'event:"event_callback · *"'],
    ['path:/stripe/*', 'path:/stripe/*'],
    ['status:5xx', 'status:5xx'],
    ['status:>=400', 'status:>=400'],
    ['status:=404', 'status:404'],
    ['answered:>500ms', 'answered:>500ms'],
    ['answered:<2s', 'answered:<2s'],
    ['size:>1mb', 'size:>1mb'],
    ['after:10m', 'after:10m'],
    ['before:2026-11-01', 'before:2026-11-01'],
    ['after:"2026-11-01 12:00"', 'after:"2026-11-01 12:00"'],
    ['query.x:1', 'query.x:1'],
    ['query.a.b:1', 'query."a.b":1'],
    ['header.X-GitHub-Event:push', 'header.x-github-event:push'],
    ['body.data.object.amount:>1000', 'body.data.object.amount:>1000'],
    ['body.a.b[*].c:>1000', 'body.a.b[*].c:>1000'],
    ['body./a/b~1c/0:x', 'body.a."b/c".0:x'],
    ['body[0]["a.b"]."c d":*', 'body[0]."a.b"."c d":*'],
    ['body.x:=TRUE', 'body.x:=TRUE'],
    ['body.n:>007', 'body.n:>7'],
    ['verdict:not-checkable', 'verdict:not-checkable'],
    [
      'state:malformed is:pinned tag:todo note:"to do" id:0193',
      'state:malformed is:pinned tag:todo note:"to do" id:0193',
    ],
    ['body/a/b~1c:x', 'body.a."b/c":x'],
    ['is:pinned|replayed -status:4xx|5xx', '(is:pinned or is:replayed) -(status:4xx or status:5xx)'],
    ['event:a|b', 'event:a|b'],
    // Not keys: what people paste and what worked before.
    ['https://example.com/x', 'https://example.com/x'],
    ['{"id":"evt_1"}', '{"id":"evt_1"}'],
    ['12:04', '12:04'],
    ['9lives:2', '9lives:2'],
    ['user@host:22', 'user@host:22'],
    ['git+ssh://host/x', 'git+ssh://host/x'],
    ['path://webhook', 'path://webhook'],
    ['"path://webhook"', '"path://webhook"'],
    ['status:600|9xx', 'status:600 or status:9xx'],
    ['example.com://x', 'example.com://x'],
    ['"körper:1"', '"körper:1"'],
    ['attempt:>1', 'attempt:>1'],
    ['attempt:=2', 'attempt:2'],
    ['status:100 -status:<=599', 'status:100 -status:<=599'],
    ['header.php', 'header.php'],
    ['half-way', 'half-way'],
  ])('%s', (text, printed) => {
    const parsed = parseFilter(text, NOW)
    expect(parsed.ok ? printFilter(parsed.node) : filterErrorMessage(parsed.error)).toBe(printed)
  })

  test('no term as every capture', () => {
    expect(parseFilter(' \n ', NOW)).toEqual({ ok: true, node: EVERYTHING })
  })

  test('a word of a key without its colon as a word', () => {
    expect(parseFilter('method', NOW)).toEqual({ ok: true, node: { kind: 'text', text: 'method' } })
  })
})

describe('says what is wrong, and where', () => {
  test.each([
    ['stauts:5xx', 0, 'a key such as status', '"stauts"'],
    ['foobar:1', 0, 'a key (method, ', '"foobar"'],
    ['method:', 7, 'a value after method:, such as method:POST', 'the end'],
    ['body.a: x', 7, 'a value after body.a:', '" "'],
    ['status:abc', 7, 'a status such as 404', '"abc"'],
    ['status:>5xx', 8, 'a status such as', '"5xx"'],
    ['status:0xx', 7, 'a class of statuses from 1xx to 9xx', '"0xx"'],
    ['status:4xx|0xx', 11, 'a class of statuses from 1xx to 9xx', '"0xx"'],
    ['status:99', 7, 'a status from 100 to 999', '"99"'],
    ['status:>=1000', 9, 'a status from 100 to 999', '"1000"'],
    ['status:12345', 7, 'a status from 100 to 999', '"12345"'],
    ['status:"404"', 7, 'a status such as', '""404""'],
    ['attempt:0', 8, 'which attempt it is, from 1 on', '"0"'],
    ['attempt:*', 8, 'which attempt it is, from 1 on', '"*"'],
    ['a körper:1', 2, 'a key (method, ', '"körper"'],
    ['eńdpoint:x', 0, 'a key such as endpoint', '"eńdpoint"'],
    ['статус:5xx', 0, 'a key (method, ', '"статус"'],
    ['状態:1', 0, 'a key (method, ', '"状態"'],
    ['event_id:1', 0, 'a key such as event-id', '"event_id"'],
    ['_a:1', 0, 'a key (method, ', '"_a"'],
    ['__a:1', 0, 'a key (method, ', '"__a"'],
    ['_body.x:1', 0, 'a key such as body', '"_body"'],
    ['user1:x', 0, 'a key (method, ', '"user1"'],
    ['headers.x-a:1', 0, 'a key such as header', '"headers"'],
    ['data.amount:5', 0, 'a key (method, ', '"data"'],
    ['since:10m', 0, 'a key such as after', '"since"'],
    ['status.x:5xx', 6, 'a colon right after status', '".x"'],
    ['answered:>soon', 10, 'a duration such as', '"soon"'],
    ['size:big', 5, 'a size such as', '"big"'],
    ['after:never', 6, 'a time such as', '"never"'],
    ['after:2026-13-01', 6, 'a time such as', '"2026-13-01"'],
    ['after:>10m', 6, 'a value right after after:', '">"'],
    ['is:pinned|happy', 10, 'one of pinned, replayed', '"happy"'],
    ['is:pinned|', 10, 'a value after is:', 'the end'],
    ['is:happy', 3, 'one of pinned, replayed', '"happy"'],
    ['verdict:maybe', 8, 'one of valid, invalid, not-checkable', '"maybe"'],
    ['id:xyz', 3, 'the start of a capture', '"xyz"'],
    ['(a or b', 7, 'a closing parenthesis', 'the end'],
    ['a)', 1, 'another term', '")"'],
    ['()', 1, 'a word, a "phrase"', '")"'],
    ['a or', 4, 'a word, a "phrase"', 'the end'],
    ['or a', 0, 'a word, a "phrase"', '"or"'],
    ['a - b', 3, 'a term right after the minus', '" "'],
    ['"open', 5, 'a closing quote', 'the end'],
    ['body."a', 5, 'a closing quote', 'the end'],
    ['path:/x body["a b', 13, 'a closing quote', 'the end'],
    ['header."x-a:1', 7, 'a closing quote', 'the end'],
    ['query."a\\q":1', 8, '\\"', '"\\q"'],
    ['"a\\qb"', 2, '\\"', '"\\q"'],
    ['"a"b', 3, 'a space', '"b"'],
    ['""', 0, 'text between the quotes', '""""'],
    ['body.a..b:1', 7, 'a name after the dot', '".b"'],
    ['body.a[x]:1', 6, 'a dot and a name, [0]', '"[x]"'],
    ['header.:1', 6, 'a name after header', '"."'],
    ['note:>3', 5, 'a value right after note:', '">"'],
  ])('%s', (text, position, expected, found) => {
    const parsed = parseFilter(text, NOW)
    if (parsed.ok) throw new Error(`${text} was read as ${printFilter(parsed.node)}`)
    expect({ position: parsed.error.position, found: parsed.error.found }).toEqual({ position, found })
    expect(parsed.error.expected).toContain(expected)
  })

  test('that a place in a body wants its key', () => {
    const parsed = parseFilter('data.amount:>5', NOW)
    expect(parsed.ok ? '' : parsed.error.hint).toBe(
      'To look for the text itself, put it between quotes: "data.amount:>5". A value in the body is body.data.amount:>5.',
    )
  })

  test('in a sentence, and with a caret', () => {
    const parsed = parseFilter('status:5xx answered:>soon', NOW)
    if (parsed.ok) throw new Error('It is wrong')
    expect(filterErrorMessage(parsed.error)).toBe(
      'The filter is wrong at character 22: expected a duration such as >500ms or <2s, found "soon".',
    )
    expect(filterErrorLines('status:5xx answered:>soon', parsed.error)).toEqual([
      'status:5xx answered:>soon',
      '                     ^^^^',
    ])
  })
})

describe('is bounded', () => {
  test.each([
    ['too long', 'a'.repeat(LONGEST_FILTER + 1), 'at most 4000 characters'],
    ['too deep', '('.repeat(60), 'within each other'],
    ['too many minus signs', `${'-'.repeat(1000)}a`, 'within each other'],
    ['too many terms', 'a '.repeat(300), 'at most 200 terms'],
    ['too many alternatives', `method:${'a|'.repeat(1099)}a`, 'at most 200 terms'],
    ['too long a path', `body${'.a'.repeat(100)}:1`, 'at most 60 steps'],
  ])('%s', (_name, text, expected) => {
    const parsed = parseFilter(text, NOW)
    expect(parsed.ok ? '' : parsed.error.expected).toContain(expected)
  })
})

test('says which alternative is the first one too many', () => {
  const text = `-is:pinned a method:${'a|'.repeat(300)}a`
  const parsed = parseFilter(text, NOW)
  const position = text.indexOf('method:') + 'method:'.length + 2 * 198
  expect(parsed).toMatchObject({ ok: false, error: { position, length: 1, expected: 'at most 200 terms' } })
  expect(parseFilter(`a b method:${'a|'.repeat(197)}a`, NOW).ok).toBe(true)
})

describe('for any text', () => {
  test('never throws, and places what is wrong within the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearlyFilter), (text) => {
        const parsed = parseFilter(text, NOW)
        if (parsed.ok) return
        const { position, length } = parsed.error
        expect(position).toBeGreaterThanOrEqual(0)
        expect(position + length).toBeLessThanOrEqual(text.length)
        expect(filterErrorMessage(parsed.error)).toMatch(/expected .+, found .+\./su)
      }),
      { numRuns: 3000 },
    )
  })

  test('what was read is read again from what is printed', () => {
    fc.assert(
      fc.property(nearlyFilter, (text) => {
        const parsed = parseFilter(text, NOW)
        if (parsed.ok && parsed.node !== EVERYTHING) expect(parseFilter(printFilter(parsed.node), NOW)).toEqual(parsed)
      }),
      { numRuns: 3000 },
    )
  })
})

test('every filter is read again from what is printed', () => {
  fc.assert(
    fc.property(anyFilter, (node) => {
      expect(parseFilter(printFilter(node), NOW)).toEqual({ ok: true, node })
    }),
    { numRuns: 2000 },
  )
})
