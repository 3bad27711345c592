import { AppError } from '../contract/errors.ts'

/** What is wrong with one of several requests. The message names the place, where there is one inside of it. */
export interface RequestFault {
  /** At which the request begins, from 1. */
  readonly line: number
  readonly message: string
}

/** A text with so much wrong is no list of requests. */
const MOST_FAULTS = 1000

/** Takes what is wrong with single requests of a text, so that the others are read all the same. */
export class RequestFaults {
  readonly found: RequestFault[] = []

  /** More need not be looked for. */
  get isFull(): boolean {
    return this.found.length >= MOST_FAULTS
  }

  take(line: number, { message }: AppError): void {
    this.found.push({ line, message })
  }
}

/** What `read` makes of the request at a line; null if that goes wrong and is taken. Without `faults` it is thrown. */
export function attempt<Value>(faults: RequestFaults | null, line: () => number, read: () => Value): Value | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof AppError) || faults === null) throw error
    faults.take(line(), error)
    return null
  }
}
