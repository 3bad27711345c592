import { type ProbeOptions, type ProbeResult, probe } from './probe.ts'

/**
 * `detour`: why the public URL could not be used from here, where the tunnel's own server carried the request in its name
 * instead. It has another port than the URL says, or a name that is not known here.
 */
export type TunnelProbeResult = ProbeResult & { readonly detour?: string }

/** Probes a public URL; where that fails at once, and the server behind it is known, also through that one. */
export async function probeTunnel(options: ProbeOptions): Promise<TunnelProbeResult> {
  const { server, ...direct } = options
  const result = await probe(direct)
  if (result.kind === 'good' || result.timedOut || result.arrived) return result
  if (server === undefined || options.signal.aborted) return result
  const around = await probe(options)
  if (around.kind === 'good') return { ...around, detour: result.why }
  return around.timedOut ? around : result
}

/** A server on this machine is there to develop and test with. Elsewhere, what cannot be reached from here is a fault. */
export function isOnThisMachine(server: string): boolean {
  const { hostname } = new URL(server)
  return /^(127\.[\d.]+|\[::1\]|(.+\.)?localhost\.?)$/i.test(hostname)
}
