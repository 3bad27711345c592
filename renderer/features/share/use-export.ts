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
  const running = useRef<AbortController | null>(null)

  useEffect(
    () =>
      subscribe((event) => {
        if (event.event === 'export.job') setJob((known) => (known?.id === event.job.id ? event.job : known))
      }),
    [],
  )

  const cancel = () => running.current?.abort()
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the end of the component is meant.
  useEffect(() => cancel, [])

  const start = async (request: CallInput<'export.start'>) => {
    setRunning(true)
    setSaved(false)
    setError(null)
    setJob(null)
    const abort = new AbortController()
    running.current = abort
    try {
      const begun = await call('export.start', request)
      // Without an engine there is nothing left to cancel.
      const end = () => call('export.cancel', { id: begun.id }).catch(() => {})
      if (abort.signal.aborted) await end()
      abort.signal.throwIfAborted()
      abort.signal.addEventListener('abort', end, { once: true })
      setJob(begun)
      const response = await fetchContent(`/exports/${begun.id}`, { signal: abort.signal })
      const file = await response.blob()
      abort.signal.throwIfAborted()
      abort.signal.removeEventListener('abort', end)
      saveBlob(file, begun.fileName)
      setSaved(true)
    } catch (reason) {
      if (!abort.signal.aborted) setError(reason)
    } finally {
      if (running.current === abort) {
        running.current = null
        setRunning(false)
      }
    }
  }

  const again = () => {
    setJob(null)
    setSaved(false)
    setError(null)
  }
  return { job, isSaved, isRunning, error, start, cancel, again }
}
