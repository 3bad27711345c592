import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Banner } from '../../ui/banner.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { ViewBar } from '../../ui/view-bar.tsx'
import type { ShownDiff } from './diff-editor.ts'
import type { OpenPair } from './open-pair.ts'
import { usePairAnswer } from './use-pair.ts'

interface SideBySideProps {
  readonly pair: OpenPair
  /** JSON indented, with every value as it is written. */
  readonly pretty: boolean
  readonly tools: ReactNode
}

/** Two texts in the editor, by line and word. */
export function SideBySide({ pair, pretty, tools }: SideBySideProps) {
  const texts = usePairAnswer(pair, 'texts', { pretty })
  const [diff, setDiff] = useState<ShownDiff | null>(null)
  const content = () => {
    if (texts.kind === 'failed') return <ErrorState title="The texts could not be shown" error={texts.error} />
    if (texts.kind !== 'there') return <Spinner />
    if (texts.value.kind === 'none') return <EmptyState title="No side by side">{texts.value.problem}</EmptyState>
    const { left, right, isJson } = texts.value
    return <DiffEditor left={left} right={right} isJson={isJson} onShown={setDiff} />
  }
  // Before the editor sees them, which would say that it cannot be edited.
  const onKeyDownCapture = (event: KeyboardEvent) => {
    const isMod = event.ctrlKey || event.metaKey
    if (
      diff === null ||
      event.altKey ||
      (event.target instanceof Element && event.target.closest('input, textarea:not(.inputarea)'))
    )
      return
    if (isMod && event.key === 'f') diff.find()
    else if (!isMod && event.key === 'j') diff.go('next')
    else if (!isMod && event.key === 'k') diff.go('previous')
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col" onKeyDownCapture={onKeyDownCapture}>
      <ViewBar className="justify-end">
        {tools}
        <IconButton
          label="Previous difference"
          shortcut="k"
          icon={<ArrowUp />}
          disabled={diff === null}
          onClick={() => diff?.go('previous')}
        />
        <IconButton
          label="Next difference"
          shortcut="j"
          icon={<ArrowDown />}
          disabled={diff === null}
          onClick={() => diff?.go('next')}
        />
      </ViewBar>
      {pair.notes.map((note) => (
        <Banner key={note}>{note}</Banner>
      ))}
      {content()}
    </div>
  )
}

interface DiffEditorProps {
  readonly left: string
  readonly right: string
  readonly isJson: boolean
  onShown(diff: ShownDiff | null): void
}

function DiffEditor({ left, right, isJson, onShown }: DiffEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'loading' | 'there' | Error>('loading')

  useEffect(() => {
    let shown: ShownDiff | null = null
    let isLeft = false
    import('./diff-editor.ts').then(
      ({ showDiff }) => {
        if (isLeft || place.current === null) return
        shown = showDiff(place.current, left, right, isJson ? 'json' : 'plaintext')
        onShown(shown)
        setState('there')
      },
      (error: unknown) => setState(error instanceof Error ? error : new Error(String(error))),
    )
    return () => {
      isLeft = true
      onShown(null)
      shown?.end()
    }
  }, [left, right, isJson, onShown])

  if (state instanceof Error) return <ErrorState title="The editor could not be loaded" error={state} />
  return (
    <section aria-label="Side by side" className="relative flex min-h-0 flex-1">
      <div ref={place} className="absolute inset-0" />
      {state === 'loading' && <Spinner label="Loading the editor" />}
    </section>
  )
}
