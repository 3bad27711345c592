import { useQueries } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { compareHeaders, compareTargets } from '../../../shared/diff/compare-requests.ts'
import type { ChangeCounts, Comparison } from '../../../shared/diff/comparison.ts'
import { comparisonText } from '../../../shared/diff/comparison-text.ts'
import { IgnoreRules } from '../../../shared/diff/ignore-rules.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatFullTime } from '../../ui/format-time.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showError } from '../../ui/toast.tsx'
import { captureTitle } from '../captures/capture-title.ts'
import { BodyComparison } from './body-comparison.tsx'
import { ChangeRows } from './change-rows.tsx'
import { keepRules, splitRules, useKeptRules } from './ignore-rules-store.ts'
import type { OpenPair } from './open-pair.ts'
import { usePair } from './use-pair.ts'

interface CompareDialogProps {
  readonly leftId: string
  readonly rightId: string
  onClose(): void
}

/** Two captures, and what differs between them. */
export function CompareDialog({ leftId, rightId, onClose }: CompareDialogProps) {
  const [left, right] = useQueries({
    queries: [leftId, rightId].map((id) => ({
      queryKey: ['capture', id],
      queryFn: () => call('captures.get', { id }),
    })),
  })
  const error = left?.error ?? right?.error ?? null
  if (left?.data && right?.data) return <LoadedDialog left={left.data} right={right.data} onClose={onClose} />
  return (
    <Dialog open title="Compare" width="wide" onClose={onClose}>
      <div className="flex h-[68vh]">
        {error === null ? <Spinner /> : <ErrorState title="A capture could not be read" error={error} />}
      </div>
    </Dialog>
  )
}

type ComparePart = 'body' | 'headers' | 'query'

interface LoadedDialogProps {
  readonly left: CaptureDetail
  readonly right: CaptureDetail
  onClose(): void
}

function LoadedDialog({ left, right, onClose }: LoadedDialogProps) {
  const { endpoint } = right
  const typed = useKeptRules((state) => state.byEndpoint[endpoint] ?? '')
  const rules = useMemo(() => splitRules(typed), [typed])
  const [part, setPart] = useState<ComparePart>('body')
  const used = usePair(left, right)
  const hadFocus = useRef(false)
  const compiled = useMemo(() => new IgnoreRules(rules), [rules])
  const headers = useMemo(() => compareHeaders(left.headers, right.headers, compiled), [left, right, compiled])
  const query = useMemo(() => compareTargets(left.target, right.target, compiled), [left, right, compiled])
  const ignore = (rule: string) => keepRules(endpoint, [...rules, rule].join(', '))
  const open = used.pair.kind === 'there' ? used.pair.value : null

  return (
    <Dialog
      open
      title="Compare"
      description={<Sides left={left} right={right} />}
      width="wide"
      onClose={onClose}
      actions={
        <>
          <Button disabled={open?.info.isJson !== true} onClick={() => open && void copyPatch(open, rules)}>
            Copy as JSON Patch
          </Button>
          <Button disabled={open === null} onClick={() => open && void copyAsText(open, rules, headers, query)}>
            Copy as text
          </Button>
        </>
      }
    >
      <div className="-m-4 flex h-[64vh] flex-col">
        <Tabs<ComparePart>
          label="What is compared"
          value={part}
          onChange={setPart}
          items={[
            {
              value: 'body',
              label: 'Body',
              content:
                used.pair.kind === 'there' ? (
                  <BodyComparison pair={used.pair.value} rules={rules} hadFocus={hadFocus} ignore={ignore} />
                ) : used.pair.kind === 'failed' ? (
                  <ErrorState title="The bodies could not be compared" error={used.pair.error} retry={used.retry} />
                ) : used.pair.kind === 'cancelled' ? (
                  <EmptyState title="Cancelled">
                    <Button onClick={used.retry}>Compare the bodies</Button>
                  </EmptyState>
                ) : (
                  <div className="m-auto flex flex-col items-center gap-2">
                    <Spinner label="Reading the bodies" />
                    <Button onClick={used.cancel}>Cancel</Button>
                  </div>
                ),
            },
            {
              value: 'headers',
              label: 'Headers',
              count: counted(headers.counts),
              content: <ChangeRows label="Differences of the headers" comparison={headers} ignore={ignore} />,
            },
            {
              value: 'query',
              label: 'Query',
              count: counted(query.counts),
              content: <ChangeRows label="Differences of path and query" comparison={query} ignore={ignore} />,
            },
          ]}
        />
        <TextField
          label={`Ignore, for ${endpoint}`}
          hint="Places in JSON (/id, /items/*/at, **/timestamp) and names of headers or fields, with commas between."
          mono
          value={typed}
          placeholder="/id, **/timestamp, Date"
          onChange={(next) => keepRules(endpoint, next)}
          className="shrink-0 border-t border-line px-4 pt-2 pb-2"
        />
      </div>
    </Dialog>
  )
}

function Sides({ left, right }: { readonly left: CaptureDetail; readonly right: CaptureDetail }) {
  return (
    <span className="grid grid-cols-2 gap-2">
      {[left, right].map((capture, index) => (
        <span key={capture.id} className="truncate">
          {index === 0 ? 'Left: ' : 'Right: '}
          <CapturedText text={captureTitle(capture)} />, {capture.endpoint}, {formatFullTime(capture.receivedAt)}
        </span>
      ))}
    </span>
  )
}

function counted({ changed, added, removed, moved }: ChangeCounts): number {
  return changed + added + removed + moved
}

async function copyPatch(pair: OpenPair, rules: string[]): Promise<void> {
  try {
    const patch = await pair.ask('patch', { rules })
    if (patch === null) throw new Error('There is a JSON Patch between two bodies of JSON only.')
    if (patch.kind === 'too-long') throw new Error('The patch would be longer than 64 MB. Copy as text instead.')
    await copyText(patch.text, 'JSON Patch')
  } catch (error) {
    showError(error)
  }
}

async function copyAsText(pair: OpenPair, rules: string[], headers: Comparison, query: Comparison): Promise<void> {
  try {
    const body = await pair.ask('compare', { rules })
    const parts = [
      comparisonText('Body', body),
      comparisonText('Headers', headers),
      comparisonText('Path and query', query),
    ]
    await copyText(`${parts.join('\n\n')}\n`, 'Comparison')
  } catch (error) {
    showError(error)
  }
}
