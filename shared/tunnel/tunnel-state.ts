import { z } from 'zod'
import { tunnelKindId } from './tunnel-kind.ts'

/** Something to show of an open tunnel: a program's version, a host key's fingerprint. */
const tunnelFact = z.object({ label: z.string(), value: z.string() })

/** A server's key that the user has to look at: unknown yet, or another than the one that was trusted. */
const sshHostKey = z.object({
  /** What is kept as `hostKey` in the settings once it is trusted. */
  key: z.string(),
  /** `SHA256:…`, as ssh shows it. */
  fingerprint: z.string(),
  /** The fingerprint of the key that was trusted before; null if none was. */
  trusted: z.string().nullable(),
})

const publicUrl = {
  via: tunnelKindId,
  url: z.string(),
  /** Open since then, in unix ms; a tunnel that was lost and found again begins anew. */
  since: z.number().int(),
  /** How long the last probe took through the public URL and back; null before the first. */
  latencyMs: z.number().nullable(),
  /** When the last probe arrived, in unix ms; null before the first. */
  checkedAt: z.number().int().nullable(),
  facts: z.array(tunnelFact),
}

/** What gives the receiver a public URL, and how it does. Sentences are for the user. */
export const tunnelState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('off') }),
  z.object({ kind: z.literal('opening'), via: tunnelKindId, since: z.number().int() }),
  z.object({ kind: z.literal('open'), ...publicUrl }),
  /** Still up, but slow, or the last probe failed: requests may be lost. */
  z.object({ kind: z.literal('degraded'), ...publicUrl, why: z.string() }),
  /** Requests do not arrive. It is opened again by itself, for ever, until it is closed. */
  z.object({
    kind: z.literal('lost'),
    via: tunnelKindId,
    reason: z.string(),
    /** The URL that it had; null if it never opened. */
    url: z.string().nullable(),
    since: z.number().int(),
    /** When it is tried next, in unix ms; null while it is being tried. */
    nextTryAt: z.number().int().nullable(),
    /** Tries since it was lost, this one or the next included. */
    attempt: z.number().int(),
  }),
  /** Trying again by itself is of no use: a wrong token, a host key that changed, a name that is not ours. */
  z.object({
    kind: z.literal('refused'),
    via: tunnelKindId,
    reason: z.string(),
    /** What to do about it. */
    advice: z.string(),
    url: z.string().nullable(),
    hostKey: sshHostKey.nullable(),
  }),
])

/** The public URL is not the one that providers were given. Shown until it is acknowledged. */
export const urlChange = z.object({ from: z.string(), to: z.string(), at: z.number().int() })

/** Whether a kind of tunnel can be used here. */
export const tunnelAvailability = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), /** Of the program or package. */ version: z.string().nullable() }),
  z.object({ kind: z.literal('missing'), reason: z.string(), advice: z.string() }),
])

export type TunnelFact = z.infer<typeof tunnelFact>
export type SshHostKey = z.infer<typeof sshHostKey>
export type TunnelState = z.infer<typeof tunnelState>
export type UrlChange = z.infer<typeof urlChange>
export type TunnelAvailability = z.infer<typeof tunnelAvailability>

/** The URL at which senders reach the receiver now; null while they do not. */
export function publicUrlOf(state: TunnelState): string | null {
  return state.kind === 'open' || state.kind === 'degraded' ? state.url : null
}
