import { z } from 'zod'

/** What is taken out of a request before it is shared. */
export const redactionKind = z.enum([
  'authorization',
  'cookie',
  'signature',
  'token',
  'secret',
  'jwt',
  'email',
  'card',
  'phone',
  'personal',
  'pattern',
  'binary',
])

export type RedactionKind = z.infer<typeof redactionKind>

export interface RedactionKindFact {
  readonly kind: RedactionKind
  readonly label: string
  /** What it covers, for the settings. */
  readonly hint: string
  /** Cannot be switched off. */
  readonly always?: true
}

export const REDACTION_KINDS: ReadonlyArray<RedactionKindFact> = [
  {
    kind: 'secret',
    label: 'Saved secrets',
    hint: 'Secrets, passwords and path tokens that Hookbench keeps, wherever they occur',
    always: true,
  },
  { kind: 'authorization', label: 'Authorization', hint: 'Authorization headers; their scheme stays' },
  { kind: 'cookie', label: 'Cookies', hint: 'Values of cookies; their names stay' },
  { kind: 'signature', label: 'Signatures', hint: 'Signature and digest headers of all known providers' },
  {
    kind: 'token',
    label: 'Tokens and passwords',
    hint: 'Headers, parameters and fields named so, and tokens that can be told by their form',
  },
  { kind: 'jwt', label: 'JWTs', hint: 'JSON web tokens anywhere' },
  { kind: 'email', label: 'E-mail addresses', hint: 'Anywhere' },
  { kind: 'card', label: 'Card numbers', hint: 'With a right check digit, and security codes in fields named so' },
  {
    kind: 'phone',
    label: 'Phone numbers',
    hint: 'International ones, (415) 555-2671, and whatever stands in fields named so',
  },
  {
    kind: 'personal',
    label: 'Personal numbers',
    hint: 'Social security, tax, passport and account numbers and dates of birth, in fields named so',
  },
  {
    kind: 'binary',
    label: 'Binary content',
    hint: 'It cannot be looked through, so it is left out',
  },
]
