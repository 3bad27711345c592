import type { CallError } from '../../../shared/contract/errors.ts'

/** How an engine tells the shell that started it of its beginning, on the pipe that calls use too. */
export type EngineLifeMessage =
  | {
      readonly kind: 'ready'
      /** Where bytes are streamed and uploaded, since they do not go through the pipe. */
      readonly socketPath: string
      readonly token: string
    }
  /** It cannot start, and trying again would not help. */
  | { readonly kind: 'failed'; readonly error: CallError }

/** The shell's wish that the engine finish what it has and end. */
export type ShellLifeMessage = { readonly kind: 'stop' }
