/** Tells whoever waited for a thread that it ended. */
export class ThreadDeath extends Error {
  readonly code: string | undefined
  /** Whether this was asked first of all that was not answered: what the thread ended of, since it answers one after the other. */
  readonly wasUnderWay: boolean

  constructor(cause: unknown, wasUnderWay: boolean) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'ThreadDeath'
    this.code = (cause as { readonly code?: string } | null)?.code
    this.wasUnderWay = wasUnderWay
  }
}
