import { useEffect, useRef, useState } from 'react'
import { useEndpoints } from '../../app/engine-queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { deleteCaptures } from '../captures/capture-actions.ts'
import { clearFilter, showEndpoint } from '../captures/filter-store.ts'
import { openCapture } from '../captures/selection-store.ts'
import { useReplay } from '../replay/replay-store.ts'
import { ImportChoice } from './import-choice.tsx'
import { ImportProgress } from './import-progress.tsx'
import { type ImportControls, useImport } from './use-import.ts'

/** Each capture to the endpoint that it came in on; no slug has a space. */
const WHERE_EACH_BELONGS = ' '

interface ImportDialogProps {
  /** Dropped or pasted before the window was opened. */
  readonly file?: File | undefined
  readonly text?: string | undefined
  onClose(): void
}

/** Brings captures in: a file or what was pasted is read whole and shown, and then written. */
export function ImportDialog({ file, text, onClose }: ImportDialogProps) {
  const controls = useImport()
  const endpoints = useEndpoints().data ?? []
  const [endpoint, setEndpoint] = useState<string | null>(null)
  const { job, isUploading, error } = controls
  const isChoosing = job === null && !isUploading
  const begun = useRef<File | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was dropped is read once, and another one anew.
  useEffect(() => {
    if (file === undefined || begun.current === file) return
    begun.current = file
    void controls.check(file, file.name, null)
  }, [file])

  const choose = (slug: string) => {
    const next = slug === WHERE_EACH_BELONGS ? null : slug
    setEndpoint(next)
    if (job?.state === 'checked') void controls.checkFor(next)
  }

  return (
    <Dialog
      open
      title="Import captures"
      description="Nothing is sent, forwarded or answered. A file with a bad entry is not imported at all."
      width="large"
      onClose={onClose}
      actions={<ImportActions controls={controls} close={onClose} />}
    >
      <div className="flex flex-col gap-4">
        {isChoosing ? (
          <ImportChoice
            initialText={text ?? ''}
            onFile={(chosen) => void controls.check(chosen, chosen.name, endpoint)}
            onText={(typed) => void controls.check(new Blob([typed]), 'pasted', endpoint)}
          />
        ) : (
          <ImportProgress controls={controls} />
        )}
        {(isChoosing || job?.state === 'checked') && (
          <div className="flex items-center gap-3">
            <SmallTitle as="span">Where it goes</SmallTitle>
            <Select
              label="Where it goes"
              value={endpoint ?? WHERE_EACH_BELONGS}
              options={[
                { value: WHERE_EACH_BELONGS, label: 'Each to where it came in' },
                ...endpoints.map(({ slug, name }) => ({ value: slug, label: `All to ${name}` })),
              ]}
              onChange={choose}
            />
          </div>
        )}
        {error !== null && (
          <p role="alert" className="text-bad">
            {error instanceof Error ? error.message : String(error)}
          </p>
        )}
      </div>
    </Dialog>
  )
}

function ImportActions({ controls, close }: { readonly controls: ImportControls; close(): void }) {
  const { job, isUploading } = controls
  if (isUploading || job?.state === 'checking' || job?.state === 'writing') {
    return (
      <>
        {job?.state === 'writing' && (
          <Button look="quiet" onClick={close}>
            Leave it running
          </Button>
        )}
        <Button onClick={controls.cancel}>Cancel</Button>
      </>
    )
  }
  if (job?.state === 'checked') {
    return (
      <>
        <Button onClick={controls.again}>Choose another</Button>
        <Button look="primary" onClick={() => void controls.write()}>
          {job.losses.length > 0 ? 'Import anyway' : 'Import'}
        </Button>
      </>
    )
  }
  if (job?.state === 'undoing') return <Button onClick={close}>Leave it running</Button>
  if (job?.state === 'done') {
    return <DoneActions ids={job.ids} written={job.written} undoAll={() => void controls.undo()} close={close} />
  }
  if (job !== null) return <Button onClick={controls.again}>Choose another</Button>
  return <Button onClick={close}>Close</Button>
}

function DoneActions({
  ids,
  written,
  undoAll,
  close,
}: {
  readonly ids: ReadonlyArray<string>
  readonly written: number
  /** Where there are more than can be told one by one. */
  undoAll(): void
  close(): void
}) {
  const [first] = ids
  const show = (id: string) => {
    showEndpoint(null)
    clearFilter()
    openCapture(id)
    close()
  }
  const undo = () => {
    if (ids.length < written) return undoAll()
    close()
    void deleteCaptures(ids, null)
  }
  return (
    <>
      {written > 0 && <Button onClick={undo}>Undo</Button>}
      {first !== undefined && written === 1 && (
        <Button
          onClick={() => {
            show(first)
            useReplay.setState({ editing: first })
          }}
        >
          Edit and replay
        </Button>
      )}
      {first !== undefined && <Button onClick={() => show(first)}>{written === 1 ? 'Show it' : 'Show them'}</Button>}
      <Button look="primary" onClick={close}>
        Close
      </Button>
    </>
  )
}
