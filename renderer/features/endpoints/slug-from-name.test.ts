import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endpointSlug } from '../../../shared/endpoint/endpoint.ts'
import { slugFromName } from './slug-from-name.ts'

test.each([
  ['Stripe (test)', 'stripe-test'],
  ['  GitHub  ', 'github'],
  ['Żółw & Café', 'zo-w-cafe'],
  ['日本', ''],
])('%s gives %s', (name, slug) => {
  expect(slugFromName(name)).toBe(slug)
})

test('whatever the name, the slug is one or empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (name) => {
      const slug = slugFromName(name)
      return slug === '' || endpointSlug.safeParse(slug).success
    }),
  )
})
