import { assertNever } from '../../assert-never.ts'
import type { NotCheckableReason, SignatureProblem, Working } from '../signature-check.ts'
import type { Cause } from './cause.ts'
import { withTheirHeader } from './probes/other-providers.ts'
import { quoteCaptured } from './quote-captured.ts'
import { timestampCause } from './read-timestamp.ts'
import type { Subject } from './subject.ts'

/** What can be read off the request without trying anything; null: the signature just does not fit. */
export function problemCause(problem: SignatureProblem, working: Working | null, subject: Subject): Cause | null {
  const fits = working?.matches === true
  const quote = (value: string) => quoteCaptured(value, subject)
  switch (problem.kind) {
    case 'signature-mismatch':
      return null
    case 'signature-missing':
      return missing(problem.where, subject)
    case 'signature-malformed':
      return problem.value.trim() === ''
        ? {
            code: 'signature-empty',
            certainty: 'seen',
            sentence: `The ${problem.where} is there and empty.`,
            evidence: [],
            nextStep: 'Look whether the sender has a secret to sign with, and whether a proxy empties the header.',
          }
        : {
            code: 'signature-malformed',
            certainty: 'seen',
            sentence: `The ${problem.where} does not have the form of the scheme. ${problem.why}`,
            evidence: [`Received ${quote(problem.value)}.`],
            nextStep: 'Look whether the endpoint has the right provider, and whether something rewrites the header.',
          }
    case 'version-unknown':
      return {
        code: 'signature-version-unknown',
        certainty: 'seen',
        sentence: `The ${problem.where} has no signature of the version “${problem.expected}”, only others.`,
        evidence: [`Received ${quote(problem.value)}.`],
        nextStep: 'Look in the provider’s settings which version of signatures it sends, or which it stopped to send.',
      }
    case 'timestamp-missing':
      return {
        code: 'timestamp-missing',
        certainty: 'seen',
        sentence: `The timestamp that the scheme signs is missing: ${problem.where}.`,
        evidence: [],
        nextStep: 'Let the sender add it, and look whether a proxy takes headers away.',
      }
    case 'timestamp-malformed':
      return {
        code: 'timestamp-malformed',
        certainty: 'seen',
        sentence: `The timestamp in ${problem.where} is not ${UNITS[problem.unit] ?? problem.unit}.`,
        evidence: [`Received ${quote(problem.value)}.`],
        nextStep: 'Let the sender write the time as the scheme says.',
      }
    case 'timestamp-too-old':
    case 'timestamp-in-future':
      return timestampCause(problem, working?.timestamp ?? null, subject.context.check.now, fits)
    case 'content-missing':
      return {
        code: 'signed-value-missing',
        certainty: 'seen',
        sentence: `The scheme signs a value that the request does not have: ${problem.what}.`,
        evidence: [],
        nextStep: 'Look whether a proxy takes headers away, and whether the endpoint has the right provider.',
      }
    case 'condition-failed': {
      const { what, expected, received } = problem.condition
      return {
        code: 'condition-failed',
        certainty: fits ? 'proven' : 'seen',
        sentence: received === null ? `The ${what} is missing.` : `The ${what} is not what it has to be.`,
        evidence: [
          ...(fits ? ['The signature itself is right.'] : []),
          ...(received === null ? [] : [`Received ${quote(received)}.`]),
          `Expected ${quote(expected)}.`,
        ],
        nextStep: 'Look whether the endpoint, its secret and the provider’s settings belong together.',
      }
    }
    case 'key-url-untrusted':
      return {
        code: 'key-url-untrusted',
        certainty: 'seen',
        sentence: 'The request names a certificate at an address that is not the provider’s, as a forger would.',
        evidence: [`Named: ${quote(problem.url)}.`, `Trusted: ${problem.trusted}.`],
        nextStep: 'Treat the request as forged, unless you sent it yourself.',
      }
    case 'signatures-contradict':
      return {
        code: 'signatures-contradict',
        certainty: 'seen',
        sentence: `The header ${problem.header} is there ${problem.count} times with different values: providers send one.`,
        evidence: [
          ...(working === null
            ? []
            : working.timestamp?.from === `header ${problem.header}`
              ? [`With “${working.keyName}” the signature is right for this one: ${quote(working.timestamp.text)}.`]
              : [`With “${working.keyName}” this one is right: ${quote(working.received)}.`]),
          'Some handlers read the first, some the last, and some all of them joined by commas.',
        ],
        nextStep: 'Look which proxy adds a header of its own. Refuse such requests in the handler if none should.',
      }
    case 'no-key-of-that-id':
      return {
        code: 'key-id-unknown',
        certainty: 'seen',
        sentence: `The request was signed with a key that is not among the known ones.`,
        evidence: [`Its id: ${quote(problem.id)}.`],
        nextStep: 'Fetch the provider’s keys again, or paste the one with this id.',
      }
    default:
      return assertNever(problem)
  }
}

const UNITS: Readonly<Record<string, string>> = {
  s: 'a time in seconds',
  ms: 'a time in milliseconds',
  's-or-ms': 'a time in seconds or milliseconds',
  iso: 'an ISO 8601 time',
  'http-date': 'an HTTP date',
}

const MOST_NAMES = 8

function missing(where: string, subject: Subject): Cause {
  const [other] = withTheirHeader(subject)
  if (other !== undefined) {
    return {
      code: 'other-provider-header',
      certainty: 'seen',
      sentence: `The ${where} is missing, and the request has the signature header of ${other.name}.`,
      evidence: nameLike(subject),
      nextStep: `Set the provider of this endpoint to ${other.name}, if it is the sender.`,
    }
  }
  return {
    code: 'signature-missing',
    certainty: 'seen',
    sentence: `The request has no signature: the ${where} is missing.`,
    evidence: nameLike(subject),
    nextStep: 'Look whether signing is switched on at the provider, and whether a proxy takes the header away.',
  }
}

function nameLike({ request }: Subject): string[] {
  const names = request.headers.map(([name]) => name).filter((name) => /sign|hmac|digest|auth|token|secret/i.test(name))
  const few = names.slice(0, MOST_NAMES).map((name) => name.slice(0, 60))
  return [
    few.length === 0
      ? 'No header of the request looks like a signature.'
      : `Headers that may be one: ${few.join(', ')}.`,
  ]
}

/** What keeps a request from being checked at all. */
export function reasonCause(reason: NotCheckableReason, subject: Subject): Cause {
  switch (reason.kind) {
    case 'no-signature':
      return missing(reason.where, subject)
    case 'provider-unknown':
      return seen(
        'provider-unknown',
        'Nothing in the request says who sent it.',
        'Set the provider of this endpoint, or a scheme of your own.',
      )
    case 'provider-unsigned':
      return seen(
        'provider-unsigned',
        `The provider does not sign its requests. ${reason.why}`,
        'Use what it offers instead, and a URL that nobody can guess.',
      )
    case 'scheme-unknown':
      return seen(
        'scheme-unknown',
        `How the provider signs is not known. ${reason.why}`,
        'Set up a scheme of your own if you know how.',
      )
    case 'no-key':
      return seen('secret-not-set', noSecret(subject), 'Add the one that the provider shows.')
    case 'key-unusable':
      return seen(
        'secret-unusable',
        `The secret “${reason.keyName}” cannot be used. ${reason.why}`,
        'Enter it again exactly as the provider shows it.',
      )
    case 'key-not-fetched':
      return seen('key-not-available', 'The provider’s public key was not fetched yet.', 'Check again.', [reason.url])
    case 'key-unreachable':
      return seen(
        'key-not-available',
        `The provider’s public key could not be fetched. ${reason.why}`,
        'Look at the network and check again, or paste the key.',
        [reason.url],
      )
    case 'public-url-unknown':
      return seen(
        'url-unknown',
        'The scheme signs the URL that the provider was given, and it is not known.',
        'Set the public URL of this endpoint.',
      )
    case 'body-incomplete':
      return seen(
        'body-incomplete',
        'The body is not all that was sent, so nothing that covers it can be checked.',
        'Send it again, or raise the limit for bodies.',
      )
    case 'body-too-long':
      return seen(
        'body-too-long',
        `The scheme needs the body taken apart, and it is longer than ${reason.limit / 1024 / 1024} MiB.`,
        'Send a shorter one.',
      )
    default:
      return assertNever(reason)
  }
}

function noSecret({ provider, keys, context }: Subject): string {
  const whose = provider === null ? 'your own scheme' : provider.name
  if (keys.length > 0) return `The endpoint has no secret for ${whose}: the saved ones begin as other providers’ do.`
  const isOthers = context.otherKeys.some(({ endpoint }) => endpoint === null)
  return isOthers
    ? `The endpoint has no secret for ${whose}: the saved ones are for other providers.`
    : `The endpoint has no secret for ${whose}.`
}

function seen(code: Cause['code'], sentence: string, nextStep: string, evidence: ReadonlyArray<string> = []): Cause {
  return { code, certainty: 'seen', sentence, evidence, nextStep }
}
