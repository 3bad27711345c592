import { useEffect, useId, useRef, useState } from 'react'
import { ViewBar } from '../../ui/view-bar.tsx'
import { AutosavedNote } from './autosaved-note.ts'
import { useFocusRequest } from './focus-request.ts'

interface NotesTabProps {
  readonly captureId: string
  readonly note: string
}

/** A note beside the capture, saved by itself. */
export function NotesTab({ captureId, note }: NotesTabProps) {
  const [text, setText] = useState(note)
  const [saved, setSaved] = useState<'saved' | 'unsaved' | 'failed'>('saved')
  const area = useRef<HTMLTextAreaElement>(null)
  const autosave = useRef<AutosavedNote>(null)
  const id = useId()

  useEffect(() => {
    const saving = new AutosavedNote(captureId, setSaved)
    autosave.current = saving
    // The tab of a browser may go without another word.
    const onHide = () => document.visibilityState === 'hidden' && saving.flush()
    document.addEventListener('visibilitychange', onHide)
    return () => {
      document.removeEventListener('visibilitychange', onHide)
      saving.flush()
    }
  }, [captureId])
  useFocusRequest('note', area)

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ViewBar>
        <label htmlFor={id} className="flex-1">
          Plain text, kept beside the capture
        </label>
        <output>{STATES[saved]}</output>
      </ViewBar>
      <textarea
        ref={area}
        id={id}
        value={text}
        maxLength={100_000}
        placeholder="What did you find out?"
        className="min-h-0 flex-1 resize-none bg-transparent px-4 py-3 leading-normal -outline-offset-2 placeholder:text-faint"
        onChange={({ currentTarget }) => {
          setText(currentTarget.value)
          setSaved('unsaved')
          autosave.current?.write(currentTarget.value)
        }}
        onBlur={() => autosave.current?.flush()}
      />
    </div>
  )
}

const STATES = { saved: 'Saved', unsaved: 'Saving…', failed: 'Not saved' } as const
