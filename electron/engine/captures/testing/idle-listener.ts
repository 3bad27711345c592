import type { IntakeListener } from '../capture-intake.ts'

/** Does nothing about what was received. */
export const IDLE_LISTENER: IntakeListener = {
  kept: () => {},
  refused: () => {},
  isProxiedLocally: () => false,
  handshake: () => null,
}
