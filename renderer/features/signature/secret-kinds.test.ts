import { expect, test } from 'vitest'
import { expectedKind, freeName, pasteWarning } from './secret-kinds.ts'

const stripe = { name: 'Stripe', secretPrefix: 'whsec_' }

test('asks for the kind of secret that the provider’s schemes need', () => {
  expect(expectedKind(['secret'])).toBe('secret')
  expect(expectedKind(['user-password', 'public-key'])).toBe('secret')
  expect(expectedKind(['none', 'public-key'])).toBe('public-key')
  expect(expectedKind(['none'])).toBeNull()
})

test('gives each secret a name of its own', () => {
  expect(freeName('Token', [])).toBe('Token')
  expect(freeName('Token', [{ name: 'Token' }, { name: 'Token 2' }])).toBe('Token 3')
})

test('warns of what was pasted along, and of what does not look like the provider’s', () => {
  expect(pasteWarning('whsec_abc', 'secret', stripe)).toBeNull()
  expect(pasteWarning('whsec_abc\n', 'secret', stripe)).toMatch(/line end/)
  expect(pasteWarning('"whsec_abc"', 'secret', stripe)).toMatch(/quotes/)
  expect(pasteWarning('sk_live_abc', 'secret', stripe)).toMatch(/begin with whsec_/)
  expect(pasteWarning('anything', 'secret', undefined)).toBeNull()
  expect(pasteWarning('-----BEGIN PUBLIC KEY-----\n', 'public-key', stripe)).toBeNull()
})
