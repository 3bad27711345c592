import { assertNever } from '../assert-never.ts'
import { headerFromText } from '../http/header-text.ts'
import { jsonAt } from './json-at.ts'
import type { ComparedKey } from './jwt.ts'
import { type CheckInput, notCheckable, type Outcome } from './outcome.ts'
import type { ClaimRule, JwtScheme } from './scheme.ts'
import type { ConditionCheck, SignatureProblem, TimestampCheck } from './signature-check.ts'
import { judgeTimestamp } from './timestamp.ts'

export type CheckedClaims =
  | {
      readonly kind: 'checked'
      readonly timestamp: TimestampCheck | null
      readonly conditions: ReadonlyArray<ConditionCheck>
      /** The first that is wrong: times before claims. */
      readonly problem: SignatureProblem | null
    }
  | Extract<Outcome, { kind: 'not-checkable' }>

export function checkClaims(
  scheme: JwtScheme,
  claims: unknown,
  key: ComparedKey['key'],
  input: CheckInput,
): CheckedClaims {
  const conditions: ConditionCheck[] = []
  for (const rule of scheme.claims) {
    const condition = checkClaim(rule, claims, key, input)
    if (condition === 'public-url-unknown' || condition === 'body-incomplete') {
      return notCheckable({ kind: condition }) as CheckedClaims
    }
    if (condition !== null) conditions.push(condition)
  }
  const times = checkTimes(scheme, claims, input)
  const failed = conditions.find((condition) => !condition.holds)
  const problem =
    times.problem ?? (failed === undefined ? null : { kind: 'condition-failed' as const, condition: failed })
  return { kind: 'checked', timestamp: times.timestamp, conditions, problem }
}

function checkClaim(
  rule: ClaimRule,
  claims: unknown,
  key: ComparedKey['key'],
  input: CheckInput,
): ConditionCheck | 'public-url-unknown' | 'body-incomplete' | null {
  const received = claimText(jsonAt(claims, `/${rule.claim.replaceAll('~', '~0').replaceAll('/', '~1')}`))
  const expected = expectedValues(rule, key, input)
  if (typeof expected === 'string') return expected
  if (expected === null) return null
  if (received === null && mayBeAbsent(rule, input)) return null
  const holds = received !== null && expected.some((value) => sameClaim(rule, value, received, input))
  return { what: `claim ${rule.claim}`, expected: expected.join(' or '), received, holds }
}

function mayBeAbsent({ must, optional }: ClaimRule, { request }: CheckInput): boolean {
  return optional === true || (must.be === 'hash' && must.unlessEmpty === true && request.raw.body.length === 0)
}

/** Null: the rule asks nothing of this request. */
function expectedValues(
  rule: ClaimRule,
  key: ComparedKey['key'],
  { request, crypto }: CheckInput,
): ReadonlyArray<string> | 'public-url-unknown' | 'body-incomplete' | null {
  const { must } = rule
  const url = request.raw.publicUrl
  switch (must.be) {
    case 'one-of':
      return must.values
    case 'key-id':
      return key.id === undefined ? null : [key.id]
    case 'audience':
      return key.audience === undefined ? null : [key.audience]
    case 'url':
      return url === null ? 'public-url-unknown' : [url]
    case 'hash': {
      if (must.of === 'url') {
        return url === null ? 'public-url-unknown' : [crypto.hash(must.hash, [headerFromText(url)], must.encoding)]
      }
      if (request.raw.bodyIncomplete === true) return 'body-incomplete'
      return [crypto.hash(must.hash, [request.raw.body], must.encoding)]
    }
    default:
      return assertNever(must)
  }
}

function sameClaim(rule: ClaimRule, expected: string, received: string, { crypto }: CheckInput): boolean {
  if (rule.must.be !== 'hash') return expected === received
  return crypto.equal(expected.replace(/=+$/, ''), received.replace(/=+$/, ''))
}

/** `aud` may be a list; a list of one is the same as the one. */
function claimText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) && value.length === 1 && typeof value[0] === 'string' ? value[0] : null
}

/** exp, nbf and iat, where they are there (RFC 7519, 4.1). */
function checkTimes(
  scheme: JwtScheme,
  claims: unknown,
  { context }: CheckInput,
): { timestamp: TimestampCheck | null; problem: SignatureProblem | null } {
  const now = context.now / 1000
  const expires = seconds(jsonAt(claims, '/exp'))
  const notBefore = seconds(jsonAt(claims, '/nbf'))
  const issued = seconds(jsonAt(claims, '/iat'))
  const begins = issued ?? notBefore
  const leeway = scheme.leewaySeconds
  const maxAge = context.toleranceSeconds ?? scheme.maxAgeSeconds
  const ends = Math.min(
    expires === null ? Number.POSITIVE_INFINITY : expires + leeway,
    issued === null || maxAge === null ? Number.POSITIVE_INFINITY : issued + maxAge,
  )
  const lifetime = begins === null || ends === Number.POSITIVE_INFINITY ? null : ends - begins
  const timestamp =
    begins === null
      ? null
      : judgeTimestamp(
          { from: issued === null ? 'claim nbf' : 'claim iat', text: String(begins), at: begins * 1000 },
          {
            maxAgeSeconds: lifetime,
            maxFutureSeconds: notBefore === null && maxAge === null ? null : leeway,
            exclusive: expires !== null,
          },
          { now: context.now },
        )

  if (scheme.maxAgeSeconds !== null && issued === null) {
    return { timestamp, problem: { kind: 'timestamp-missing', where: 'claim iat' } }
  }
  if (expires !== null && now >= expires + leeway) {
    const since = begins ?? expires
    return {
      timestamp,
      problem: { kind: 'timestamp-too-old', ageSeconds: now - since, maxAgeSeconds: expires + leeway - since },
    }
  }
  if (issued !== null && maxAge !== null && now - issued > maxAge) {
    return { timestamp, problem: { kind: 'timestamp-too-old', ageSeconds: now - issued, maxAgeSeconds: maxAge } }
  }
  if (notBefore !== null && notBefore > now + leeway) {
    return {
      timestamp,
      problem: { kind: 'timestamp-in-future', aheadSeconds: notBefore - now, maxFutureSeconds: leeway },
    }
  }
  if (issued !== null && maxAge !== null && issued > now + leeway) {
    return { timestamp, problem: { kind: 'timestamp-in-future', aheadSeconds: issued - now, maxFutureSeconds: leeway } }
  }
  return { timestamp, problem: null }
}

function seconds(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
