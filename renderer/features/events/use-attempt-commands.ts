import { type Command, useCommands } from '../../app/commands.ts'
import { openCapture } from '../captures/selection-store.ts'
import { type Attempts, attemptBeside } from './attempts.ts'

/** Stepping through the attempts to deliver the event that is shown. */
export function useAttemptCommands(captureId: string, { captures }: Attempts): void {
  const step = (id: string, title: string, key: string, by: -1 | 1): Command => {
    const target = attemptBeside(captureId, captures, by)
    return {
      id,
      title,
      group: 'Capture',
      keys: [key],
      enabled: target !== null,
      run: () => target !== null && openCapture(target),
    }
  }
  useCommands([
    step(ATTEMPT_BEFORE, 'Go to the attempt before', '[', -1),
    step(ATTEMPT_AFTER, 'Go to the attempt after', ']', 1),
  ])
}

export const ATTEMPT_BEFORE = 'capture.attempt-before'
export const ATTEMPT_AFTER = 'capture.attempt-after'
