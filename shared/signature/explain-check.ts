import { beyondLimit } from './beyond-limit.ts'
import type { NotCheckableReason, SignatureCheck, SignatureProblem } from './signature-check.ts'

/** Short and stable, for lists and programs; null for a valid signature. */
export function reasonOf(check: SignatureCheck): string | null {
  switch (check.verdict) {
    case 'valid':
      return null
    case 'invalid':
      return check.problem.kind
    case 'not-checkable':
      return check.reason.kind
  }
}

/** One plain sentence; null for a valid signature. `sender`: what whoever signed is called, where that is known. */
export function explainCheck(check: SignatureCheck, sender: string | null = null): string | null {
  switch (check.verdict) {
    case 'valid':
      return null
    case 'invalid':
      return explainProblem(check.problem)
    case 'not-checkable':
      return explainReason(check.reason, sender)
  }
}

function explainProblem(problem: SignatureProblem): string {
  switch (problem.kind) {
    case 'signature-missing':
      return `There is no signature: ${problem.where} is missing.`
    case 'signature-malformed':
      return `The signature in ${problem.where} is malformed. ${problem.why}`
    case 'version-unknown':
      return `The signature in ${problem.where} is of another version; ${problem.expected} was expected.`
    case 'timestamp-missing':
      return `The timestamp that is signed is missing: ${problem.where}.`
    case 'timestamp-malformed':
      return `The timestamp in ${problem.where} cannot be read.`
    case 'timestamp-too-old':
      return `The signature fits, but its timestamp was ${beyondLimit(problem.ageSeconds, 'old', problem.maxAgeSeconds)}`
    case 'timestamp-in-future':
      return `The signature fits, but its timestamp was ${beyondLimit(problem.aheadSeconds, 'in the future', problem.maxFutureSeconds)}`
    case 'content-missing':
      return `Something that is signed is missing: ${problem.what}.`
    case 'condition-failed':
      return `The ${problem.condition.what} is not what it must be.`
    case 'key-url-untrusted':
      return `The key is said to be at a URL that is not the provider's own, so it was not fetched. Trusted is ${problem.trusted}.`
    case 'no-key-of-that-id':
      return 'None of the keys has the id that the signature names.'
    case 'signatures-contradict':
      return `The header ${problem.header} is there ${problem.count} times with different values, of which only one is right.`
    case 'signature-mismatch':
      return 'The signature does not fit what came.'
  }
}

function explainReason(reason: NotCheckableReason, sender: string | null): string {
  switch (reason.kind) {
    case 'provider-unknown':
      return 'Nothing in the request says which provider sent it. Choose the provider of the endpoint.'
    case 'provider-unsigned':
      return `This provider signs nothing. ${reason.why}`
    case 'scheme-unknown':
      return `How this provider signs is not known. ${reason.why}`
    case 'no-key':
      return `The endpoint has no secret for ${sender ?? 'it'}. Add the one that the provider shows.`
    case 'key-unusable':
      return `The secret "${reason.keyName}" cannot be used. ${reason.why}`
    case 'no-signature':
      return `The request carries no signature: ${reason.where} is missing.`
    case 'key-not-fetched':
      return 'The provider’s public key has not been fetched yet.'
    case 'key-unreachable':
      return `The provider’s public key could not be had. ${reason.why}`
    case 'public-url-unknown':
      return 'The signature covers the URL that the provider called, which is not known. Set the public URL of the endpoint.'
    case 'body-incomplete':
      return 'The body did not come whole, so what was signed is not here.'
    case 'body-too-long':
      return `The signature needs the body taken apart, and that is done up to ${reason.limit / 1024 / 1024} MiB only.`
  }
}
