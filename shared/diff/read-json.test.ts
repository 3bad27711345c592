import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prettyJson } from '../body/json-pretty.ts'
import { Meanings } from './meanings.ts'
import { readJson } from './read-json.ts'

test('accepts exactly what JSON.parse accepts, and names the same wrong place as the pretty view', () => {
  const tokens = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '1', '-', '.', 'e', ' ', 'null', '"a"', 'x')
  fc.assert(
    fc.property(fc.array(tokens, { maxLength: 12 }), (parts) => {
      const source = parts.join('')
      const result = readJson(source, new Meanings())
      const pretty = prettyJson(source)
      expect(result.kind === 'read').toBe(pretty.kind === 'pretty')
      if (result.kind === 'invalid') expect(result.position).toBe(pretty.kind === 'invalid' ? pretty.position : -1)
    }),
    { numRuns: 3000 },
  )
})
