/** Requests beyond the one that each command is. More of them are a load test, and no list of requests to read. */
export const MOST_REQUESTS = 10_000
/** What such requests repeat, and variables put in their places. */
export const MOST_BYTES = 64 * 1024 * 1024

/**
 * What the globs and variables of all requests that are read together may still be written out to: a few characters may ask
 * for gigabytes.
 */
export class ExpansionBudget {
  private requests = MOST_REQUESTS
  private bytes = MOST_BYTES

  /** Whatever else there is would be too much as well. */
  get isSpent(): boolean {
    return this.requests < 0 || this.bytes < 0
  }

  /** False: those are too many. */
  takeRequests(count: number): boolean {
    this.requests -= count
    return this.requests >= 0
  }

  takeBytes(count: number): boolean {
    this.bytes -= count
    return this.bytes >= 0
  }
}
