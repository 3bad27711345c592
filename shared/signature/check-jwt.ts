import type { SchemePlace } from './check-scheme.ts'
import { withoutWord } from './check-token.ts'
import { jsonAt } from './json-at.ts'
import { type JwtParts, parseJwt, verifyJwt } from './jwt.ts'
import { checkClaims } from './jwt-claims.ts'
import { type CheckInput, invalid, type Outcome } from './outcome.ts'
import type { JwtScheme } from './scheme.ts'
import type { ConditionCheck, SignatureProblem, Working } from './signature-check.ts'
import { describeSource } from './value-source.ts'

/** A signed token: its signature, then its times, then the claims that tie it to this request. */
export function checkJwt(scheme: JwtScheme, place: SchemePlace, input: CheckInput): Outcome {
  let problem: SignatureProblem | null = null
  const tokens: { from: string; value: string; parts: JwtParts }[] = []
  for (const source of scheme.from) {
    const from = describeSource(source)
    for (const value of input.request.valuesAt(source)) {
      const parts = parseJwt(withoutWord(value, scheme.word === undefined ? '' : `${scheme.word} `) ?? '', input.crypto)
      if (parts === null) problem ??= { kind: 'signature-malformed', where: from, value, why: 'It is not a JWT.' }
      else tokens.push({ from, value, parts })
    }
  }
  const [token] = tokens
  if (token === undefined) {
    return invalid(problem ?? { kind: 'signature-missing', where: scheme.from.map(describeSource).join(' or ') })
  }
  return checkParsed(scheme, place, token, input)
}

function checkParsed(
  scheme: JwtScheme,
  place: SchemePlace,
  token: { from: string; value: string; parts: JwtParts },
  input: CheckInput,
): Outcome {
  const extension = criticalExtension(token.parts)
  if (extension !== null) return invalid({ kind: 'condition-failed', condition: extension })
  const verified = verifyJwt(scheme, token.parts, input)
  if (verified.kind !== 'compared') return verified
  const workings: Working[] = []
  for (const compared of verified.compared) {
    const claims = checkClaims(scheme, token.parts.claims, compared.key, input)
    if (claims.kind !== 'checked') return claims
    const working: Working = {
      ...place,
      algorithm: `JWT ${token.parts.algorithm}`,
      signatureFrom: token.from,
      signatureValue: token.value,
      keyName: compared.key.name,
      signedContent: [token.parts.signedText],
      computed: compared.computed,
      received: token.parts.signature,
      matches: compared.matches,
      timestamp: claims.timestamp,
      conditions: claims.conditions,
    }
    if (!compared.matches) {
      workings.push(working)
      continue
    }
    return claims.problem === null ? { kind: 'valid', working } : invalid(claims.problem, [working])
  }
  return invalid({ kind: 'signature-mismatch' }, workings)
}

/** Who does not understand an extension that a token calls critical must refuse it (RFC 7515, 4.1.11). */
function criticalExtension({ header }: JwtParts): ConditionCheck | null {
  const critical = jsonAt(header, '/crit')
  if (critical === undefined) return null
  return { what: 'crit of the token', expected: 'no extensions', received: JSON.stringify(critical), holds: false }
}
