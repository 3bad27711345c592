import type { TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import type { TunnelState, UrlChange } from '../../../shared/tunnel/tunnel-state.ts'
import type { Log } from '../log/log.ts'
import type { OpenTunnel, TunnelKinds } from './tunnel.ts'
import type { TunnelDoor } from './tunnel-door.ts'
import type { TunnelMemory } from './tunnel-memory.ts'
import { TunnelSession, type TunnelTiming } from './tunnel-session.ts'
import { watchForWaking } from './wake-watch.ts'

export interface TunnelServiceOptions {
  readonly kinds: TunnelKinds
  readonly door: TunnelDoor
  readonly receiverPort: () => number
  readonly secret: (kind: TunnelKindId) => string | null
  readonly memory: TunnelMemory
  readonly log: Log
  /** The state, or the change of the URL, is another. */
  readonly onChange: () => void
  /** Something that the user should know and that is no state. */
  readonly onNotice: (message: string) => void
  readonly timing?: Partial<TunnelTiming>
  /** Of the wall; jumps when the machine sleeps. */
  readonly now?: () => number
}

const TIMING: TunnelTiming = { openMs: 30_000, verifyMs: 15_000, probeMs: 10_000, slowMs: 3_000 }
/** Deliveries that fail are a reason to look, if nothing has come through for this long. */
const SILENCE_MS = 5_000

/**
 * What gives the receiver a public URL, with a state that is always known. Nothing that happens to a tunnel is thrown
 * from here: how it does is a state.
 */
export class TunnelService {
  private readonly options: TunnelServiceOptions
  private readonly timing: TunnelTiming
  private current: TunnelState = { kind: 'off' }
  private session: TunnelSession | null = null
  /** Of the session before: its port and names are free only then. */
  private finished: Promise<void> = Promise.resolve()
  private stopWatching: () => void = () => {}
  private settings: (() => TunnelSettings) | null = null

  constructor(options: TunnelServiceOptions) {
    this.options = options
    this.timing = { ...TIMING, ...options.timing }
  }

  get state(): TunnelState {
    return this.current
  }

  /** The URL that providers were given and the one that replaced it, until it is acknowledged. */
  get urlChanged(): UrlChange | null {
    return this.options.memory.get().urlChanged
  }

  /** Base URL of the server that takes requests in the public URL's name, where that one cannot be used from here. */
  get detour(): string | null {
    return this.session?.detour ?? null
  }

  /** Whether it was open, or was to be, when the engine ended. */
  get wasOpen(): boolean {
    return this.options.memory.get().wasOpen
  }

  /** Opens one unless one is open or being opened. The settings are read again at each try. */
  open(settings: () => TunnelSettings): void {
    if (this.session !== null) return
    this.settings = settings
    const session = this.newSession(settings)
    this.session = session
    this.become({ kind: 'opening', via: settings().kind, since: Date.now() })
    this.options.memory.set({ wasOpen: true })
    this.stopWatching = watchForWaking({
      ...(this.options.now === undefined ? {} : { now: this.options.now }),
      onWake: (why) => {
        this.options.log.info('The tunnel is checked', { why })
        session.nudge()
      },
    })
    this.finished = this.finished
      .then(() => session.run())
      .catch((error: unknown) => this.options.log.error('The tunnel ended by a mistake of ours', error))
      .then(() => this.over(session))
  }

  /** Closes it, or gives up opening it. Resolves when nothing of it is left. */
  close(): Promise<void> {
    this.options.memory.set({ wasOpen: false })
    return this.end()
  }

  /** As `close`, but the next start may open it again: the engine ends, the user said nothing. */
  shutDown(): Promise<void> {
    return this.end()
  }

  /** Tries a lost or refused one now; checks one that is open. */
  retryNow(): void {
    if (this.session !== null) this.session.nudge()
    else if (this.settings !== null && this.current.kind === 'refused') this.open(this.settings)
  }

  /** A request came through the tunnel. */
  sawTraffic(): void {
    this.session?.sawTraffic()
  }

  /** Something could not be sent. If the tunnel was silent meanwhile, the network may be gone. */
  deliveryFailed(): void {
    if (this.current.kind === 'open') this.session?.doubt(SILENCE_MS)
  }

  acknowledgeUrl(): void {
    this.options.memory.set({ urlChanged: null })
    this.options.onChange()
  }

  private newSession(settings: () => TunnelSettings): TunnelSession {
    const { kinds, door, receiverPort, secret, log } = this.options
    const session: TunnelSession = new TunnelSession({
      kinds,
      door,
      receiverPort,
      settings,
      secret,
      log,
      timing: this.timing,
      lastUrl: (wanted) => {
        const { last } = this.options.memory.get()
        return last?.settings === keyOf(wanted) ? last.url : null
      },
      become: (state) => {
        if (this.session === session) this.become(state)
      },
      detoured: ({ url, server }, why) => {
        this.options.onNotice(
          `${url} cannot be used from here: ${why} Its tunnel server ${server ?? ''} passes on what is sent there with that host.`,
        )
      },
      granted: (tunnel, used) => {
        if (this.session === session) this.granted(tunnel, used)
      },
    })
    return session
  }

  /** Compares what was granted with what was asked for, or had before. */
  private granted(tunnel: OpenTunnel, settings: TunnelSettings): void {
    const { memory, log, onNotice } = this.options
    const { last, urlChanged } = memory.get()
    const before = last?.settings === keyOf(settings) ? last.url : null
    const from = before !== null && !isSameUrl(before, tunnel.url) ? before : tunnel.wantedUrl
    log.info('The tunnel is open', { kind: settings.kind, url: tunnel.url })
    memory.set({ last: { settings: keyOf(settings), url: tunnel.url } })
    if (from === null || isSameUrl(from, tunnel.url)) {
      if (urlChanged === null || isSameUrl(urlChanged.to, tunnel.url)) return
      // Another kind was chosen, say: whoever was given the first URL is told the one that there is now.
      const { from: given } = urlChanged
      memory.set({ urlChanged: isSameUrl(given, tunnel.url) ? null : { ...urlChanged, to: tunnel.url } })
      return
    }
    const first = urlChanged?.from ?? from
    memory.set({ urlChanged: isSameUrl(first, tunnel.url) ? null : { from: first, to: tunnel.url, at: Date.now() } })
    onNotice(
      from === before
        ? `The public URL changed from ${from} to ${tunnel.url}. Give the new one to whoever sends here.`
        : `The name of ${from} is taken, so the public URL is ${tunnel.url}.`,
    )
  }

  private over(session: TunnelSession): void {
    if (this.session !== session) return
    this.session = null
    this.stopWatching()
    // A session that was not ended by us was refused, and says so. Any other end is a mistake of ours, not a tunnel.
    if (this.current.kind !== 'refused') this.become({ kind: 'off' })
  }

  private end(): Promise<void> {
    this.session?.end()
    this.session = null
    this.stopWatching()
    if (this.current.kind !== 'off') this.become({ kind: 'off' })
    return this.finished
  }

  private become(state: TunnelState): void {
    this.current = state
    this.options.onChange()
  }
}

/** The kind and its settings, as a text to compare. */
function keyOf(settings: TunnelSettings): string {
  return JSON.stringify([settings.kind, settings[settings.kind]])
}

function isSameUrl(one: string, other: string): boolean {
  return one.replace(/\/$/, '') === other.replace(/\/$/, '')
}
