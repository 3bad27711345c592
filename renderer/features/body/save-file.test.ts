import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeName } from './save-file.ts'

test('a name stays in its folder and shows its ending', () => {
  expect(safeName('../../etc/passwd')).toBe('_/../etc/passwd'.replaceAll('/', '_'))
  expect(safeName('invoice\u202Efdp.exe')).toBe('invoice_fdp.exe')
  expect(safeName('')).toBe('body')
})

test('no name is more than a name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(safeName(name)).toMatch(/^[^/\\:\0]{1,120}$/s)
    }),
  )
})
