import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { statedSender } from '../../../shared/http/stated-sender.ts'
import { TUNNEL_KIND_FACTS, tunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'

export interface CaptureOrigin {
  /** `from 203.0.113.9, as localtunnel states it`; null where nothing is known. */
  readonly from: string | null
  /** `called at https://hooks.example.com`; null where it is not stated. */
  readonly called: string | null
  /** Where the connection itself came from, and through what. */
  readonly connection: string | null
}

/** Where a capture came from, and who says so: only what came through a tunnel's own port is believed. */
export function captureOrigin(
  capture: Pick<CaptureDetail, 'via' | 'headers' | 'remoteAddress' | 'remotePort'>,
): CaptureOrigin {
  const { via, remoteAddress } = capture
  const connection = remoteAddress === null ? null : `The connection came from ${remoteAddress}.`
  if (via === null) {
    return { from: remoteAddress === null ? null : `from ${remoteAddress}`, called: null, connection }
  }
  const tunnel = tunnelLabel(via)
  const sender = statedSender(capture.headers, via)
  const address = sender?.address ?? null
  return {
    from: address === null ? `through ${tunnel}` : `from ${address}, through ${tunnel}`,
    called: sender?.host ? `called at ${sender.proto === null ? '' : `${sender.proto}://`}${sender.host}` : null,
    connection: [address === null ? '' : `The address is as ${tunnel} states it.`, connection].join(' ').trim(),
  }
}

/** A capture may be of a kind that this version does not know. */
function tunnelLabel(via: string): string {
  const kind = tunnelKindId.safeParse(via)
  return kind.success ? TUNNEL_KIND_FACTS[kind.data].label : via
}
