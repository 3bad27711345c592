import { useEffect, useRef, useState } from 'react'
import { useCommands } from '../../app/commands.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { CodeEditor, CodeLanguage } from './code-editor.ts'

interface CodeViewProps {
  readonly text: string
  readonly language: CodeLanguage
  readonly label: string
  readonly wrap?: boolean
  /** A text that takes the place of another is the same one grown: the reader stays where they are. */
  readonly keepsPlace?: boolean
  /** Makes it editable. `text` is then only what it begins with. */
  readonly onEdit?: (text: string) => void
  /** Handed the editor once it is there, to change its text. */
  readonly onReady?: (code: CodeEditor) => void
}

/** Text in the code editor, which is loaded when it is first needed. */
export function CodeView({ text, language, label, wrap = true, keepsPlace = false, onEdit, onReady }: CodeViewProps) {
  const place = useRef<HTMLDivElement>(null)
  const [code, setCode] = useState<CodeEditor | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const isEditable = onEdit !== undefined
  const latestOnEdit = useRef(onEdit)
  latestOnEdit.current = onEdit
  const latestOnReady = useRef(onReady)
  latestOnReady.current = onReady

  useEffect(() => {
    let taken: CodeEditor | null = null
    let left = false
    import('./code-editor.ts').then(({ CodeEditor }) => {
      if (left || place.current === null) return
      taken = CodeEditor.take({ readOnly: !isEditable })
      place.current.append(taken.element)
      setCode(taken)
      latestOnReady.current?.(taken)
    }, setFailure)
    return () => {
      left = true
      taken?.release()
      setCode(null)
    }
  }, [isEditable])

  useEffect(() => {
    if (code === null) return
    code.show(text, language, keepsPlace)
    return code.onEdit((edited) => latestOnEdit.current?.(edited))
  }, [code, text, language, keepsPlace])

  useEffect(() => code?.set({ label, wrap }), [code, label, wrap])

  useCommands([
    {
      id: 'body.find',
      title: 'Find in this text',
      group: 'Capture',
      keys: ['Mod+f'],
      enabled: code !== null,
      run: () => code?.find(),
    },
  ])

  if (failure !== null) return <ErrorState title="The editor could not be loaded" error={failure} />
  return (
    <div ref={place} className="relative flex min-h-0 min-w-0 flex-1">
      {code === null && <Spinner label="Loading the editor" />}
    </div>
  )
}
