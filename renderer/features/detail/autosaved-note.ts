import { askAgain } from '../../app/told-queries.ts'
import { call } from '../../host.ts'
import { showError } from '../../ui/toast.tsx'

const QUIET_MS = 500

/** Saves a note once its writer pauses, and at once when told to. */
export class AutosavedNote {
  readonly #captureId: string
  readonly #onState: (state: 'saved' | 'failed') => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #unsaved: string | null = null

  constructor(captureId: string, onState: (state: 'saved' | 'failed') => void) {
    this.#captureId = captureId
    this.#onState = onState
  }

  write(note: string): void {
    this.#unsaved = note
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), QUIET_MS)
  }

  flush(): void {
    clearTimeout(this.#timer)
    if (this.#unsaved === null) return
    const note = this.#unsaved
    this.#unsaved = null
    void this.#save(note)
  }

  async #save(note: string): Promise<void> {
    try {
      await call('captures.setNote', { id: this.#captureId, note })
      void askAgain(['capture', this.#captureId])
      if (this.#unsaved === null) this.#onState('saved')
    } catch (error) {
      // Kept to be tried again with the next change.
      this.#unsaved ??= note
      this.#onState('failed')
      showError(error)
    }
  }
}
