import type { MessageChannelEnd } from './transport/ipc/message-channel.ts'

/** A process that runs the engine, however it was started. Its pipe closes when the process has ended. */
export interface EngineChannel extends MessageChannelEnd {
  /** Told once how the process ended, in words for a person. */
  onExit(listener: (how: string) => void): void
  /** Ends it at once. What it had answered with 2xx is on disk. */
  kill(): void
}

export interface EngineLaunch {
  /** The built engine. */
  readonly entry: string
  readonly args: readonly string[]
}
