import { ListChecks, Square } from 'lucide-react'
import {
  FIDELITY_ITEM_FACTS,
  type FidelityProgress,
  type FidelityReport,
  type FidelityState,
} from '../../../shared/tunnel/fidelity.ts'
import { TUNNEL_KIND_FACTS } from '../../../shared/tunnel/tunnel-kind.ts'
import { publicUrlOf, type TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { call } from '../../host.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatFullTime } from '../../ui/format-time.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { showError } from '../../ui/toast.tsx'
import { AddedHeaders } from './added-headers.tsx'
import { FidelityTable } from './fidelity-table.tsx'
import { useTunnelCheck } from './use-tunnel-check.ts'

/** Tries what the open tunnel does to requests, and shows what is known of it. */
export function TunnelCheck({ tunnel }: { readonly tunnel: TunnelState }) {
  const { data, error, refetch } = useTunnelCheck()
  if (error !== null && data === undefined) {
    return <ErrorState title="The last check could not be read" error={error} retry={() => void refetch()} />
  }
  const running = data?.running ?? null
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-start gap-4">
        <p className="min-w-0 flex-1 text-dim">
          Sends known requests through the public URL to Hookbench itself, and compares what arrives: bytes, headers,
          paths, methods, large and slow bodies. None of them is kept as a capture. About 30 MB go both ways.
        </p>
        {running === null ? (
          <Button
            look="primary"
            icon={<ListChecks />}
            disabled={publicUrlOf(tunnel) === null}
            {...(publicUrlOf(tunnel) === null ? { title: 'Open the public URL first' } : {})}
            onClick={() => void call('tunnel.check', {}).catch(showError)}
          >
            Check this tunnel
          </Button>
        ) : (
          <Button icon={<Square />} onClick={() => void call('tunnel.cancelCheck', {}).catch(showError)}>
            Cancel the check
          </Button>
        )}
      </div>
      {running !== null && <Progress progress={running} />}
      <Outcome state={data} />
    </div>
  )
}

function Progress({ progress: { items, total, current } }: { readonly progress: FidelityProgress }) {
  return (
    <div className="flex flex-col gap-1.5">
      <ProgressBar label="Checked" value={items.length} max={total} />
      <output className="text-small text-dim">
        {items.length} of {total}
        {current !== null && `, now ${FIDELITY_ITEM_FACTS[current].label}: ${FIDELITY_ITEM_FACTS[current].what}`}
      </output>
    </div>
  )
}

/** What is known while it runs, else the last report. */
function Outcome({ state }: { readonly state: FidelityState | undefined }) {
  if (state === undefined) return null
  if (state.running !== null) {
    return state.running.items.length > 0 ? <FidelityTable items={state.running.items} /> : null
  }
  if (state.last === null) return <p>No tunnel has been checked yet.</p>
  return (
    <>
      <ReportFacts report={state.last} />
      <AddedHeaders key={state.last.startedAt} report={state.last} />
      <FidelityTable items={state.last.items} />
    </>
  )
}

const COUNTED = [
  ['kept', 'ok'],
  ['changed', 'warn'],
  ['refused', 'bad'],
] as const

function ReportFacts({ report }: { readonly report: FidelityReport }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span>
        {TUNNEL_KIND_FACTS[report.via].label}, <code className="font-mono text-small">{report.url}</code>,{' '}
        <time dateTime={new Date(report.startedAt).toISOString()}>
          {formatFullTime(report.startedAt).replace(/\.\d+$/, '')}
        </time>
      </span>
      <span className="flex gap-1.5">
        {COUNTED.map(([kind, tone]) => {
          const count = report.items.filter(({ result }) => result.kind === kind).length
          return (
            <Badge key={kind} tone={count === 0 ? 'neutral' : tone}>
              {count} {kind}
            </Badge>
          )
        })}
        {report.ended === 'broken-off' && <Badge>broken off</Badge>}
      </span>
    </div>
  )
}
