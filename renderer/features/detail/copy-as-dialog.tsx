import { useQuery } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { COPY_FORMS, type CopyForm } from '../../../shared/codegen/copy-form.ts'
import type { SnippetRequest } from '../../../shared/codegen/snippet-request.ts'
import { copyText } from '../../ui/copy-text.ts'
import { PaletteFrame, PaletteOption } from '../../ui/palette-frame.tsx'
import { Switch } from '../../ui/switch.tsx'
import { showError } from '../../ui/toast.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { RedactedText } from '../share/redacted-text.tsx'
import { readRedactedRequest, readSnippetRequest } from './read-snippet-request.ts'

const REMEMBERED = 'hookbench.copy-as'
/** More than fits is of no use to see. */
const PREVIEWED = 4000

interface CopyAsDialogProps {
  readonly capture: CaptureDetail
  onClose(): void
}

/** What a capture can be copied as, with a look at it. Begins with what was copied last. */
export function CopyAsDialog({ capture, onClose }: CopyAsDialogProps) {
  const [text, setText] = useState('')
  const [activeId, setActiveId] = useState<string | null>(() => localStorage.getItem(REMEMBERED))
  const activeOption = useRef<HTMLDivElement>(null)
  const [redact, setRedact] = useState(false)
  const read = () => (redact ? readRedactedRequest(capture) : readSnippetRequest(capture))
  const { data: request, error } = useQuery({
    queryKey: ['snippet-request', capture.id, redact],
    queryFn: read,
    retry: false,
    // Where the receiver listens may have changed; and a body need not stay in memory.
    staleTime: 0,
    gcTime: 0,
  })
  const forms = COPY_FORMS.filter(({ id, title }) => matches(`${title} ${id}`, text))
  const current: CopyForm | undefined = forms.find(({ id }) => id === activeId) ?? forms[0]
  const written = current === undefined || request === undefined ? null : write(current, request)

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls whenever another one becomes active.
  useEffect(() => {
    activeOption.current?.scrollIntoView({ block: 'nearest' })
  }, [current?.id])

  const step = (by: number) => {
    const at = forms.findIndex((form) => form === current)
    setActiveId(forms.at((at + by) % forms.length)?.id ?? null)
  }
  const copy = async (form: CopyForm | undefined) => {
    if (form === undefined) return
    try {
      const snippet = form.write(request ?? (await read()))
      localStorage.setItem(REMEMBERED, form.id)
      onClose()
      await copyText(snippet, redact ? `${form.title}, redacted` : form.title)
    } catch (problem) {
      showError(problem)
    }
  }

  return (
    <PaletteFrame
      label="Copy as"
      placeholder="Copy as…"
      icon={<Copy aria-hidden />}
      value={text}
      activeId={current && optionId(current)}
      onChange={setText}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') step(1)
        else if (event.key === 'ArrowUp') step(-1)
        else if (event.key === 'Enter') void copy(current)
        else return
        event.preventDefault()
      }}
      onClose={onClose}
      empty={forms.length === 0 ? 'It cannot be copied as that.' : null}
      preview={
        <section aria-label="Preview" className="flex h-52 shrink-0 flex-col border-t border-line">
          <div className="flex items-center border-b border-line px-3 py-1.5">
            <Switch label="Redacted: without secrets, tokens and personal data" checked={redact} onChange={setRedact} />
          </div>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable by keyboard.
            tabIndex={0}
            className="min-h-0 flex-1 overflow-auto bg-bg p-3 font-mono text-small leading-[18px]"
          >
            {error?.message ?? (written === null ? '' : <RedactedPreview text={preview(written)} redacted={redact} />)}
          </pre>
        </section>
      }
    >
      {forms.map((form) => (
        <PaletteOption
          key={form.id}
          id={optionId(form)}
          ref={form === current ? activeOption : null}
          active={form === current}
          onPoint={() => setActiveId(form.id)}
          onClick={() => void copy(form)}
        >
          <span className="min-w-0 flex-1 truncate">{form.title}</span>
        </PaletteOption>
      ))}
    </PaletteFrame>
  )
}

function RedactedPreview({ text, redacted }: { readonly text: string; readonly redacted: boolean }) {
  return redacted ? <RedactedText text={text} /> : text
}

function matches(name: string, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/)
  return words.every((word) => name.toLowerCase().includes(word))
}

function write(form: CopyForm, request: SnippetRequest): string {
  try {
    return form.write(request)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function preview(snippet: string): string {
  const cut = snippet.length > PREVIEWED ? `${snippet.slice(0, PREVIEWED)}…` : snippet
  return visibleText(cut, { lines: true })
}

function optionId(form: CopyForm): string {
  return `copy-as-${form.id}`
}
