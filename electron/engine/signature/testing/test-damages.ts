import { expect, test } from 'vitest'
import type { CauseCode } from '../../../../shared/signature/cause/cause-codes.ts'
import { causesOf, type Damage, expectNoSecrets, FORM, type Options, sent } from './damaged-request.ts'

/** Signers of three kinds: over the body alone, with a timestamp, and with the URL. */
export const OVER_BODY = ['github', 'shopify', 'dropbox']
const TIMESTAMPED = ['stripe', 'slack', 'zoom']
export const OVER_URL = ['square', 'trello', 'hubspot']
export const ALL = [...OVER_BODY, ...TIMESTAMPED, ...OVER_URL]

/** A request whose body is a form. */
export const form: Options = { body: FORM, contentType: 'application/x-www-form-urlencoded' }

interface Damaged {
  readonly signers: ReadonlyArray<string>
  readonly damage: Damage
  readonly codes: ReadonlyArray<CauseCode>
  readonly options?: Options
}

/** Tests that each damage, which the title says, is found with every kind of signer that can have it. */
export function testDamages(damages: Readonly<Record<string, Damaged>>): void {
  const cells = Object.entries(damages).flatMap(([title, { signers, damage, codes, options }]) =>
    signers.map((signer) => [title, signer, damage, codes, options ?? {}] as const),
  )

  test.each(cells)('%s (%s): named, and nothing else is blamed', (_title, signer, damage, codes, options) => {
    const original = sent(signer, options)
    if (options.as === undefined) expect(causesOf(original)).toEqual([])
    const damaged = { ...original, ...damage(original) }
    const causes = causesOf(damaged)
    expect(
      causes.map(({ code }) => code),
      JSON.stringify(causes, null, 1),
    ).toEqual(codes)
    expectNoSecrets(causes, damaged)
  })
}
