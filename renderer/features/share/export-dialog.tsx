import { useState } from 'react'
import {
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportFormatFacts,
  exportFormatFacts,
} from '../../../shared/export/export-format.ts'
import { openDialog } from '../../app/dialogs.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { Switch } from '../../ui/switch.tsx'
import { ExportProgress } from './export-progress.tsx'
import { useExportScopes } from './export-scopes.ts'
import { RedactionPreview } from './redaction-preview.tsx'
import { type ExportControls, useExport } from './use-export.ts'

const REMEMBERED = 'hookbench.export-format'

/** What of the example is in the file; null: all of it. */
const LESS: Readonly<Record<ExportFormatFacts['has'], string | null>> = {
  everything: null,
  bodies: 'Of this, the file has the body alone.',
  columns: 'Of this, the file has the method, the target, the type of the content and the note.',
}

const AS_IT_CAME: Readonly<Record<ExportFormatFacts['has'], string>> = {
  everything: 'Everything captured will be in the file as it came: authorization, cookies, signatures, personal data.',
  bodies: 'Bodies will be in the file as they came, with the secrets and the personal data in them.',
  columns: 'Targets, notes and addresses of senders will be in the file as they came, with tokens in their queries.',
}

interface ExportDialogProps {
  /** Slug of the one in whose menu it was asked for; null: it was asked for elsewhere. */
  readonly endpoint: string | null
  onClose(): void
}

/** Writes captures to a file: which, as what, and without what. Closing it cancels an export that runs. */
export function ExportDialog({ endpoint, onClose }: ExportDialogProps) {
  const scopes = useExportScopes(endpoint)
  const [scopeId, setScopeId] = useState<string | null>(null)
  const [format, setFormat] = useState<ExportFormat>(rememberedFormat)
  const [deliveries, setDeliveries] = useState(true)
  const [redact, setRedact] = useState(true)
  const controls = useExport()
  const chosen = scopes.find(({ id }) => id === scopeId) ?? scopes[0]
  const facts = exportFormatFacts(format)
  if (chosen === undefined) return null
  const { scope } = chosen
  const isChoosing = controls.job === null && !controls.isRunning && controls.error === null
  const start = () => {
    localStorage.setItem(REMEMBERED, format)
    void controls.start({ scope, format, deliveries, redact })
  }

  return (
    <Dialog
      open
      title="Export captures"
      description="To keep, to hand on, or for another program. Stored captures stay as they are."
      width="large"
      onClose={onClose}
      actions={<ExportActions controls={controls} start={start} close={onClose} />}
    >
      {isChoosing ? (
        <div className="flex flex-col gap-4">
          <div className="grid grid-cols-2 gap-4 max-[640px]:grid-cols-1">
            <div className="flex flex-col gap-1">
              <SmallTitle>Which</SmallTitle>
              <ChoiceCards
                label="Which captures"
                value={chosen.id}
                options={scopes.map(({ id, label, hint }) => ({ value: id, label, hint }))}
                onChange={setScopeId}
              />
            </div>
            <div className="flex flex-col gap-3">
              <div className="flex flex-col gap-1">
                <SmallTitle>As what</SmallTitle>
                <Select<ExportFormat>
                  label="Format"
                  value={format}
                  options={EXPORT_FORMATS.map(({ id, title }) => ({ value: id, label: title }))}
                  onChange={setFormat}
                />
                <p className="text-small text-dim">{facts.description}</p>
              </div>
              <Switch
                label="Deliveries too"
                hint={
                  facts.hasDeliveries
                    ? 'What was replayed and forwarded, with its responses.'
                    : `${facts.title} has no place for them.`
                }
                checked={deliveries && facts.hasDeliveries}
                disabled={!facts.hasDeliveries}
                onChange={setDeliveries}
              />
              <Switch
                label="Redact"
                hint="Takes out secrets, tokens, cookies, signatures and personal data."
                checked={redact}
                onChange={setRedact}
              />
            </div>
          </div>
          {redact ? (
            <div className="flex flex-col gap-2">
              <RedactionPreview key={JSON.stringify(scope)} scope={scope} />
              {LESS[facts.has] !== null && <p className="text-small text-dim">{LESS[facts.has]}</p>}
            </div>
          ) : (
            <p className="text-small text-warn">{AS_IT_CAME[facts.has]} Keep it for yourself.</p>
          )}
        </div>
      ) : (
        <ExportProgress controls={controls} />
      )}
    </Dialog>
  )
}

function ExportActions({
  controls,
  start,
  close,
}: {
  readonly controls: ExportControls
  start(): void
  close(): void
}) {
  if (controls.isRunning) {
    return <Button onClick={controls.cancel}>Cancel</Button>
  }
  if (controls.job !== null || controls.error !== null) {
    return (
      <>
        <Button onClick={controls.again}>Export something else</Button>
        <Button look="primary" onClick={close}>
          Close
        </Button>
      </>
    )
  }
  return (
    <>
      <Button look="quiet" className="mr-auto" onClick={() => openDialog({ kind: 'settings', tab: 'sharing' })}>
        What is redacted…
      </Button>
      <Button onClick={close}>Cancel</Button>
      <Button look="primary" onClick={start}>
        Export
      </Button>
    </>
  )
}

function rememberedFormat(): ExportFormat {
  const remembered = localStorage.getItem(REMEMBERED)
  return EXPORT_FORMATS.find(({ id }) => id === remembered)?.id ?? 'bundle'
}
