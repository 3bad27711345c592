import { useEngineState } from '../../app/engine-queries.ts'
import { EvidenceLine } from '../../ui/evidence-line.tsx'
import { formatFullTime } from '../../ui/format-time.ts'

/** Where everything lies. */
export function DataSettings() {
  const engine = useEngineState().data
  if (!engine) return null
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-dim">
        Captures, deliveries, notes and settings lie in this folder on this machine, readable by your user only. Nothing
        leaves it unless you replay, forward, or open a public URL.
      </p>
      <EvidenceLine text={engine.dataFolder} what="Data folder" />
      <p className="text-dim">
        To use another one, start with <code className="font-mono text-small">hookbench serve --data DIR</code> or set{' '}
        <code className="font-mono text-small">HOOKBENCH_DATA</code>.
      </p>
      <p className="text-dim">
        Hookbench {engine.version}, running since {formatFullTime(engine.startedAt)}.
      </p>
    </div>
  )
}
