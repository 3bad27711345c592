/** A pipe of structured clones between two processes or threads. It keeps order and says when it ends. */
export interface MessageChannelEnd {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Told once, when nothing more can come. */
  onClose(listener: () => void): void
}
