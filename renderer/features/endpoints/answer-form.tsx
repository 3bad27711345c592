import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { DEFAULT_ANSWER, type Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { FileButton } from '../../ui/file-button.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showError } from '../../ui/toast.tsx'
import { type AnswerDraft, answerOfDraft, type DraftErrors, draftOfAnswer } from './answer-draft.ts'
import { FormFoot } from './form-foot.tsx'
import { HeaderRows } from './header-rows.tsx'
import { useSaving } from './use-saving.ts'

/** What the receiver answers once a capture is on disk. */
export function AnswerForm({ endpoint }: { readonly endpoint: Endpoint }) {
  const [draft, setDraft] = useState(() => draftOfAnswer(endpoint.answer))
  const [errors, setErrors] = useState<DraftErrors>({})
  const saving = useSaving()
  const change = (part: Partial<AnswerDraft>) => {
    setDraft({ ...draft, ...part })
    saving.touched()
  }

  const save = () => {
    const result = answerOfDraft(draft)
    setErrors('errors' in result ? result.errors : {})
    if ('answer' in result) void saving.run(call('endpoints.setAnswer', { slug: endpoint.slug, answer: result.answer }))
  }

  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <p className="text-dim">Sent back once the request is on disk.</p>
      <div className="flex gap-3">
        <TextField
          label="Status"
          inputMode="numeric"
          className="w-40"
          value={draft.status}
          onChange={(status) => change({ status })}
          error={errors.status}
          hint="200 to 599"
        />
        <TextField
          label="Delay in ms"
          inputMode="numeric"
          className="w-40"
          value={draft.delayMs}
          onChange={(delayMs) => change({ delayMs })}
          error={errors.delayMs}
          hint="0 to 60,000"
        />
      </div>
      <HeaderRows rows={draft.headers} onChange={(headers) => change({ headers })} />
      {errors.headers && <p className="text-small text-bad">{errors.headers}</p>}
      <BodyField body={draft.body} error={errors.body} onChange={(body) => change({ body })} />
      <FormFoot saving={saving}>
        <Button look="quiet" onClick={() => change(draftOfAnswer(DEFAULT_ANSWER))}>
          Reset to 200 ok
        </Button>
      </FormFoot>
    </form>
  )
}

function BodyField({
  body,
  error,
  onChange,
}: {
  readonly body: AnswerDraft['body']
  readonly error: string | undefined
  onChange(body: AnswerDraft['body']): void
}) {
  const takeFile = (file: File) => {
    const reader = new FileReader()
    reader.onload = () => onChange({ kind: 'file', name: file.name, base64: String(reader.result).replace(/^.*,/, '') })
    reader.onerror = () => showError(new Error(`${file.name} could not be read. Check that you may open it.`))
    reader.readAsDataURL(file)
  }

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between">
        <SmallTitle as="span">Body</SmallTitle>
        <SegmentedControl
          label="Kind of body"
          value={body.kind}
          options={[
            { value: 'text', label: 'Text' },
            { value: 'file', label: 'File' },
          ]}
          onChange={(kind) =>
            onChange(kind === 'text' ? { kind: 'text', text: '' } : { kind: 'file', name: '', base64: '' })
          }
        />
      </div>
      {body.kind === 'text' ? (
        <TextArea
          label="Body"
          hideLabel
          mono
          rows={6}
          value={body.text}
          onChange={(text) => onChange({ kind: 'text', text })}
        />
      ) : (
        <div className="flex items-center gap-3">
          <FileButton label="Choose a file…" icon={<FileUp />} onFile={takeFile} />
          <span className="min-w-0 truncate text-dim">
            {body.name
              ? `${body.name}, ${formatBytes(Math.floor((body.base64.length * 3) / 4))}`
              : 'No file chosen: an empty body'}
          </span>
        </div>
      )}
      {error && <p className="text-small text-bad">{error}</p>}
    </div>
  )
}
