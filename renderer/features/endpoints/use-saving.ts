import { useState } from 'react'

export interface Saving {
  readonly state: 'idle' | 'saving' | 'saved'
  readonly error: string | null
  /** Something changed since it was saved. */
  touched(): void
  run(work: Promise<unknown>): Promise<void>
}

/** How saving a form goes. */
export function useSaving(): Saving {
  const [state, setState] = useState<Saving['state']>('idle')
  const [error, setError] = useState<string | null>(null)
  return {
    state,
    error,
    touched: () => setState('idle'),
    run: async (work) => {
      setState('saving')
      setError(null)
      try {
        await work
        setState('saved')
      } catch (reason) {
        setState('idle')
        setError(reason instanceof Error ? reason.message : String(reason))
      }
    },
  }
}
