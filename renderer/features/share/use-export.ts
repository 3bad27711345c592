import { useEffect, useRef, useState } from 'react'
import type { CallInput } from '../../../shared/contract/contract.ts'
import type { ExportJob } from '../../../shared/export/export-job.ts'
import { call, fetchContent, subscribe } from '../../host.ts'
import { saveBlob } from '../body/save-file.ts'

export interface ExportControls {
  /** Null: none was begun. */
  readonly job: ExportJob | null
  /** Handed to the browser, which puts it where downloads go. */
  readonly isSaved: boolean
  readonly error: unknown
  readonly isRunning: boolean
  start(request: CallInput<'export.start'>): Promise<void>
  cancel(): void
  /** Back to choosing. */
  again(): void
}

/** One export from its start to the saved file. It ends with the component. */
export function useExport(): ExportControls {
  const [job, setJob] = useState<ExportJob | null>(null)
  const [isSaved, setSaved] = useState(false)
  const [isRunning, setRunning] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const running = useRef<{ readonly id: string; readonly abort: AbortController } | null>(null)

  useEffect(
    () =>
      subscribe((event) => {
        if (event.event === 'export.job') setJob((known) => (known?.id === event.job.id ? event.job : known))
      }),
    [],
  )

  const cancel = () => {
    const current = running.current
    if (current === null) return
    running.current = null
    current.abort.abort()
    // Without an engine there is nothing left to cancel.
    call('export.cancel', { id: current.id }).catch(() => {})
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the end of the component is meant.
  useEffect(() => cancel, [])

  const start = async (request: CallInput<'export.start'>) => {
    setRunning(true)
    setSaved(false)
    setError(null)
    setJob(null)
    const abort = new AbortController()
    try {
      const begun = await call('export.start', request)
      running.current = { id: begun.id, abort }
      setJob(begun)
      const response = await fetchContent(`/exports/${begun.id}`, { signal: abort.signal })
      saveBlob(await response.blob(), begun.fileName)
      setSaved(true)
    } catch (reason) {
      if (!abort.signal.aborted) setError(reason)
    } finally {
      running.current = null
      setRunning(false)
    }
  }

  const again = () => {
    setJob(null)
    setSaved(false)
    setError(null)
  }
  return { job, isSaved, isRunning, error, start, cancel, again }
}
