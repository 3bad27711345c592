/** A way to give a local port a public URL. One file a kind; the service knows only this. */
export interface TunnelKind {
  readonly name: string
  /**
   * Resolves once requests to the URL can arrive. Rejects with an error whose message a person can act on, and when
   * `signal` aborts. Leaves nothing running behind a rejection.
   */
  open(port: number, options: TunnelOptions): Promise<OpenTunnel>
}

export interface TunnelOptions {
  /** The server that opens the tunnel. */
  readonly host: string
  /** The name wished for; null: whichever the server gives. */
  readonly subdomain: string | null
  readonly signal: AbortSignal
}

export interface OpenTunnel {
  readonly url: string
  /** Called at most once, with a sentence for the user; never after `close`. By then the tunnel has closed itself. */
  onLost(listener: (reason: string) => void): void
  close(): void
}
