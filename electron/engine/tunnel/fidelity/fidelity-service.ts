import { AppError } from '../../../../shared/contract/errors.ts'
import {
  FIDELITY_ITEMS,
  type FidelityProgress,
  type FidelityReport,
  type FidelityState,
} from '../../../../shared/tunnel/fidelity.ts'
import type { TunnelKindId } from '../../../../shared/tunnel/tunnel-kind.ts'
import { publicUrlOf, type TunnelState } from '../../../../shared/tunnel/tunnel-state.ts'
import { coalesce } from '../../coalesce.ts'
import type { Log } from '../../log/log.ts'
import type { TunnelKinds } from '../tunnel.ts'
import type { TunnelDoor } from '../tunnel-door.ts'
import { checkFidelity } from './fidelity-check.ts'

export interface FidelityServiceOptions {
  readonly kinds: TunnelKinds
  readonly expectProbe: TunnelDoor['expectProbe']
  readonly tunnel: () => TunnelState
  /** Where to send to, if not to the public URL itself. */
  readonly detour: () => string | null
  readonly newest: (kind?: TunnelKindId) => FidelityReport | null
  readonly keep: (report: FidelityReport) => Promise<unknown>
  readonly onState: (state: FidelityState) => void
  readonly log: Log
}

const TELL_MS = 100

/** Checks what the open tunnel does to requests: one check at a time, its outcome kept. */
export class FidelityService {
  private readonly options: FidelityServiceOptions
  private running: {
    readonly abort: AbortController
    readonly ended: Promise<void>
    progress: FidelityProgress
  } | null = null
  private readonly tell = coalesce(() => this.options.onState(this.state()), TELL_MS)

  constructor(options: FidelityServiceOptions) {
    this.options = options
  }

  state(kind?: TunnelKindId): FidelityState {
    return { running: this.running?.progress ?? null, last: this.options.newest(kind) }
  }

  /** Throws `AppError` where there is nothing to check, or a check is running. */
  start(): FidelityState {
    if (this.running !== null) {
      throw new AppError('conflict', 'A check is running already. Wait for its end, or break it off.')
    }
    const tunnel = this.options.tunnel()
    if (tunnel.kind !== 'open' && tunnel.kind !== 'degraded') {
      throw new AppError('conflict', 'No tunnel is open. Open one, then check it.')
    }
    const { via, url } = tunnel
    const abort = new AbortController()
    const progress: FidelityProgress = {
      via,
      url,
      startedAt: Date.now(),
      items: [],
      current: null,
      total: FIDELITY_ITEMS.length,
    }
    this.running = { abort, progress, ended: Promise.resolve().then(() => this.run(progress, abort.signal)) }
    this.tell()
    return this.state()
  }

  cancel(): { cancelled: boolean } {
    if (this.running === null) return { cancelled: false }
    this.running.abort.abort()
    return { cancelled: true }
  }

  /** Breaks a running check off; resolves when it is kept. */
  async close(): Promise<void> {
    this.running?.abort.abort()
    await this.running?.ended
    this.tell.cancel()
  }

  private async run(begun: FidelityProgress, signal: AbortSignal): Promise<void> {
    const { kinds, expectProbe, keep, log } = this.options
    const { via, url, startedAt } = begun
    try {
      const findings = await checkFidelity({
        via,
        url,
        server: this.options.detour(),
        judge: kinds[via]?.probe ?? 'echo',
        expectProbe,
        signal,
        isOpen: () => this.isOpen(url),
        onProgress: (current, items) => {
          if (this.running === null) return
          this.running.progress = { ...begun, current, items: [...items] }
          this.tell()
        },
      })
      await keep({ via, url, startedAt, endedAt: Date.now(), ...findings })
    } catch (error) {
      log.error('A check of the tunnel failed, or could not be kept', error)
    } finally {
      this.running = null
      this.tell.flush()
    }
  }

  private isOpen(url: string): boolean {
    return publicUrlOf(this.options.tunnel()) === url
  }
}
