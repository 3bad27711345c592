import { expect, test } from 'vitest'
import { type SigningChoice, signingOf } from './signing-choice.ts'

const choice: SigningChoice = { kind: 'keep', how: 'stale', newId: false, secrets: { stripe: 'a', github: 'b' } }

test('says nothing to keep the signature', () => {
  expect(signingOf(choice, 'stripe')).toEqual({})
})

test('signs with the secret chosen for the endpoint, and with each one’s own where there are several', () => {
  const resign = { ...choice, kind: 'resign' } as const
  expect(signingOf(resign, 'stripe')).toEqual({ sign: { kind: 'resign', secretId: 'a' } })
  expect(signingOf(resign, 'other')).toEqual({ sign: { kind: 'resign' } })
  expect(signingOf({ ...resign, newId: true }, null)).toEqual({ sign: { kind: 'resign', newId: true } })
})

test('breaks in the way that was chosen, and strips without more', () => {
  expect(signingOf({ ...choice, kind: 'break' }, 'github')).toEqual({
    sign: { kind: 'break', how: 'stale', secretId: 'b' },
  })
  expect(signingOf({ ...choice, kind: 'strip', newId: true }, 'stripe')).toEqual({ sign: { kind: 'strip' } })
})
