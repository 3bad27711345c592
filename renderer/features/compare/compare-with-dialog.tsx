import { useQuery } from '@tanstack/react-query'
import { Bookmark, ClipboardPaste, FileUp, GitCompare } from 'lucide-react'
import { type ClipboardEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FileButton } from '../../ui/file-button.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { showError } from '../../ui/toast.tsx'
import { compare, useMark } from './compare-store.ts'
import { loadSide } from './load-side.ts'
import { choicesFor } from './side-choices.ts'
import { fileSide, isSameSide, pastedSide, type SideRef, sideKey, sideKind } from './side-ref.ts'

interface CompareWithDialogProps {
  readonly side: SideRef
  onClose(): void
}

/** What to compare something with: what is near at hand, what is marked, a file, or what is pasted. */
export function CompareWithDialog({ side, onClose }: CompareWithDialogProps) {
  const marked = useMark((state) => state.marked)
  const [text, setText] = useState('')
  const [busy, setBusy] = useState<string | null>(null)
  const isOpen = useRef(true)
  const close = () => {
    isOpen.current = false
    onClose()
  }
  // What it is compared with stands on the left: it came first, or is what was expected.
  const take = (other: SideRef) => compare(other, side)
  const find = async (id: string, look: () => Promise<SideRef>) => {
    setBusy(id)
    try {
      const found = await look()
      if (isOpen.current) take(found)
    } catch (error) {
      showError(error)
    } finally {
      setBusy(null)
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const [file] = event.clipboardData.files
    const pasted = event.clipboardData.getData('text')
    if (file === undefined && pasted === '') return
    event.preventDefault()
    take(file === undefined ? pastedSide(pasted) : fileSide(file))
  }

  return (
    <Dialog
      open
      title="Compare with…"
      description={<SideName side={side} />}
      onClose={close}
      actions={
        <>
          <FileButton label="A file…" icon={<FileUp />} onFile={(file) => take(fileSide(file))} />
          <Button look="primary" disabled={text === ''} onClick={() => take(pastedSide(text))}>
            Compare with the text
          </Button>
        </>
      }
    >
      <section
        aria-label="Compare with"
        className="flex flex-col gap-3"
        onPaste={onPaste}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          const [file] = event.dataTransfer.files
          if (file !== undefined) take(fileSide(file))
        }}
      >
        <ul className="flex flex-col gap-1">
          {choicesFor(side).map(({ id, label, hint, find: look }) => (
            <Choice
              key={id}
              icon={<GitCompare />}
              label={label}
              hint={hint}
              disabled={busy !== null}
              onChoose={() => void find(id, look)}
            />
          ))}
          {marked !== null && !isSameSide(marked, side) && (
            <Choice
              icon={<Bookmark />}
              label={`The marked ${sideKind(marked).toLowerCase()}`}
              hint={<SideName side={marked} />}
              onChoose={() => take(marked)}
            />
          )}
        </ul>
        <TextArea
          label="Or a text"
          hint={
            <>
              <ClipboardPaste aria-hidden className="inline size-3.5" /> What you paste is compared at once. A file may
              be dropped here.
            </>
          }
          mono
          rows={4}
          value={text}
          onChange={setText}
        />
      </section>
    </Dialog>
  )
}

interface ChoiceProps {
  readonly icon: ReactNode
  readonly label: string
  readonly hint: ReactNode
  readonly disabled?: boolean
  onChoose(): void
}

function Choice({ icon, label, hint, disabled = false, onChoose }: ChoiceProps) {
  return (
    <li>
      <Button icon={icon} className="h-auto w-full justify-start py-1.5" disabled={disabled} onClick={onChoose}>
        <span className="shrink-0 font-medium">{label}</span>
        <span className="min-w-0 truncate text-small text-dim">{hint}</span>
      </Button>
    </li>
  )
}

function SideName({ side }: { readonly side: SideRef }) {
  const { data } = useQuery({ queryKey: ['compare-side', sideKey(side)], queryFn: () => loadSide(side), retry: false })
  if (data === undefined) return sideKind(side)
  return (
    <>
      {data.kind}: <CapturedText text={data.title} />, {data.note}
    </>
  )
}
