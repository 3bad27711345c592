import type { ProbeArrival, ProbeExpectation } from '../receiver/probes.ts'

/** What a tunnel needs of the receiver. */
export interface TunnelDoor {
  /**
   * A loopback port of its own on 127.0.0.1 and ::1: captures that come in through it carry `via`. Any port unless one is
   * given; throws `AppError` when that is taken.
   */
  openDoor(via: string, port?: number): Promise<{ readonly port: number; close(): Promise<void> }>
  /**
   * A request whose `PROBE_HEADER` is the nonce is answered with the same header, is not recorded, and is handed to
   * `arrived`. The returned function stops expecting it.
   */
  expectProbe(nonce: string, arrived: (request: ProbeArrival) => void, options?: ProbeExpectation): () => void
}
