/** Facts about a line: ids, counts, states. Never bodies, header values or secrets. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** The engine's log. */
export interface Log {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  /** With the whole error: its name, message, stack and causes. */
  error(message: string, error: unknown, fields?: LogFields): void
}

/** A log that can be shown. */
export interface ShownLog extends Log {
  readonly file: string
  tail(lines: number): Promise<string[]>
}
