import { z } from 'zod'
import { captureId } from '../capture/capture.ts'
import { certainty } from './provider-summary.ts'
import { verdict } from './verdict.ts'

/** Of the signed content a report carries at most so many bytes. */
export const REPORTED_CONTENT_BYTES = 256 * 1024

/** Workings that a report carries; the most telling are first. */
export const REPORTED_WORKINGS = 20

/** A run of signed content. A secret inside it (of hashes that are no HMAC) is counted and not shown. */
const contentPiece = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bytes'), base64: z.base64() }),
  z.object({ kind: z.literal('secret'), size: z.number().int() }),
])

const reportedTimestamp = z.object({
  /** `t of header Stripe-Signature`. */
  from: z.string(),
  text: z.string(),
  /** Unix ms. */
  at: z.number(),
  /** When the request came; negative in the future. */
  ageSeconds: z.number(),
  /** When this was asked. */
  ageNowSeconds: z.number(),
  maxAgeSeconds: z.number().nullable(),
  maxFutureSeconds: z.number().nullable(),
  state: z.enum(['fresh', 'too-old', 'in-future', 'not-limited']),
  /** A copy of the request that is sent now would be too old: valid then, stale now. */
  staleNow: z.boolean(),
})

/** How one scheme with one key came to its result. */
const reportedWorking = z.object({
  /** Of the variant, as `v3`; null if the provider has only one scheme. */
  schemeName: z.string().nullable(),
  /** `HMAC-SHA256`. */
  algorithm: z.string(),
  /** `header Stripe-Signature`. */
  signatureFrom: z.string(),
  /** The value that held the signature, whole. */
  signatureValue: z.string(),
  /** Name of the secret. */
  keyName: z.string(),
  signedContent: z.object({
    pieces: z.array(contentPiece),
    /** Of all of it, in bytes. */
    size: z.number().int(),
    /** The pieces end before it does. */
    cut: z.boolean(),
  }),
  /** What was expected. Null where only a private key could compute it, and where it would be the secret itself. */
  computed: z.string().nullable(),
  received: z.string(),
  /** Index of the first character in which computed and received differ; null if they do not, or cannot be compared. */
  firstDifference: z.number().int().nullable(),
  matches: z.boolean(),
  timestamp: reportedTimestamp.nullable(),
  /** Claims of a token, or fields beside the signature, that had to be right. */
  conditions: z.array(
    z.object({ what: z.string(), expected: z.string(), received: z.string().nullable(), holds: z.boolean() }),
  ),
})

/** Why a check failed. */
const reportedCause = z.object({
  /** Stable, for programs: `body-newline-added`. */
  code: z.string(),
  /** `proven`: with this undone, the received signature fits. `seen`: read off the request. */
  certainty: z.enum(['proven', 'seen']),
  /** One plain sentence. */
  sentence: z.string(),
  evidence: z.array(z.string()),
  /** What to do about it. */
  nextStep: z.string(),
})

/** Whose signature it was judged as. */
const reportedProvider = z.object({
  /** Of the catalogue; `generic` for a scheme that the user set up. */
  id: z.string(),
  name: z.string(),
  docsUrl: z.string().nullable(),
  /** How sure it is that the provider signs as it was checked; null for a scheme of the user's. */
  certainty: certainty.nullable(),
  /** What surprises in its scheme. */
  notes: z.string().nullable(),
  /** `set` by the user, or `certain` or `likely` from what the request looks like. */
  known: z.enum(['set', 'certain', 'likely']),
  /** Others that the request could be from. */
  alternatives: z.array(z.object({ id: z.string(), name: z.string() })),
})

/** Everything about the signature of one capture, for the user's own screen: it holds the expected signature. */
export const signatureReport = z.object({
  captureId,
  verdict,
  provider: reportedProvider.nullable(),
  /** Unix ms judged at: when the capture was received. */
  judgedAt: z.number(),
  /** Short and stable: what was wrong, or why it could not be checked. Null if it is valid. */
  reason: z.string().nullable(),
  /** The same as a sentence. */
  explanation: z.string().nullable(),
  workings: z.array(reportedWorking),
  /** Why it failed, the decisive one first; where nothing fits, what was ruled out. */
  causes: z.array(reportedCause),
  /** The URL that it was checked with; null where it is not known, or no part of what is signed. */
  publicUrl: z.string().nullable(),
})

export type SignatureReport = z.infer<typeof signatureReport>
export type ReportedWorking = z.infer<typeof reportedWorking>
export type ReportedTimestamp = z.infer<typeof reportedTimestamp>
export type ReportedCause = z.infer<typeof reportedCause>
export type ReportedProvider = z.infer<typeof reportedProvider>
