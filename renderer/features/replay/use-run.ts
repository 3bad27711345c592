import { useEffect, useState } from 'react'
import { laterRun } from '../../../shared/delivery/later-run.ts'
import type { ReplayRun, ReplayRunRequest } from '../../../shared/delivery/replay-request.ts'
import { call, subscribe } from '../../host.ts'
import { showError } from '../../ui/toast.tsx'

type RunRequest = Omit<ReplayRunRequest, 'captureIds'> & { readonly captureIds: readonly string[] }

export interface RunControls {
  /** Null: not started yet. */
  readonly run: ReplayRun | null
  readonly starting: boolean
  start(request: RunRequest): Promise<void>
  cancel(): void
}

/** Replaying several captures, followed by the engine's events. */
export function useRun(): RunControls {
  const [run, setRun] = useState<ReplayRun | null>(null)
  const [starting, setStarting] = useState(false)
  const id = run?.id ?? null

  useEffect(() => {
    if (id === null) return
    const take = (told: ReplayRun | undefined) => {
      if (told?.id === id) setRun((known) => (known?.id === id ? laterRun(known, told) : known))
    }
    const stop = subscribe((event) => event.event === 'replay.run' && take(event.run))
    // It may have gone on, or ended, before anyone listened.
    call('replay.runs', {}).then(
      (runs) => take(runs.find((one) => one.id === id)),
      () => undefined,
    )
    return stop
  }, [id])

  return {
    run,
    starting,
    async start({ captureIds, ...rest }) {
      setStarting(true)
      try {
        setRun(await call('replay.startRun', { captureIds: [...captureIds], ...rest }))
      } catch (error) {
        showError(error)
      } finally {
        setStarting(false)
      }
    },
    cancel() {
      if (id !== null) call('replay.cancel', { id }).catch(showError)
    },
  }
}
