import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleExport } from './testing/sample-export.ts'
import { csvCell, csvWriter } from './write-csv.ts'

test('writes a row a capture, with CRLF and what needs quotes in quotes', () => {
  const writer = csvWriter()
  const capture = sampleExport({ note: 'says "hi",\r\nand more', body: new Uint8Array(3) })
  const text = [...writer.begin(), ...writer.capture(capture)].join('')
  const [head, ...rest] = text.split('\r\n')
  expect(head).toMatch(/^id,received_at,endpoint,method,target,/)
  expect(rest.join('\r\n')).toContain('2023-11-14T22:13:20.000Z,default,POST,/default?a=1&b=%20')
  expect(text.endsWith('"says ""hi"",\r\nand more"\r\n')).toBe(true)
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1', '|cmd', '%0A=1', '\u0000=1'])(
  'no spreadsheet takes %j for a formula',
  (text) => {
    expect(csvCell(text).replace(/^"/, '')[0]).toBe("'")
  },
)

test('a cell read as RFC 4180 says is the text, but for apostrophes', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(fc.constantFrom(...';=\n-\t "'), fc.string({ unit: 'binary', maxLength: 1 })) }),
      (text) => {
        const cell = csvCell(text)
        const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
        expect(read.replaceAll("'", '')).toBe(text.replaceAll("'", ''))
        if (!cell.startsWith('"')) expect(cell).not.toMatch(/[",\r\n]/)
      },
    ),
  )
})

test.each([
  ['a;=1+1', `"a;'=1+1"`],
  ['a; @x', `"a; '@x"`],
  ['a\n=1\r\n+2', `"a\n'=1\r\n'+2"`],
  ['- one\n- two; -3', `"'- one\n- two; '-3"`],
  ['a;b', '"a;b"'],
])('%j begins no formula where a semicolon or a line begins a cell', (value, cell) => {
  expect(csvCell(value)).toBe(cell)
})
