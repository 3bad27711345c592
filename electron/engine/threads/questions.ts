import type { AppErrorKind } from '../../../shared/contract/errors.ts'
import type { LogFields } from '../log/log.ts'

/** What a thread can be asked: functions by name, as the thread has them. */
export type Answers<Calls> = { readonly [Name in keyof Calls]: (...args: never[]) => unknown }

export interface Question {
  readonly id: number
  readonly name: string
  readonly args: ReadonlyArray<unknown>
}

export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly failure: Failure }

/** From the thread, for the log: it has none of its own. */
export interface Warning {
  readonly warning: string
  readonly fields: LogFields
}

/** Of an error only its message survives the way between threads by itself. */
export interface Failure {
  readonly message: string
  readonly stack: string | undefined
  readonly code: string | undefined
  /** Of an `AppError`. */
  readonly kind: AppErrorKind | null
}

/** To the thread: there will be no more questions. */
export const CLOSE = 'close'
