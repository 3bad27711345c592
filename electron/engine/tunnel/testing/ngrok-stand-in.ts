import type { NgrokPackage, NgrokSession } from '../ngrok-package.ts'

/** Speaks like `@ngrok/ngrok`, without its service: what a test says happens there. */
export interface NgrokStandIn {
  readonly client: NgrokPackage
  readonly sessions: StandInSession[]
  /** The next connecting, or listening, fails with this message. */
  failConnecting(message: string): void
  failListening(message: string): void
  /** Connecting waits until `resume` is called. */
  hold(): { resume(): void }
  /** The connection to the service breaks; the package tries to connect again. */
  disconnect(): void
  heartbeat(): void
}

export interface StandInSession {
  readonly token: string
  domain: string | null
  forwardsTo: string | null
  closed: boolean
}

export function standInForNgrok(): NgrokStandIn {
  const sessions: StandInSession[] = []
  let connectingFails: string | null = null
  let listeningFails: string | null = null
  let held: Promise<void> = Promise.resolve()
  let onDisconnection: (address: string, error: string) => boolean = () => true
  let onHeartbeat: (latencyMs: number) => void = () => {}

  const openSession = (session: StandInSession): NgrokSession => ({
    httpEndpoint: () => ({
      domain(domain) {
        session.domain = domain
      },
      async listenAndForward(url) {
        if (listeningFails !== null) throw new Error(listeningFails)
        session.forwardsTo = url
        return { url: () => `https://${session.domain ?? `random-${sessions.length}.ngrok-free.app`}` }
      },
    }),
    async close() {
      session.closed = true
    },
  })

  class SessionBuilder {
    #token = ''
    authtoken(token: string): this {
      this.#token = token
      return this
    }
    handleDisconnection(handler: typeof onDisconnection): this {
      onDisconnection = handler
      return this
    }
    handleHeartbeat(handler: typeof onHeartbeat): this {
      onHeartbeat = handler
      return this
    }
    async connect(): Promise<NgrokSession> {
      await held
      if (connectingFails !== null) throw new Error(connectingFails)
      const session: StandInSession = { token: this.#token, domain: null, forwardsTo: null, closed: false }
      sessions.push(session)
      return openSession(session)
    }
  }

  return {
    client: { SessionBuilder },
    sessions,
    failConnecting(message) {
      connectingFails = message
    },
    failListening(message) {
      listeningFails = message
    },
    hold() {
      let resume = (): void => {}
      held = new Promise((resolve) => {
        resume = resolve
      })
      return { resume: () => resume() }
    },
    disconnect() {
      if (!onDisconnection('connect.ngrok-agent.com:443', 'remote gone away')) {
        throw new Error('The native package would take the process down now')
      }
    },
    heartbeat: () => onHeartbeat(20),
  }
}
