import type { Log } from '../../log/log.ts'

/** A log that keeps its lines for a test to look at. */
export class SilentLog implements Log {
  readonly lines: string[] = []

  info(message: string): void {
    this.lines.push(message)
  }

  warn(message: string): void {
    this.lines.push(message)
  }

  error(message: string): void {
    this.lines.push(message)
  }
}
