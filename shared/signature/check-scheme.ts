import { assertNever } from '../assert-never.ts'
import { checkJwt } from './check-jwt.ts'
import { checkSigned } from './check-signed.ts'
import { checkBasic, checkToken } from './check-token.ts'
import { customSchemes } from './custom/custom-schemes.ts'
import { type CheckInput, invalid, notCheckable, type Outcome } from './outcome.ts'
import { parsesBody } from './parses-body.ts'
import { PARSED_BODY_BYTES } from './request-reader.ts'
import type { FormScheme, Scheme } from './scheme.ts'

/** Judges a request by one scheme, with every key. */
export function checkScheme(scheme: Scheme, schemeIndex: number, input: CheckInput): Outcome {
  if (input.request.raw.body.length > PARSED_BODY_BYTES && parsesBody(scheme)) {
    return notCheckable({ kind: 'body-too-long', limit: PARSED_BODY_BYTES })
  }
  const place = { schemeIndex, schemeName: scheme.name ?? null }
  if (scheme.kind === 'custom') return customSchemes[scheme.custom].check(input, place)
  const unmet = unmetRequirement(scheme, input)
  return unmet ?? checkForm(scheme, place, input)
}

/** Which of the provider's schemes a working belongs to. */
export interface SchemePlace {
  readonly schemeIndex: number
  readonly schemeName: string | null
}

function checkForm(scheme: FormScheme, place: SchemePlace, input: CheckInput): Outcome {
  switch (scheme.kind) {
    case 'hmac':
    case 'hash':
    case 'ed25519':
    case 'ecdsa':
    case 'rsa':
      return checkSigned(scheme, place, input)
    case 'token':
      return checkToken(scheme, place, input)
    case 'basic':
      return checkBasic(place, input)
    case 'jwt':
      return checkJwt(scheme, place, input)
    default:
      return assertNever(scheme)
  }
}

function unmetRequirement(scheme: FormScheme, input: CheckInput): Outcome | null {
  for (const { header, oneOf, optional } of scheme.requires ?? []) {
    const value = input.request.header(header)
    if (value === null ? optional === true : oneOf.includes(value.trim())) continue
    const condition = { what: `header ${header}`, expected: oneOf.join(' or '), received: value, holds: false }
    return invalid({ kind: 'condition-failed', condition })
  }
  return null
}
