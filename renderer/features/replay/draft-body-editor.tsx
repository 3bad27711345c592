import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { prettyJson } from '../../../shared/body/json-pretty.ts'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { contentEncoding } from '../../../shared/http/content-encoding.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { BoxedRow } from '../../ui/boxed-row.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { showError } from '../../ui/toast.tsx'
import { languageOf } from '../body/body-views.ts'
import type { CodeEditor } from '../body/code-editor.ts'
import { CodeView } from '../body/code-view.tsx'
import type { OpenBody } from '../body/open-body.ts'
import { useBodyAnswer } from '../body/use-body-answer.ts'
import { useOpenBody } from '../body/use-open-body.ts'
import { usePlacesSignedInBody } from '../signature/use-places-signed-in-body.ts'
import { type DraftBody, isEdited, UNEDITED_TEXT } from './replay-draft.ts'

interface DraftBodyEditorProps {
  readonly capture: CaptureDetail
  readonly body: DraftBody
  onChange(body: DraftBody): void
}

type Choice = DraftBody['kind']

/** The body of a request to send: as captured, rewritten as text, or taken from a file. */
export function DraftBodyEditor({ capture, body, onChange }: DraftBodyEditorProps) {
  const picker = useRef<HTMLInputElement>(null)
  const isSignedInside = usePlacesSignedInBody(capture).length > 0
  const choose = (choice: Choice) => {
    if (choice === 'captured') onChange({ kind: 'captured' })
    else if (choice === 'text') onChange(UNEDITED_TEXT)
    else picker.current?.click()
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-2">
        <SmallTitle>Body</SmallTitle>
        <SegmentedControl<Choice>
          label="Body"
          value={body.kind}
          options={[
            { value: 'captured', label: 'As captured' },
            { value: 'text', label: 'Text' },
            { value: 'file', label: 'File…' },
          ]}
          onChange={choose}
        />
        <span className="min-w-0 flex-1 truncate text-right text-small text-faint">
          {bodyNote(body, capture, isSignedInside)}
        </span>
        <input
          ref={picker}
          type="file"
          className="sr-only"
          tabIndex={-1}
          aria-label="File to send as the body"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0]
            if (file !== undefined && file.size > LIMITS.bodyBytes) {
              showError(
                new Error(
                  `${file.name} has ${formatBytes(file.size)}. The largest body is ${formatBytes(LIMITS.bodyBytes)}.`,
                ),
              )
            } else if (file !== undefined) onChange({ kind: 'file', file })
            currentTarget.value = ''
          }}
        />
      </div>
      {body.kind === 'text' && <TextEditor capture={capture} body={body} onChange={onChange} />}
      {body.kind === 'file' && (
        <BoxedRow>
          <FileUp aria-hidden className="size-4 text-dim" />
          <span className="min-w-0 flex-1 truncate font-mono text-small">{body.file.name}</span>
          <span className="text-small text-dim">{formatBytes(body.file.size)}</span>
          <Button look="quiet" onClick={() => picker.current?.click()}>
            Choose another
          </Button>
        </BoxedRow>
      )}
    </div>
  )
}

/** `isSignedInside`: signing will write something into the body. */
function bodyNote(body: DraftBody, { bodySize }: CaptureDetail, isSignedInside: boolean): string {
  const butSigned = isSignedInside ? ', but for what signing writes into it' : ''
  if (body.kind === 'captured') {
    if (bodySize === 0) return 'Unchanged: none'
    return isSignedInside
      ? `${formatBytes(bodySize)} as captured${butSigned}`
      : `Unchanged: ${formatBytes(bodySize)}, sent byte for byte`
  }
  if (body.kind === 'file') return `Sent as it is${butSigned}`
  if (isEdited(body)) return `Sent as ${body.charset}`
  return isSignedInside ? `As captured until you change it${butSigned}` : 'Sent byte for byte until you change it'
}

interface TextEditorProps extends DraftBodyEditorProps {
  readonly body: Extract<DraftBody, { kind: 'text' }>
}

function TextEditor({ capture, body, onChange }: TextEditorProps) {
  // An edit that was begun before goes on where it was.
  const [begun] = useState(isEdited(body) || capture.bodySize === 0)
  if (begun) return <EditableText initial={body.text} charset={body.charset || 'utf-8'} onChange={onChange} />
  return <CapturedTextEditor capture={capture} onChange={onChange} />
}

function CapturedTextEditor({ capture, onChange }: Pick<DraftBodyEditorProps, 'capture' | 'onChange'>) {
  const path = contentEncoding(capture.headers) === null ? 'body' : 'decoded-body'
  const { state, retry } = useOpenBody({ path: `/captures/${capture.id}/${path}`, headers: capture.headers })
  if (state.kind === 'failed')
    return <ErrorState title="The body could not be opened" error={state.error} retry={retry} />
  if (state.kind !== 'open') return <Spinner />
  return <OpenTextEditor body={state.body} onChange={onChange} />
}

function OpenTextEditor({ body, onChange }: { readonly body: OpenBody } & Pick<DraftBodyEditorProps, 'onChange'>) {
  const view = useBodyAnswer(body, 'view', { mode: 'raw' })
  const text = useBodyAnswer(body, 'text', { mode: 'raw' })
  if (body.info.kind === 'binary' || body.info.kind === 'image') {
    return <Unsuited>These bytes are not text. Send a file instead.</Unsuited>
  }
  if (view.kind !== 'answered' || text.kind !== 'answered') return <Spinner />
  if (!('suitsEditor' in view.value) || !view.value.suitsEditor) {
    return <Unsuited>This body is too large to edit here. Save it, edit it, and send the file.</Unsuited>
  }
  return (
    <>
      {body.incomplete !== null && (
        <p className="pb-1.5 text-small text-warn">{body.incomplete} An edit sends only this.</p>
      )}
      {hasMixedLineEnds(text.value) && (
        <p className="pb-1.5 text-small text-warn">Its line ends are of several kinds; an edit makes them all alike.</p>
      )}
      <EditableText
        initial={text.value}
        charset={body.info.charset || 'utf-8'}
        language={languageOf(body.info.kind)}
        onChange={onChange}
      />
    </>
  )
}

function hasMixedLineEnds(text: string): boolean {
  return new Set(text.match(/\r\n|\n|\r/g)).size > 1
}

function Unsuited({ children }: { readonly children: string }) {
  return <p className="rounded-lg border border-line px-3 py-2 text-dim">{children}</p>
}

interface EditableTextProps extends Pick<DraftBodyEditorProps, 'onChange'> {
  readonly initial: string
  readonly charset: string
  readonly language?: ReturnType<typeof languageOf>
}

function EditableText({ initial, charset, language = 'json', onChange }: EditableTextProps) {
  const begun = useRef(initial)
  const [code, setCode] = useState<CodeEditor | null>(null)
  const indent = () => {
    const result = prettyJson(code?.editor.getValue() ?? '')
    if (result.kind === 'pretty') code?.rewrite(result.text)
    else showError(new Error('This is not valid JSON, so it cannot be indented.'))
  }
  return (
    <div className="relative flex min-h-56 flex-1 overflow-hidden rounded-lg border border-line">
      <CodeView
        text={begun.current}
        language={language}
        label="Body to send"
        onEdit={(text) => onChange({ kind: 'text', text, charset })}
        onReady={setCode}
      />
      {language === 'json' && (
        <Button
          className="absolute right-3 bottom-2"
          onClick={indent}
          title="Indents the JSON, which changes its bytes"
        >
          Indent
        </Button>
      )}
    </div>
  )
}
