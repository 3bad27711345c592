import { useEffect, useRef, useState } from 'react'
import type { ImportJob } from '../../../shared/import/import-job.ts'
import { call, subscribe, uploadImport } from '../../host.ts'

export interface ImportControls {
  /** Null: none was begun. */
  readonly job: ImportJob | null
  /** The file is on its way to the engine. */
  readonly isUploading: boolean
  readonly error: unknown
  /** Reads a file; nothing is written yet. */
  check(file: Blob, fileName: string, endpoint: string | null): Promise<void>
  /** Reads the same file for another place. */
  checkFor(endpoint: string | null): Promise<void>
  write(): Promise<void>
  /** Deletes again what was written. */
  undo(): Promise<void>
  cancel(): void
  /** Back to choosing. */
  again(): void
}

/** One import from the file to its captures. What is being written goes on when the component ends. */
export function useImport(): ImportControls {
  const [job, setJob] = useState<ImportJob | null>(null)
  const [isUploading, setUploading] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const uploaded = useRef<{ readonly uploadId: string; readonly fileName: string } | null>(null)
  const upload = useRef<AbortController | null>(null)
  const state = useRef<ImportJob | null>(null)
  state.current = job

  useEffect(() => {
    const stop = subscribe((event) => {
      if (event.event === 'import.job')
        setJob((known) => (known?.id === event.job.id ? further(known, event.job) : known))
    })
    return () => {
      stop()
      upload.current?.abort()
      const left = state.current
      // Nobody would say yes to it any more.
      if (left?.state === 'checking' || left?.state === 'checked')
        call('import.cancel', { id: left.id }).catch(() => {})
    }
  }, [])

  const attempt = async (work: () => Promise<ImportJob>) => {
    setError(null)
    try {
      const begun = await work()
      setJob((known) => (known?.id === begun.id ? further(known, begun) : begun))
      // Events of it may have come before that.
      const { job: newest } = await call('import.job', {})
      if (newest?.id === begun.id) setJob((known) => (known?.id === newest.id ? further(known, newest) : known))
    } catch (reason) {
      if (!upload.current?.signal.aborted) setError(reason)
    }
  }

  const checkFor = (endpoint: string | null) =>
    attempt(() => {
      if (uploaded.current === null) throw new Error('No file was chosen.')
      return call('import.check', { ...uploaded.current, endpoint })
    })

  return {
    job,
    isUploading,
    error,
    checkFor,
    check: async (file, fileName, endpoint) => {
      const abort = new AbortController()
      upload.current = abort
      setUploading(true)
      setJob(null)
      await attempt(async () => {
        const { uploadId } = await uploadImport(file, abort.signal)
        uploaded.current = { uploadId, fileName: fileName.slice(0, 255) }
        return call('import.check', { ...uploaded.current, endpoint })
      })
      setUploading(false)
    },
    write: () =>
      attempt(() => {
        if (job === null) throw new Error('No file was read.')
        return call('import.write', { id: job.id, anyway: true })
      }),
    undo: () =>
      attempt(() => {
        if (job === null) throw new Error('No file was imported.')
        return call('import.undo', { id: job.id })
      }),
    cancel: () => {
      upload.current?.abort()
      setUploading(false)
      if (job !== null) call('import.cancel', { id: job.id }).catch(setError)
    },
    again: () => {
      if (job?.state === 'checked') call('import.cancel', { id: job.id }).catch(() => {})
      setJob(null)
      setError(null)
    },
  }
}

const ORDER: ReadonlyArray<ImportJob['state']> = [
  'checking',
  'checked',
  'writing',
  'done',
  'undoing',
  'undone',
  'cancelled',
  'failed',
]

/** Answers and events overtake each other: what has come further is the newer. */
function further(known: ImportJob, told: ImportJob): ImportJob {
  const [before, now] = [ORDER.indexOf(known.state), ORDER.indexOf(told.state)]
  return now > before || (now === before && told.share >= known.share) ? told : known
}
