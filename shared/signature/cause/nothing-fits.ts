import { contentEncoding } from '../../http/content-encoding.ts'
import { headerValue } from '../../http/header-pairs.ts'
import type { Cause } from './cause.ts'
import type { ProbeResult } from './run-probes.ts'
import type { Subject } from './subject.ts'

/** What is left to say when no guess fits: what it is not. */
export function nothingFits(result: Extract<ProbeResult, { kind: 'nothing' }>, subject: Subject): Cause {
  const keys = subject.keys.map(({ name }) => `“${name}”`).join(', ')
  const untried = (why: 'time' | 'large') =>
    result.notTried.filter((probe) => probe.why === why).map(({ about }) => about)
  const lines = [
    line('Ruled out', result.ruledOut),
    line('Not tried for lack of time', untried('time')),
    line('Not tried since the body is large', untried('large')),
  ]
  const evidence = [...lines.filter((text) => text !== null), ...hints(subject)]
  if (lostBody(subject)) return emptyBody(keys, evidence, subject)
  return {
    code: 'nothing-fits',
    certainty: 'seen',
    sentence:
      keys === ''
        ? 'No saved secret fits the received signature, and nothing that was tried explains it.'
        : `No saved secret fits the received signature (tried: ${keys}), and nothing that was tried explains it.`,
    evidence,
    nextStep: signsUrl(subject)
      ? 'Compare the public URL of this endpoint with the one that the provider was given, to the letter: the signature covers it. If it is the same, copy the secret from the provider again.'
      : 'Copy the secret from the provider again: it is most likely another one. If it is the same, compare the signed content with the sender’s.',
  }
}

/** What was signed is gone, so that nothing can prove that there was anything: both that may be are said. */
function emptyBody(keys: string, evidence: ReadonlyArray<string>, { request }: Subject): Cause {
  const type = headerValue(request.headers, 'content-type')
  const redirected = /^(?:GET|HEAD)$/i.test(request.method)
  return {
    code: 'body-empty',
    certainty: 'seen',
    sentence:
      'The body is empty, and the signature does not belong to an empty one: either a body was lost on its way, or the secret is another.',
    evidence: [
      `Sure is: ${keys === '' ? 'no saved secret' : `none of the saved secrets (${keys})`} gives this signature for an empty body.`,
      ...(type === undefined ? [] : ['The request has a Content-Type, which requests without a body rarely have.']),
      ...(redirected
        ? [`It came as ${request.method}, which is what a redirect makes of POST, without its body.`]
        : []),
      ...evidence,
    ],
    nextStep:
      'See at the provider whether it sent a body. If it did, find what drops it: a redirect (http to https, another host, a slash), or a middleware that reads it first. If not, copy the secret from the provider again.',
  }
}

/** Schemes that sign the URL fail by it more often than by the secret. */
function signsUrl({ request, workings, crypto }: Subject): boolean {
  const { publicUrl, body } = request
  if (publicUrl === null) return false
  const host = publicUrl.replace(/^https?:\/\//i, '').replace(/[/?#].*$/s, '')
  return workings.some(({ signedContent }) =>
    signedContent.some((part) => {
      if (typeof part === 'string') return part.includes(host)
      return part instanceof Uint8Array && part !== body && crypto.text(part).includes(host)
    }),
  )
}

function line(title: string, about: ReadonlyArray<string>): string | null {
  return about.length === 0 ? null : `${title}: ${about.join('; ')}.`
}

/** Whether there is no body, where a signed one may have been lost. Without it nothing can be proven. */
function lostBody({ request, covers }: Subject): boolean {
  return request.body.length === 0 && covers.body
}

/** Observations that prove nothing, and may help. */
function hints(subject: Subject): string[] {
  const { request } = subject
  const [first, second] = request.body
  return contentEncoding(request.headers) === 'gzip' && !(first === 0x1f && second === 0x8b)
    ? ['The header Content-Encoding says gzip, and the body is not gzip.']
    : []
}
