import { useEffect, useState } from 'react'
import { type BodySource, OpenBody } from './open-body.ts'
import { PATIENCE_MS } from './use-steady.ts'

type BodyState =
  | { readonly kind: 'loading'; readonly loaded: number }
  | { readonly kind: 'open'; readonly body: OpenBody }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'cancelled' }

interface OpenedBody {
  readonly state: BodyState
  cancel(): void
  retry(): void
}

/** Opens a body in a worker for as long as it is shown. */
export function useOpenBody(source: BodySource): OpenedBody {
  const [state, setState] = useState<BodyState>({ kind: 'loading', loaded: 0 })
  const [attempt, setAttempt] = useState(0)
  const [controller, setController] = useState<AbortController | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: headers belong to the path and never change; an attempt is a reason to begin again.
  useEffect(() => {
    const abort = new AbortController()
    let opened: OpenBody | null = null
    let loaded = 0
    let patient = true
    const timer = setTimeout(() => {
      patient = false
      setState({ kind: 'loading', loaded })
    }, PATIENCE_MS)
    const onProgress = (bytes: number) => {
      loaded = bytes
      if (!patient) setState({ kind: 'loading', loaded })
    }
    setController(abort)
    OpenBody.open(source, { signal: abort.signal, onProgress })
      .then(
        (body) => {
          opened = body
          if (abort.signal.aborted) body.close()
          else setState({ kind: 'open', body })
        },
        (error: unknown) => {
          if (abort.signal.reason === CANCELLED) setState({ kind: 'cancelled' })
          else if (!abort.signal.aborted) setState({ kind: 'failed', error })
        },
      )
      .finally(() => clearTimeout(timer))
    return () => {
      clearTimeout(timer)
      abort.abort()
      opened?.close()
    }
  }, [source.path, attempt])

  return {
    state,
    cancel: () => controller?.abort(CANCELLED),
    retry: () => setAttempt((count) => count + 1),
  }
}

const CANCELLED = 'cancelled by the user'
