import { useId, useState } from 'react'
import type { ReplayRun } from '../../../shared/delivery/replay-request.ts'
import { parseTarget } from '../../../shared/delivery/resolve-target.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { SignChoice, SignDetails } from '../signature/sign-choice.tsx'
import { useSigning } from '../signature/signing-choice.ts'
import { keepTarget } from './replay-store.ts'
import { SendingWay, useSendingWay } from './sending-way.tsx'
import { TargetField } from './target-field.tsx'
import { useAllAddedNames } from './use-all-added-names.ts'
import { type RunControls, useRun } from './use-run.ts'
import { useTarget } from './use-target.ts'

interface ReplayRunDialogProps {
  readonly captureIds: readonly string[]
  onClose(): void
}

/** Replays several captures to one target, with progress. Closing it leaves a run going. */
export function ReplayRunDialog({ captureIds, onClose }: ReplayRunDialogProps) {
  const controls = useRun()
  const [atOnce, setAtOnce] = useState('1')
  const addedNames = useAllAddedNames()
  const way = useSendingWay(addedNames)
  const signing = useSigning(null)
  const { url, setUrl, targets } = useTarget()
  const problem = targetProblem(url)
  const noteId = useId()
  const { run, starting } = controls
  const start = () => {
    keepTarget(url)
    void controls.start({ captureIds, url, atOnce: Number(atOnce), ...way, ...signing })
  }

  return (
    <Dialog
      title={`Replay ${countOf(captureIds.length, 'capture')}`}
      description="Each is sent as captured, but for its signature if you say so, and kept as a delivery of its own."
      open
      onClose={onClose}
      actions={
        <RunActions controls={controls} canStart={problem === null && !starting} start={start} close={onClose} />
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-1">
          <SmallTitle as="span" aria-hidden>
            Target
          </SmallTitle>
          <TargetField
            url={url}
            targets={targets}
            invalid={url !== '' && problem !== null}
            describedBy={noteId}
            onChange={setUrl}
          />
          <p id={noteId} className={`text-small ${url !== '' && problem !== null ? 'text-bad' : 'text-dim'}`}>
            {problem ?? 'A /* at the end takes the rest of each captured path.'}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
          <SegmentedControl
            label="How many at once"
            value={atOnce}
            options={[
              { value: '1', label: 'In order' },
              { value: '4', label: '4 at once' },
              { value: '16', label: '16 at once' },
              { value: '64', label: '64 at once' },
            ]}
            onChange={setAtOnce}
          />
          <SendingWay addedNames={addedNames} />
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <SmallTitle as="span" aria-hidden>
            Signature
          </SmallTitle>
          <SignChoice />
          <SignDetails capture={null} />
        </div>
        {run !== null && <RunProgress run={run} />}
      </div>
    </Dialog>
  )
}

interface RunActionsProps {
  readonly controls: RunControls
  readonly canStart: boolean
  start(): void
  close(): void
}

function RunActions({ controls, canStart, start, close }: RunActionsProps) {
  if (controls.run?.state === 'running') {
    return (
      <>
        <Button look="quiet" onClick={close}>
          Leave it running
        </Button>
        <Button onClick={controls.cancel}>Cancel the rest</Button>
      </>
    )
  }
  return (
    <>
      <Button onClick={close}>Close</Button>
      <Button look="primary" disabled={!canStart} onClick={start}>
        {controls.run === null ? 'Replay' : 'Replay again'}
      </Button>
    </>
  )
}

function RunProgress({ run }: { readonly run: ReplayRun }) {
  const done = run.answered + run.failed
  return (
    <div className="flex flex-col gap-1.5">
      <ProgressBar label="Replayed" value={done} max={run.total} />
      <output className="flex gap-4 text-small text-dim">
        <span>
          {formatCount(done)} of {formatCount(run.total)}
          {run.state === 'cancelled' && ', cancelled'}
          {run.state === 'done' && ', done'}
          {run.state === 'failed' && ', stopped'}
        </span>
        <span className="text-ok">{formatCount(run.answered)} answered</span>
        <span className={run.failed > 0 ? 'text-bad' : ''}>{formatCount(run.failed)} failed</span>
      </output>
      {run.problem !== null && (
        <p role="alert" className="text-small text-bad">
          {run.problem}
        </p>
      )}
    </div>
  )
}

function targetProblem(url: string): string | null {
  if (url === '') return 'Write where to send them.'
  try {
    parseTarget(url)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
