import { z } from 'zod'

/**
 * Why a call could not be done, as a value that crosses every transport.
 * `invalid-input` and `not-found` name the caller's mistake, `conflict` a state that forbids it now,
 * `refused` a caller without the right, `unavailable` something that may work later, `bug` ours.
 */
const appErrorKind = z.enum(['invalid-input', 'not-found', 'conflict', 'refused', 'unavailable', 'bug'])

/** Names the thing and the next step: it is shown to a person as it stands. */
export const callError = z.object({ kind: appErrorKind, message: z.string() })

export type AppErrorKind = z.infer<typeof appErrorKind>
export type CallError = z.infer<typeof callError>

/** Something the user can cause or fix. Anything else that is thrown counts as a bug. */
export class AppError extends Error {
  readonly kind: AppErrorKind

  constructor(kind: AppErrorKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AppError'
    this.kind = kind
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof AppError && error.kind === 'not-found'
}

/** Every answer of every transport. Electron keeps only the message of a thrown error, so errors travel as values. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: CallError }
