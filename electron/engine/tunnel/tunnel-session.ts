import { AppError } from '../../../shared/contract/errors.ts'
import { TUNNEL_KIND_FACTS, type TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { Alarm } from './alarm.ts'
import { backoffMs } from './backoff.ts'
import { isOnThisMachine, probeTunnel, type TunnelProbeResult } from './probe-tunnel.ts'
import { type OpenTunnel, type TunnelKind, TunnelRefused } from './tunnel.ts'
import { type OpenedTunnel, TunnelOpener, type TunnelOpenerOptions } from './tunnel-opener.ts'

type Good = Extract<TunnelProbeResult, { kind: 'good' }>

export interface TunnelTiming {
  /** The other side has this long to open a tunnel. */
  readonly openMs: number
  /** And then this long until requests arrive: names have to become known. */
  readonly verifyMs: number
  /** The longest that a probe is waited for. */
  readonly probeMs: number
  /** A probe that takes longer shows as degraded. */
  readonly slowMs: number
}

export interface SessionOptions extends TunnelOpenerOptions {
  readonly settings: () => TunnelSettings
  readonly become: (state: TunnelState) => void
  /** A tunnel was opened, and requests arrive through it. */
  readonly granted: (tunnel: OpenTunnel, settings: TunnelSettings) => void
  /** The public URL cannot be used from here, and why; the server on this machine that serves it works. */
  readonly detoured: (tunnel: OpenTunnel, why: string) => void
  readonly timing: TunnelTiming
}

/** After a probe that failed the next one does not wait for its turn. */
const RECHECK_MS = 2_000
const VERIFY_PAUSE_MS = 500
/** What is younger than this has seen the network as it is. */
const YOUNG_MS = { opening: 3_000, probe: 1_000 } as const
/** A tunnel that was open this long counts as having been well: when it is lost, the waits begin anew. */
const WELL_MS = 10_000
const FAILURES_UNTIL_LOST = 2

/** A tunnel from when it is switched on until it is switched off: opened, watched, and opened again when it is lost. */
export class TunnelSession {
  private readonly options: SessionOptions
  private readonly opener: TunnelOpener
  private readonly alarm = new Alarm()
  private ended = false
  /** What is under way and can be broken off. */
  private task: { readonly abort: AbortController; readonly kind: 'opening' | 'probe'; readonly since: number } | null =
    null
  private tunnel: OpenTunnel | null = null
  private attempt = 0
  private lostSince: number | null = null
  private url: string | null = null
  /** The tunnel server, while requests to the public URL have to be sent there. */
  private around: string | null = null
  private lastProbeAt = Number.NEGATIVE_INFINITY
  private lastTrafficAt = Number.NEGATIVE_INFINITY

  constructor(options: SessionOptions) {
    this.options = options
    this.opener = new TunnelOpener(options)
  }

  /** Resolves when it has ended, or was refused, and nothing of it is left. Never rejects. */
  async run(): Promise<void> {
    const since = Date.now()
    let refusal: { readonly via: TunnelKindId; readonly error: TunnelRefused } | null = null
    while (!this.ended && refusal === null) {
      const settings = this.options.settings()
      if (this.lostSince === null) this.become({ kind: 'opening', via: settings.kind, since })
      let error: unknown
      try {
        await this.openAndWatch(settings)
      } catch (reason) {
        error = reason
      }
      const { tunnel } = this
      this.tunnel = null
      const closed = this.opener.close(tunnel)
      // That it is lost is told at once, however long closing takes.
      if (error instanceof TunnelRefused) refusal = { via: settings.kind, error }
      else if (!this.ended) await this.waitAfter(settings, error)
      await closed
    }
    await this.opener.closeDoor()
    // Last, since whoever hears of it may want to try again, with a port that is free.
    if (!this.ended && refusal !== null) this.refused(refusal.via, refusal.error)
  }

  /** Ends it. `run` resolves soon after. */
  end(): void {
    this.ended = true
    this.task?.abort.abort()
    this.alarm.ring()
  }

  /** Connections may be dead, or the way may be free again: looks at once instead of waiting. */
  nudge(): void {
    const { task } = this
    if (task !== null && performance.now() - task.since > YOUNG_MS[task.kind]) task.abort.abort()
    this.attempt = 0
    this.alarm.ring()
  }

  /** There is reason to doubt that it is open: looks, unless it has just done so or nothing has been silent. */
  doubt(silenceMs: number): void {
    const known = Math.max(this.lastTrafficAt, this.lastProbeAt)
    if (this.task === null && performance.now() - known >= silenceMs) this.alarm.ring()
  }

  get detour(): string | null {
    return this.around
  }

  /** Something came through the tunnel. */
  sawTraffic(): void {
    this.lastTrafficAt = performance.now()
  }

  private async openAndWatch(settings: TunnelSettings): Promise<void> {
    const { judge, tunnel } = await this.open(settings)
    this.tunnel = tunnel
    let lost: AppError | null = null
    tunnel.onLost((reason) => {
      lost = reason
      if (this.tunnel !== tunnel) return
      this.task?.abort.abort()
      this.alarm.ring()
    })
    const check = async (): Promise<TunnelProbeResult | null> => {
      const result = lost === null ? await this.probe(tunnel, judge, settings) : null
      if (lost !== null) throw lost
      return result
    }
    const first = await this.verify(tunnel, check)
    if (this.ended || first === null) return
    this.url = tunnel.url
    this.lostSince = null
    this.options.granted(tunnel, settings)
    await this.watch(tunnel, settings, first, check)
  }

  private async open(settings: TunnelSettings): Promise<OpenedTunnel> {
    const { openMs } = this.options.timing
    const abort = this.begin('opening')
    const timer = setTimeout(() => {
      const { label } = TUNNEL_KIND_FACTS[settings.kind]
      abort.abort(new AppError('unavailable', `${label} did not open a tunnel within ${openMs / 1000} seconds.`))
    }, openMs)
    timer.unref()
    try {
      return await this.opener.open(settings.kind, settings, abort.signal)
    } finally {
      clearTimeout(timer)
      this.task = null
    }
  }

  /** A URL that was granted is public only once a request has come through it. Null when it was ended meanwhile. */
  private async verify(tunnel: OpenTunnel, check: () => Promise<TunnelProbeResult | null>): Promise<Good | null> {
    const until = performance.now() + this.options.timing.verifyMs
    while (!this.ended) {
      const result = await check()
      if (result?.kind === 'good') return result
      if (result !== null && performance.now() >= until) {
        throw new AppError('unavailable', `${tunnel.url} was opened, but nothing arrives through it. ${result.why}`)
      }
      await this.alarm.wait(VERIFY_PAUSE_MS)
    }
    return null
  }

  /** Ends by throwing why it is lost, or when the session ends. */
  private async watch(
    tunnel: OpenTunnel,
    settings: TunnelSettings,
    first: Good,
    check: () => Promise<TunnelProbeResult | null>,
  ): Promise<void> {
    const probeMs = settings.probeSeconds * 1000
    const opened = performance.now()
    const since = Date.now()
    let { latencyMs } = first
    let checkedAt = since
    let failures = 0
    const show = (why: string | null): void => {
      const known = { via: settings.kind, url: tunnel.url, since, latencyMs, checkedAt, facts: [...tunnel.facts] }
      this.become(why === null ? { kind: 'open', ...known } : { kind: 'degraded', ...known, why })
    }
    show(this.doubtOf(first, tunnel))
    while (!this.ended) {
      await this.alarm.wait(failures === 0 ? probeMs : Math.min(RECHECK_MS, probeMs))
      if (this.ended) return
      const startedAt = performance.now()
      const result = await check()
      if (result === null) continue
      if (performance.now() - opened >= Math.min(WELL_MS, probeMs)) this.attempt = 0
      if (result.kind === 'good') {
        failures = 0
        latencyMs = result.latencyMs
        checkedAt = Date.now()
        show(this.doubtOf(result, tunnel))
      } else if (result.timedOut && this.lastTrafficAt > startedAt) {
        show('It is busy: requests arrive, and the check waits behind them.')
      } else {
        failures += 1
        if (failures >= FAILURES_UNTIL_LOST) throw new AppError('unavailable', result.why)
        show(result.why)
      }
    }
  }

  /** Null if it was broken off, by a nudge or the end. */
  private async probe(
    { url, server }: OpenTunnel,
    judge: TunnelKind['probe'],
    settings: TunnelSettings,
  ): Promise<TunnelProbeResult | null> {
    const abort = this.begin('probe')
    this.lastProbeAt = performance.now()
    const result = await probeTunnel({
      url,
      judge,
      expectProbe: (nonce, arrived) => this.options.door.expectProbe(nonce, arrived),
      timeoutMs: probeLimitMs(settings.probeSeconds, this.options.timing.probeMs),
      signal: abort.signal,
      ...(server === undefined ? {} : { server }),
    })
    this.task = null
    if (abort.signal.aborted) return null
    return result
  }

  /** Why it is not quite well although requests arrive; null if it is. */
  private doubtOf({ latencyMs, detour }: Good, tunnel: OpenTunnel): string | null {
    this.around = detour === undefined ? null : (tunnel.server ?? null)
    if (latencyMs >= this.options.timing.slowMs) {
      // How slow it is stands beside it; in the sentence each probe would make it other news.
      return `It is slow: a request takes ${this.options.timing.slowMs / 1000} s or more through the public URL.`
    }
    const { server } = tunnel
    if (detour === undefined || server === undefined) return null
    if (!isOnThisMachine(server)) return `${detour} Asked directly, the tunnel server passes requests on.`
    this.options.detoured(tunnel, detour)
    return null
  }

  private async waitAfter(settings: TunnelSettings, error: unknown): Promise<void> {
    const { log } = this.options
    const reason = lostReason(error)
    this.attempt += 1
    this.lostSince ??= Date.now()
    const waitMs = backoffMs(this.attempt, settings.probeSeconds * 1000, Math.random)
    const facts = { kind: settings.kind, reason, attempt: this.attempt, waitMs }
    if (error instanceof AppError) log.warn('The tunnel is lost', facts)
    else log.error('The tunnel is lost', error, facts)
    const lost = { kind: 'lost', via: settings.kind, reason, url: this.url, since: this.lostSince } as const
    this.become({ ...lost, attempt: this.attempt, nextTryAt: Date.now() + waitMs })
    await this.alarm.wait(waitMs)
    if (!this.ended) this.become({ ...lost, attempt: Math.max(1, this.attempt), nextTryAt: null })
  }

  private refused(via: TunnelKindId, { message, advice, hostKey }: TunnelRefused): void {
    this.options.log.warn('The tunnel was refused', { kind: via, reason: message })
    this.become({ kind: 'refused', via, reason: message, advice, url: this.url, hostKey })
  }

  private begin(kind: 'opening' | 'probe'): AbortController {
    const abort = new AbortController()
    this.task = { abort, kind, since: performance.now() }
    if (this.ended) abort.abort()
    return abort
  }

  private become(state: TunnelState): void {
    if (!this.ended) this.options.become(state)
  }
}

/** Who checks often wants to know soon. */
function probeLimitMs(probeSeconds: number, mostMs: number): number {
  return Math.min(mostMs, Math.max(4_000, probeSeconds * 2000))
}

function lostReason(error: unknown): string {
  if (error instanceof AppError) return error.message
  return error instanceof Error && error.name === 'AbortError'
    ? 'The network changed while the tunnel was being opened.'
    : 'Opening the tunnel failed. The log says more.'
}
