import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { providers } from '../../../shared/signature/catalogue/catalogue.ts'
import { draftOfScheme } from './draft-of-scheme.ts'
import { EMPTY_DRAFT, SCHEME_PRESETS, type SchemeDraft, usualPlace } from './scheme-draft.ts'
import { schemeOfDraft } from './scheme-of-draft.ts'

const errorsOf = (part: Partial<SchemeDraft>) => {
  const result = schemeOfDraft({ ...EMPTY_DRAFT, ...part })
  return result.kind === 'wrong' ? Object.keys(result.errors) : []
}

test.each(SCHEME_PRESETS)('$name is a scheme, and reads the same again', ({ draft }) => {
  const result = schemeOfDraft(draft)
  expect(result.kind).toBe('scheme')
  if (result.kind === 'scheme') expect(draftOfScheme(result.scheme)).toMatchObject({ kind: draft.kind })
})

test('Standard Webhooks are checked as the catalogue does', () => {
  const preset = SCHEME_PRESETS.find(({ name }) => name === 'Standard Webhooks')
  const result = schemeOfDraft(preset?.draft ?? EMPTY_DRAFT)
  expect(result).toMatchObject({
    scheme: {
      kind: 'hmac',
      content: '{id}.{timestamp}.{body}',
      signature: { layout: { kind: 'list', prefix: 'v1,' }, encoding: 'base64' },
      secret: { decode: 'base64', prefixes: ['whsec_'] },
    },
  })
})

describe('names the field that is wrong', () => {
  test.each<[Partial<SchemeDraft>, keyof SchemeDraft]>([
    [{ header: 'X Signature' }, 'header'],
    [{ template: '{nothing}' }, 'template'],
    [{ template: '' }, 'template'],
    [{ kind: 'hash' }, 'template'],
    [{ template: '{timestamp}.{body}' }, 'timestamp'],
    [{ template: '{id}.{body}' }, 'id'],
    [{ layout: 'pairs' }, 'prefix'],
    [{ layout: 'list' }, 'prefix'],
    [{ timestamp: 'X-Time', tolerance: 'five' }, 'tolerance'],
    [{ kind: 'jwt', algorithms: '' }, 'algorithms'],
    [{ kind: 'jwt', algorithms: 'none' }, 'algorithms'],
    [{ kind: 'jwt', jwksUrl: 'http://example.com/jwks' }, 'jwksUrl'],
  ])('%j', (part, field) => {
    expect(errorsOf(part)).toContain(field)
  })
})

test('a scheme that the form cannot say whole is not shown as another one', () => {
  const forms = providers.flatMap(({ schemes }) => schemes).filter((scheme) => scheme.kind !== 'custom')
  let readable = 0
  for (const scheme of forms) {
    const draft = draftOfScheme(scheme)
    if (draft === null) continue
    readable++
    expect(schemeOfDraft(draft)).toMatchObject({ kind: 'scheme', scheme: JSON.parse(JSON.stringify(scheme)) })
  }
  expect(readable).toBeGreaterThan(20)
})

test('another kind has the place that is usual for it, unless one was written', () => {
  expect(usualPlace('jwt', EMPTY_DRAFT)).toEqual({ header: 'Authorization', prefix: 'Bearer' })
  expect(usualPlace('hmac', { ...EMPTY_DRAFT, kind: 'jwt', header: 'Authorization', prefix: 'Bearer' })).toEqual({
    header: 'X-Signature',
    prefix: '',
  })
  expect(usualPlace('jwt', { ...EMPTY_DRAFT, header: 'X-Mine' })).toEqual({})
  const standard = SCHEME_PRESETS.find(({ name }) => name === 'Standard Webhooks')?.draft ?? EMPTY_DRAFT
  expect(usualPlace('ed25519', standard)).toEqual({})
})

test('whatever is typed is a scheme or a named error', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.constantFrom('plain', 'list', 'pairs'), (a, b, c, layout) => {
      const result = schemeOfDraft({ ...EMPTY_DRAFT, header: a, prefix: b, template: c, layout })
      if (result.kind === 'wrong') expect(Object.values(result.errors).every((error) => error !== '')).toBe(true)
    }),
  )
})
