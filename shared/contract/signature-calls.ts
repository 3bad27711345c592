import { z } from 'zod'
import { captureId } from '../capture/capture.ts'
import { replayEdit } from '../delivery/replay-request.ts'
import { endpoint, endpointSlug } from '../endpoint/endpoint.ts'
import { endpointSecret, madeKeyType, newSecret, secretChange, secretName } from '../endpoint/endpoint-secret.ts'
import { endpointSigningChange } from '../endpoint/endpoint-signing.ts'
import { providerSummary } from '../signature/provider-summary.ts'
import { signatureReport } from '../signature/signature-report.ts'
import { snippetLanguages } from '../signature/snippets/snippet.ts'

const byId = z.object({ id: z.uuid() })

export const signatureCalls = {
  /** Only what is given changes. A change of provider, or of secrets, checks the endpoint's captures again, behind all else. */
  'endpoints.setSigning': {
    input: z.object({ slug: endpointSlug, signing: endpointSigningChange }),
    output: endpoint,
  },

  /** Oldest first, without their values. */
  'secrets.list': { input: z.object({ endpoint: endpointSlug }), output: z.array(endpointSecret) },
  /** Several at once are tried in turn, as when a provider rotates them. */
  'secrets.add': { input: newSecret, output: endpointSecret },
  /** Makes a key pair: the private key is kept as a secret, the public one is in the answer. */
  'secrets.makeKey': {
    input: z.object({ endpoint: endpointSlug, name: secretName, type: madeKeyType }),
    output: endpointSecret,
  },
  /** Another provider has the endpoint's captures checked again. */
  'secrets.change': { input: byId.extend({ changes: secretChange }), output: endpointSecret },
  'secrets.delete': { input: byId, output: z.object({}) },
  /** The value itself: only when the user asks to see it. */
  'secrets.reveal': { input: byId, output: z.object({ value: z.string() }) },

  /** The catalogue, by name. */
  'signature.providers': { input: z.object({}), output: z.array(providerSummary) },
  /**
   * Checks a capture now and says how the result came about. `provider`: as if it were from this one. `edit`: as if it had
   * come so, to see what an edit does to the signature.
   */
  'signature.check': {
    input: z.object({ captureId, provider: z.string().max(80).optional(), edit: replayEdit.optional() }),
    output: signatureReport,
  },
  /** Code that verifies this very capture, in one language. */
  'signature.snippet': {
    input: z.object({ captureId, provider: z.string().max(80).optional(), language: z.enum(snippetLanguages) }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('snippet'), language: z.enum(snippetLanguages), code: z.string() }),
      z.object({ kind: z.literal('unavailable'), language: z.enum(snippetLanguages), why: z.string() }),
    ]),
  },
  /** Calls the URL by which Amazon SNS wants a subscription confirmed, if its signature is right. */
  'handshakes.confirm': { input: z.object({ captureId }), output: z.object({}) },
  /** Saves the secret that a provider (Asana, Notion) handed over in this handshake as one of its endpoint's. */
  'handshakes.keepSecret': { input: z.object({ captureId }), output: endpointSecret },
  /** Checks the captures of an endpoint again in the background, newest first; progress is in the engine state. */
  'signature.recheck': { input: z.object({ endpoint: endpointSlug }), output: z.object({}) },
} as const
