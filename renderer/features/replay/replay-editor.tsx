import { ArrowLeft, RotateCw, Square, X } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { useCommands } from '../../app/commands.ts'
import { keyLabel } from '../../app/key-match.ts'
import { IS_MAC } from '../../app/platform.ts'
import { call, upload } from '../../host.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { Switch } from '../../ui/switch.tsx'
import { showError } from '../../ui/toast.tsx'
import { DeliveryView } from '../deliveries/delivery-view.tsx'
import { useAddedNames } from '../detail/use-added-names.ts'
import { BodySigningNote } from '../signature/body-signing-note.tsx'
import { KeptSignatureNote } from '../signature/kept-signature-note.tsx'
import { SignChoice, SignDetails } from '../signature/sign-choice.tsx'
import { useSigning, useSigningChoice } from '../signature/signing-choice.ts'
import { bodyToUpload } from './body-to-upload.ts'
import { DraftBodyEditor } from './draft-body-editor.tsx'
import { DraftHeaderRows } from './draft-header-rows.tsx'
import { cancelReplay, sendReplay } from './replay-actions.ts'
import { differences, draftOf, editOf, type ReplayDraft, withBody } from './replay-draft.ts'
import { dropDraft, keepTarget, setDraft, useReplay } from './replay-store.ts'
import { SendingWay, useSendingWay } from './sending-way.tsx'
import { TargetField } from './target-field.tsx'
import { TargetNote } from './target-note.tsx'
import { checkTarget, useTarget } from './use-target.ts'

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'HEAD', 'OPTIONS']
const SEND_KEY = 'Mod+Enter'

/** A capture's request, to be changed and sent. The capture itself never changes. */
export function ReplayEditor({ capture }: { readonly capture: CaptureDetail }) {
  const { method, headers } = capture
  // Made once: its rows have keys of their own.
  const untouched = useMemo(() => draftOf({ method, headers }), [method, headers])
  const draft = useReplay((state) => state.drafts[capture.id]) ?? untouched
  const running = useReplay((state) => state.running).find((one) => one.captureId === capture.id)
  const way = useSendingWay(useAddedNames(capture))
  const signing = useSigning(capture.endpoint)
  const [sentId, setSentId] = useState<string | null>(null)
  const [uploading, setUploading] = useState(false)
  const { url, setUrl, targets } = useTarget()
  const noteId = useId()
  const check = checkTarget(url, capture)
  const changes = differences(draft, capture)
  const change = (next: ReplayDraft) => setDraft(capture.id, next)
  const canSend = check.kind === 'valid' && draft.method !== '' && running === undefined && !uploading

  const send = async () => {
    if (!canSend) return
    keepTarget(url)
    setUploading(true)
    try {
      const bytes = bodyToUpload(draft.body)
      const uploadId = bytes === null ? null : (await upload(bytes)).uploadId
      setUploading(false)
      const edit = editOf(draft, capture, uploadId)
      const delivery = await sendReplay({
        captureId: capture.id,
        url,
        ...way,
        ...signing,
        ...(edit === undefined ? {} : { edit }),
      })
      if (delivery !== null) setSentId(delivery.id)
    } catch (error) {
      showError(error)
    } finally {
      setUploading(false)
    }
  }
  const close = () => useReplay.setState({ editing: null })

  useCommands([
    {
      id: 'replay.send-edited',
      title: 'Send the edited request',
      group: 'Replay',
      keys: [SEND_KEY],
      enabled: canSend,
      run: () => void send(),
    },
    { id: 'replay.close-editor', title: 'Back to the capture', group: 'Replay', keys: ['Escape'], run: close },
  ])

  return (
    <section
      aria-label="Edit and replay"
      className="flex min-h-0 min-w-0 flex-1 flex-col"
      // Before the fields see it: Ctrl Enter is a new line to the code editor, and a choice to a list.
      onKeyDownCapture={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          event.stopPropagation()
          void send()
        } else if (event.key === 'Escape' && isPlainField(event.target)) event.target.blur()
      }}
    >
      <header className="flex shrink-0 items-center gap-2 border-b border-line py-1.5 pr-4 pl-2.5">
        <IconButton label="Back to the capture" shortcut="Esc" icon={<ArrowLeft />} onClick={close} />
        <h2 className="min-w-0 flex-1 truncate font-semibold">Edit and replay</h2>
        <Button look="quiet" disabled={changes.length === 0} onClick={() => dropDraft(capture.id)}>
          Start over
        </Button>
        {running === undefined ? (
          <Button
            look="primary"
            icon={<RotateCw />}
            shortcut={keyLabel(SEND_KEY, IS_MAC)}
            disabled={!canSend}
            onClick={() => void send()}
          >
            Send
          </Button>
        ) : (
          <Button icon={<Square />} onClick={() => void cancelReplay(running.id)}>
            Cancel
          </Button>
        )}
      </header>
      <Differences changes={changes} />
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto py-3">
        <div className="flex flex-col gap-1">
          <div className="flex gap-2 px-4">
            <SuggestField
              label="Method"
              value={draft.method}
              suggestions={METHODS.map((value) => ({ value }))}
              className="w-26"
              onChange={(method) => change({ ...draft, method })}
            />
            <TargetField
              url={url}
              targets={targets}
              invalid={check.kind === 'invalid'}
              describedBy={noteId}
              className="flex-1"
              onChange={setUrl}
            />
          </div>
          <TargetNote id={noteId} check={check} capture={{ ...capture, method: draft.method }} className="px-4" />
        </div>
        <TargetOptions capture={capture} />
        <div className="flex flex-col gap-1.5 px-4">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <span aria-hidden className="text-small text-dim">
              Signature
            </span>
            <SignChoice />
            <SignDetails capture={capture} />
          </div>
          <BodySigningNote capture={capture} />
          <KeptSignatureNote
            capture={capture}
            edit={editOf(draft, capture, null)}
            otherBody={draft.body.kind === 'file'}
          />
        </div>
        <div className="px-4">
          <DraftHeaderRows headers={draft.headers} onChange={(headers) => change({ ...draft, headers })} />
        </div>
        <div className="flex min-h-0 flex-1 flex-col px-4">
          <DraftBodyEditor
            // Starting over begins the text anew as well.
            key={`${capture.id} ${changes.length === 0 && draft.body.kind === 'captured'}`}
            capture={capture}
            body={draft.body}
            onChange={(body) => change(withBody(useReplay.getState().drafts[capture.id] ?? draft, body))}
          />
        </div>
      </div>
      {sentId !== null && (
        <div className="flex h-[46%] min-h-0 shrink-0 flex-col border-t border-line-strong">
          <DeliveryView
            id={sentId}
            action={<IconButton label="Close the outcome" icon={<X />} onClick={() => setSentId(null)} />}
          />
        </div>
      )}
    </section>
  )
}

/** A field that has no use for Escape itself; pressed again outside of it, Escape leaves the editor. */
function isPlainField(target: EventTarget): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.getAttribute('aria-expanded') !== 'true'
}

/** What is different from the capture, in as many words as there is room for. */
function Differences({ changes }: { readonly changes: readonly string[] }) {
  const isKept = useSigningChoice(({ kind }) => kind === 'keep')
  const nothing = `Nothing differs from the capture${isKept ? '' : ' but its signature'}`
  const text = changes.length === 0 ? nothing : changes.join(' · ')
  return (
    <p className="flex min-h-7 shrink-0 items-center gap-2 border-b border-line px-4 text-small text-dim" title={text}>
      {changes.length > 0 && <Badge tone="accent">{changes.length} changed</Badge>}
      <span className="truncate">{text}</span>
    </p>
  )
}

function TargetOptions({ capture }: { readonly capture: CaptureDetail }) {
  const { url, targets } = useTarget()
  const check = checkTarget(url, capture)
  const target = targets.find((one) => one.url === url)
  const allowSelfSigned = async (allow: boolean) => {
    try {
      await call('targets.save', { url, name: target?.name ?? null, allowSelfSigned: allow })
    } catch (error) {
      showError(error)
    }
  }
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-1.5 px-4 text-small">
      <SendingWay addedNames={useAddedNames(capture)} />
      {check.kind === 'valid' && check.secure && (
        <Switch
          label="Accept any certificate from this target"
          checked={target?.allowSelfSigned ?? false}
          onChange={(allow) => void allowSelfSigned(allow)}
        />
      )}
    </div>
  )
}
