/** Requests beyond the one that each command is. More than these is a load test, and no list of requests to read. */
export const MOST_REQUESTS = 10_000
/** What such requests and variables put again in other places. */
export const MOST_BYTES = 64 * 1024 * 1024

/** What all commands that are read together may still stand for: a few characters may ask for gigabytes. */
export class CurlBudget {
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
