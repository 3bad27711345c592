import type { Probe } from '../probe.ts'

/** A redirect that turned POST into GET, or a proxy that writes methods in another case. */
export const requestMethod: Probe = {
  about: 'another method',
  applies: ({ covers }) => covers.method,
  *hypotheses({ request }) {
    for (const method of [
      'POST',
      'GET',
      'PUT',
      'PATCH',
      'DELETE',
      request.method.toUpperCase(),
      request.method.toLowerCase(),
    ]) {
      if (method === request.method) continue
      yield {
        changes: { method },
        causes: [
          () => ({
            code: 'method-differs',
            certainty: 'proven',
            sentence: `The request was signed as ${method}, and arrived as ${request.method.slice(0, 20)}.`,
            evidence: [`With the method ${method}, the signature is right.`],
            nextStep: 'Look for a redirect on the way, which turns POST into GET, and give the provider the final URL.',
          }),
        ],
      }
    }
  },
}
