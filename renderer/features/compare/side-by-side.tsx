import { useEffect, useRef, useState } from 'react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { OpenPair } from './open-pair.ts'
import { usePairAnswer } from './use-pair.ts'

/** Two texts in the editor, by line and word; `pretty`: JSON indented, with every value as it is written. */
export function SideBySide({ pair, pretty }: { readonly pair: OpenPair; readonly pretty: boolean }) {
  const texts = usePairAnswer(pair, 'texts', { pretty })
  if (texts.kind === 'failed') return <ErrorState title="The texts could not be shown" error={texts.error} />
  if (texts.kind !== 'there') return <Spinner />
  const { value } = texts
  if (value.kind === 'none') return <EmptyState title="No side by side">{value.problem}</EmptyState>
  return <DiffEditor left={value.left} right={value.right} isJson={value.isJson} />
}

interface DiffEditorProps {
  readonly left: string
  readonly right: string
  readonly isJson: boolean
}

function DiffEditor({ left, right, isJson }: DiffEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'loading' | 'there' | Error>('loading')

  useEffect(() => {
    let end: (() => void) | null = null
    let isLeft = false
    import('./diff-editor.ts').then(
      ({ showDiff }) => {
        if (isLeft || place.current === null) return
        end = showDiff(place.current, left, right, isJson ? 'json' : 'plaintext')
        setState('there')
      },
      (error: unknown) => setState(error instanceof Error ? error : new Error(String(error))),
    )
    return () => {
      isLeft = true
      end?.()
    }
  }, [left, right, isJson])

  if (state instanceof Error) return <ErrorState title="The editor could not be loaded" error={state} />
  return (
    <section aria-label="Side by side" className="relative flex min-h-0 flex-1">
      <div ref={place} className="absolute inset-0" />
      {state === 'loading' && <Spinner label="Loading the editor" />}
    </section>
  )
}
