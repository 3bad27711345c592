import { expect, test } from 'vitest'
import { importFormatOf } from './detect-import.ts'

test.each([
  'response=$(curl -s http://example.com/r)',
  '(curl http://h)',
  'AUTH=$(curl http://h)',
  'TOKEN=`curl http://h`',
  '#!/bin/sh\nset -e\nA=$(curl http://h)',
])('%j calls curl', (script) => {
  expect(importFormatOf(Buffer.from(script))).toBe('curl')
})

test('CSV, also of Hookbench, is named with what can be imported', () => {
  for (const csv of ['id,received_at,endpoint,method\n1,2,3,"curl x"\n', 'A;B;C\r\n1;2;3\r\n']) {
    expect(() => importFormatOf(Buffer.from(csv))).toThrow(/^CSV cannot be imported.*HAR, NDJSON, raw HTTP/)
  }
})

test('what is not known is refused with a way to say what it is', () => {
  expect(() => importFormatOf(Buffer.from('Hello, you'))).toThrow(/no file that captures.*--format curl/)
})
